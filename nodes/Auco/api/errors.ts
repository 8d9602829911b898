import type { INode, NodeApiError } from 'n8n-workflow';

import { isPlainObject } from '../../common/values/convert';
import { firstWords } from '../../common/http/words';
import { apiError, networkErrorText, UNKNOWN_OUTCOME, type ErrorText } from '../../common/http/errors';
import type { Failure } from '../../common/http/send';

type Advice = Omit<ErrorText, 'code'>;

/** Advice for the codes that Auco's documentation or its users name (auco.md 7). */
const KNOWN_CODES: Record<string, Advice> = {
	EXPIRED_DATE_INVALID: {
		message: "Auco does not accept the 'Expired Date'",
		description: 'It must be more than 3 days after the moment of creation. Choose a later date.',
	},
	USER_NOTFOUND: {
		message: "Auco does not know the creator's 'Email'",
		description:
			'It must be the email of a user of your company in Auco, in the same environment as the keys of the credential.',
	},
	VALIDATION_NOT_FOUND: {
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

/**
 * The one error for anything Auco refused or did not answer. Known codes carry their own advice, others Auco's words.
 *
 * @param itemIndex the item the request was made for
 */
export function aucoError(node: INode, failure: Failure, itemIndex?: number): NodeApiError {
	return apiError(node, errorText(failure), failure, itemIndex);
}

function errorText(failure: Failure): ErrorText {
	const { reply } = failure;
	if (!reply) return networkErrorText('Auco', failure);
	const isWords = reply.statusCode >= 300 || isPlainObject(reply.body);
	const code = isWords ? codeOf(reply.body) : undefined;
	if (reply.statusCode < 300 && code === undefined) return unreadable(failure);
	if (reply.statusCode >= 300 && reply.statusCode < 400) return redirected();
	const known = code === undefined ? undefined : KNOWN_CODES[code];
	if (known) return { ...known, message: `${known.message} (${code})`, code };
	// Words of a no that came with a good status are advised on like those of an ordinary one.
	const status = reply.statusCode < 300 ? 400 : reply.statusCode;
	const advice = BY_STATUS[status] ?? otherStatus(status, failure);
	return { ...advice, message: code === undefined ? advice.message : `${advice.message}: ${code}`, code };
}

/** Auco's error body is `{"message":"CODE"}` (auco.md 7). */
function codeOf(body: unknown): string | undefined {
	return isPlainObject(body)
		? firstWords(body.message, body.error, body.errors, body.code)
		: firstWords(body);
}

function otherStatus(status: number, failure: Failure): Advice {
	return {
		message: `Auco answered with HTTP status ${status}`,
		description:
			failure.outcome === 'unknown'
				? UNKNOWN_OUTCOME
				: status < 500
					? "Check the fields of the item against Auco's words, for example the size of pictures."
					: 'Run the node again later.',
	};
}

function unreadable(failure: Failure): ErrorText {
	return {
		message: 'Auco answered with something that cannot be read',
		description:
			failure.outcome === 'unknown'
				? UNKNOWN_OUTCOME
				: 'Check that the base URL in the credential is the address of the API.',
	};
}

function redirected(): ErrorText {
	return {
		message: 'Auco sent the request on to another address',
		description:
			'It was not followed, because the key would have gone there too. Check the base URL in the credential.',
	};
}
