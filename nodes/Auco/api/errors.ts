import { explainer, firstWords } from '../../common/http/errors';
import type { Advice, RequestFailure } from '../../common/http/failure';
import type { Refusal } from '../../common/http/provider';
import { isPlainObject } from '../../common/values/convert';

/** Auco's words for a code that it does not know, which a new check may be for a while (auco.md 4.2). */
export const CHECK_NOT_FOUND = 'VALIDATION_NOT_FOUND';

/** Advice for the codes that Auco's documentation or its users name (auco.md 7). */
const KNOWN_CODES: Readonly<Record<string, Advice>> = {
	EXPIRED_DATE_INVALID: {
		message: "Auco does not accept the 'Expiration Date'",
		description: 'It must be more than 3 days after the moment of creation. Choose a later date.',
	},
	USER_NOTFOUND: {
		message: "Auco does not know the 'Creator Email'",
		description:
			'It must be the email of a user of your company in Auco, in the same environment as the keys of the credential.',
	},
	[CHECK_NOT_FOUND]: {
		message: 'Auco has no check with this code',
		description:
			'Compare the code with the one that the Generate operation gave, and the environment of the credential.',
	},
	CODE_REQUIRED: {
		message: "Auco misses the 'Code'",
		description: "Enter the code of the process in 'Code'.",
	},
	CODE_NOT_VALID: {
		message: "Auco does not accept the form of the 'Code'",
		description:
			'Use the code as the create operation gave it; the code of an AucoFace process has 16 characters.',
	},
	USER_ID_NOT_ALLOWED: {
		message: 'Auco allows no user ID for this process',
		description: "WhatsApp history of an AucoFace process is asked for by its 'Code' alone.",
	},
	PROCESS_NOT_FOUND: {
		message: 'Auco has no such WhatsApp process',
		description:
			'Only processes of the platform WhatsApp have a WhatsApp history. Check the code and its platform.',
	},
};

/** Advice by HTTP status for codes that are not in the table. Only 400 and 401 are documented (auco.md 7). */
const BY_STATUS: Record<number, Advice> = {
	400: {
		message: 'Auco refused the request',
		description:
			"Check the fields of the item against Auco's words: one is missing, unknown or in another format.",
	},
	401: {
		message: 'Auco did not accept the key',
		description:
			'Open the Auco credential: the keys must belong to the chosen environment (stage and production have different ones) and to your company.',
	},
	403: {
		message: 'Auco does not allow this with your plan or key',
		description: 'Ask Auco whether this service is part of your plan.',
	},
	404: {
		message: 'Auco found nothing under this code or address',
		description: 'Check the code, the environment in the credential and, for a custom one, its base URL.',
	},
	429: {
		message: 'Auco asks to send fewer requests',
		description: "Lower 'Max Concurrency' in the options of the node, or run again later.",
	},
};

/** Auco's error body is `{"message":"CODE"}`: code and words are the same (auco.md 7). */
export function refusalIn(body: unknown): Refusal {
	const words = isPlainObject(body)
		? firstWords(body.message, body.error, body.errors, body.code)
		: firstWords(body);
	return { providerCode: words, providerWords: words };
}

/** Auco's words for what it does not have, such as `PROCESS_NOT_FOUND`, and for a code that cannot be one. */
const NOT_FOUND = /^([A-Z]+_)+NOT_?FOUND$|^CODE_NOT_VALID$/;

/** Whether Auco itself has said that it does not have what was asked for. Words of a gateway look different. */
export function isNotFound({ status, providerCode }: RequestFailure): boolean {
	return (status === 400 || status === 404) && NOT_FOUND.test(providerCode ?? '');
}

/** Whether Auco itself has said no to a code: which words it has for one of another form is not documented. */
export function isRefusedCode(failure: RequestFailure): boolean {
	const { status, response } = failure;
	const isAucos = isPlainObject(response?.body) && typeof response.body.message === 'string';
	return isNotFound(failure) || (status === 400 && isAucos);
}

/** Puts a failure of Auco into words. Known codes have their own advice, others come with Auco's words. */
export const explain = explainer({
	name: 'Auco',
	secret: 'key',
	known({ providerCode: code = '' }) {
		if (!Object.hasOwn(KNOWN_CODES, code)) return undefined;
		const { message, description } = KNOWN_CODES[code];
		return { message: `${message} (${code})`, description };
	},
	byStatus: BY_STATUS,
	otherwise: (status) => ({
		message: `Auco answered with HTTP status ${status}`,
		description: "Check the fields of the item against Auco's words, for example the size of pictures.",
	}),
});
