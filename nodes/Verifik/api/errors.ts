import type { INode, NodeApiError } from 'n8n-workflow';

import { isPlainObject } from '../../common/values/convert';
import { firstWords } from '../../common/http/words';
import { apiError, networkErrorText, UNKNOWN_OUTCOME, type ErrorText } from '../../common/http/errors';
import type { Failure } from '../../common/http/send';

type Advice = Omit<ErrorText, 'code'>;

const NEW_TOKEN =
	'Log in to your Verifik account, copy a new token from Settings > API Key and paste it into the Verifik credential.';

/**
 * Advice by what Verifik says, the first match counts. Words are compared, not statuses: a token may be refused with
 * 401, 403 or 409, and 403 also stands for missing credits or access (verifik.md 1.5, 7).
 */
const KNOWN_WORDS: ReadonlyArray<{ words: RegExp; advice: Advice }> = [
	{
		words: /insufficient[_ ]credits/i,
		advice: {
			message: 'Your Verifik account has no credits left',
			description: 'Buy credits in your Verifik account. The token is in order.',
		},
	},
	{
		words: /expired[_ ]token|token[_ ]expired|jwt expired|invalid or expired token/i,
		advice: { message: 'The Verifik Access Token has expired', description: NEW_TOKEN },
	},
	{
		words: /invalid[_ ]token|token_not_right|authentication required|^unauthorized$/i,
		advice: { message: 'Verifik did not accept the Access Token', description: NEW_TOKEN },
	},
	{
		words: /access[_ ]denied/i,
		advice: {
			message: 'Your Verifik account has no access to this',
			description:
				'Check that the project, the flow or the validation belongs to the account of the credential.',
		},
	},
	{
		words: /invalid[_ ]project[_ ]flow/i,
		advice: {
			message: "Verifik does not accept the 'Project Flow'",
			description: "Choose the flow from the list: it must belong to the chosen 'Project' and be active.",
		},
	},
	{
		words: /project_not_found_or_featured?_disabled/i,
		advice: {
			message: 'Verifik did not find the project, or liveness is switched off in its flow',
			description: "Check 'Project' and 'Project Flow', and switch liveness on in the settings of the flow.",
		},
	},
	{
		words: /biometric_validation_not_found/i,
		advice: {
			message: 'Verifik has no biometric validation with this ID',
			description: "Use the 'id' that the Create operation gave, with the credential of the same account.",
		},
	},
	{
		words: /collection_not_set/i,
		advice: {
			message: 'The Verifik project has no collection',
			description: 'Assign a collection to the project in your Verifik account.',
		},
	},
	{
		words: /plan_not_found/i,
		advice: {
			message: 'Your Verifik account has no plan for this',
			description: 'Choose a plan that includes it in your Verifik account.',
		},
	},
];

/** Advice by HTTP status for words that are not in the table (verifik.md 7; validation errors are 409, not 400). */
const BY_STATUS: Record<number, Advice> = {
	401: { message: 'Verifik did not accept the Access Token', description: NEW_TOKEN },
	402: {
		message: 'Your Verifik account has no credits left',
		description: 'Buy credits in your Verifik account. The token is in order.',
	},
	403: {
		message: 'Verifik does not allow this',
		description: 'Check that your account may use this service and that the project belongs to it.',
	},
	404: {
		message: 'Verifik found nothing under this ID or address',
		description: 'Check the IDs, and the base URL in the credential.',
	},
	409: {
		message: 'Verifik refused the values',
		description: "Check the fields of the item against Verifik's words.",
	},
	412: {
		message: 'Verifik refused the request because something has expired or is not prepared',
		description: "Check Verifik's words and create a new validation when the old one has expired.",
	},
	429: {
		message: 'Verifik asks to send fewer requests',
		description: "Lower 'Max Concurrency' in the options of the node, or run again later.",
	},
};

/**
 * The one error for anything Verifik refused or did not answer. Known words carry their own advice, others are shown.
 *
 * @param itemIndex the item the request was made for
 */
export function verifikError(node: INode, failure: Failure, itemIndex?: number): NodeApiError {
	return apiError(node, errorText(failure), failure, itemIndex);
}

function errorText(failure: Failure): ErrorText {
	const { reply } = failure;
	if (!reply) return networkErrorText('Verifik', failure);
	const isWords = reply.statusCode >= 300 || isPlainObject(reply.body);
	const { words, code } = isWords ? wordsOf(reply.body) : {};
	const known = KNOWN_WORDS.find((entry) =>
		[words, code].some((text) => text !== undefined && entry.words.test(text)),
	);
	const advice = known?.advice ?? BY_STATUS[reply.statusCode] ?? otherwise(failure, words);
	return {
		...advice,
		message: words === undefined ? advice.message : `${advice.message}: ${words}`,
		code: code ?? words,
	};
}

/** Verifik's words stand in `message`, `error` or `data.message`, sometimes as `404:words` (verifik.md 7). */
function wordsOf(body: unknown): { words?: string; code?: string } {
	if (!isPlainObject(body)) return { words: firstWords(body) };
	const data = isPlainObject(body.data) ? body.data : {};
	const words = firstWords(body.message, body.error, data.message)?.replace(/^\d{3}:/, '');
	const details = firstWords(body.details, data.detail, body.validationError);
	const isMore = details !== undefined && details !== words;
	return {
		words: isMore ? [words, details].filter(Boolean).join(': ') : words,
		code: firstWords(body.code, data.code),
	};
}

function otherwise(failure: Failure, words: string | undefined): Advice {
	const status = failure.reply?.statusCode ?? 0;
	const whatToDo =
		failure.outcome === 'unknown' ? UNKNOWN_OUTCOME : "Check the fields of the item against Verifik's words.";
	if (status >= 300 && status < 400) {
		return {
			message: 'Verifik sent the request on to another address',
			description:
				'It was not followed, because the token would have gone there too. Check the base URL in the credential.',
		};
	}
	if (status < 300 && words === undefined) {
		return { message: 'Verifik answered with something that cannot be read', description: whatToDo };
	}
	if (status < 500) return { message: 'Verifik refused the request', description: whatToDo };
	return { message: `Verifik answered with HTTP status ${status}`, description: whatToDo };
}
