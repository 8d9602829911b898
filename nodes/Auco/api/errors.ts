import { explainer, firstWords } from '../../common/http/errors';
import type { Advice, RequestFailure } from '../../common/http/failure';
import type { Refusal } from '../../common/http/provider';
import { isPlainObject } from '../../common/values/convert';

/**
 * Auco's code for a check that it does not know, which a new one may be for a while
 * (docs/providers/auco.md#read-a-background-check).
 */
export const CHECK_NOT_FOUND = 'VALIDATION_NOT_FOUND';

/** Advice for the codes that are documented or known from users (docs/providers/auco.md#errors). */
const KNOWN_CODES: Readonly<Record<string, Advice>> = {
	EXPIRED_DATE_INVALID: {
		message: "Auco does not accept the 'Expiration Date'",
		description: 'It must be more than 3 days after the moment of creation. Choose a later date.',
	},
	USER_NOTFOUND: {
		message: "Auco does not know the 'Creator Email'",
		description:
			'It must be the email of a user of your company at Auco, in the same environment as the keys of the credential.',
	},
	[CHECK_NOT_FOUND]: {
		message: 'Auco has no check with this code',
		description:
			'Compare the code with the one that the Generate operation returned, and check the environment of the credential.',
	},
	CODE_REQUIRED: {
		message: "Auco requires the 'Code'",
		description: "Enter the code of the process in 'Code'.",
	},
	CODE_NOT_VALID: {
		message: "Auco does not accept the format of the 'Code'",
		description:
			'Use the code exactly as the Create operation returned it; the code of an AucoFace process has 16 characters.',
	},
	USER_ID_NOT_ALLOWED: {
		message: 'Auco does not allow a user ID for this process',
		description:
			"Remove the 'User ID'. Request the WhatsApp history of an AucoFace process by its 'Code' alone.",
	},
	USER_ID_REQUIRED: {
		message: 'Auco needs the user ID of a signer for this code',
		description:
			"It is the code of a document or a package, which has several signers. Enter the signer's ID, as Auco gave it when the document was created, in 'User ID' under Additional Fields.",
	},
	DOCUMENT_NOT_FOUND: {
		message: 'Auco has no document or package with this code in your company',
		description:
			'Compare the code with the one that Auco gave, and check that the keys of the credential belong to the same company and environment.',
	},
	PROCESS_NOT_FOUND: {
		message: 'Auco has no such process',
		description:
			'Compare the code with the one that the Create operation returned, and check that the keys of the credential belong to the same company and environment. Only processes of the platform WhatsApp have a WhatsApp history.',
	},
};

/** Advice by HTTP status for codes that are not in the table. Only 400 and 401 are documented. */
const BY_STATUS: Record<number, Advice> = {
	400: {
		message: 'Auco refused the request',
		description:
			"Check the fields of the item against Auco's message: one is missing, unknown or in the wrong format.",
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
		message: 'Auco found nothing for this code or URL',
		description: 'Check the code, the environment in the credential and, for a custom one, its base URL.',
	},
	429: {
		message: 'Auco received too many requests',
		description: "Lower 'Max Concurrency' in the options of the node, or run the node again later.",
	},
};

/** Auco's error body is `{"message":"CODE"}`: code and message are the same. */
export function refusalIn(body: unknown): Refusal {
	const words = isPlainObject(body)
		? firstWords(body.message, body.error, body.errors, body.code)
		: firstWords(body);
	return { providerCode: words, providerWords: words };
}

/** Auco's codes for objects that it does not have, such as `PROCESS_NOT_FOUND`, and for a malformed code. */
const NOT_FOUND = /^([A-Z]+_)+NOT_?FOUND$|^CODE_NOT_VALID$|^PACKAGE_ID_INVALID$/;

/** Whether Auco itself says that the object does not exist. The errors of a gateway look different. */
export function isNotFound({ status, providerCode }: RequestFailure): boolean {
	return (status === 400 || status === 404) && NOT_FOUND.test(providerCode ?? '');
}

/** Whether Auco itself refuses the code. Its message for codes of another form is not documented. */
export function isRefusedCode(failure: RequestFailure): boolean {
	const { status, response } = failure;
	const hasMessage = isPlainObject(response?.body) && typeof response.body.message === 'string';
	return isNotFound(failure) || (status === 400 && hasMessage);
}

/** Explains a failure of Auco's API. */
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
		message: `Auco responded with HTTP status ${status}`,
		description: "Check the fields of the item against Auco's message, for example the size of images.",
	}),
});
