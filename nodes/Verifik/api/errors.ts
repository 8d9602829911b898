import { explainer, firstWords } from '../../common/http/errors';
import type { Advice, RequestFailure } from '../../common/http/failure';
import type { Refusal } from '../../common/http/provider';
import { isPlainObject } from '../../common/values/convert';

/** Verifik's code for an unknown ID. */
export const VALIDATION_NOT_FOUND = 'biometric_validation_not_found';

/**
 * Belongs to someone else; the status 403 alone may also mean a bad token or missing credits
 * (docs/providers/verifik.md#refused-tokens).
 */
const ACCESS_DENIED = /access[_ ]denied/i;

const NEW_TOKEN =
	'Log in to your Verifik account, copy a new token from Settings > API Key and paste it into the Verifik credential.';

/**
 * Advice by Verifik's message; the first match counts. The status is not compared: a token may be rejected with 401,
 * 403 or 409, and 403 may also mean missing credits or access (docs/providers/verifik.md#credits).
 */
const KNOWN_WORDS: ReadonlyArray<{ words: RegExp; advice: Advice }> = [
	{
		words: /insufficient[_ ]credits/i,
		advice: {
			message: 'Your Verifik account has no credits left',
			description: 'Buy credits in your Verifik account. The token is valid.',
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
		words: ACCESS_DENIED,
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
		words: new RegExp(VALIDATION_NOT_FOUND, 'i'),
		advice: {
			message: 'Verifik has no biometric validation with this ID',
			description:
				"Use the 'id' that the Create operation returned, with the credential of the same account.",
		},
	},
	{
		words: /app_?registration_not_found/i,
		advice: {
			message: 'Verifik has no app registration with this ID',
			description: 'Use the ID that Verifik reported, with the credential of the same account.',
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

const REFUSED: Advice = {
	message: 'Verifik refused the request',
	description: "Check the fields of the item against Verifik's message.",
};

/**
 * Advice by HTTP status for messages that are not in the table (docs/providers/verifik.md#errors; validation errors are
 * 409, not 400).
 */
const BY_STATUS: Readonly<Record<number, Advice>> = {
	400: REFUSED,
	401: { message: 'Verifik did not accept the Access Token', description: NEW_TOKEN },
	402: {
		message: 'Your Verifik account has no credits left',
		description: 'Buy credits in your Verifik account. The token is valid.',
	},
	403: {
		message: 'Verifik does not allow this',
		description: 'Check that your account may use this service and that the project belongs to it.',
	},
	404: {
		message: 'Verifik found nothing for this ID or URL',
		description: 'Check the IDs, and the base URL in the credential.',
	},
	409: {
		message: 'Verifik refused the values',
		description: "Check the fields of the item against Verifik's message.",
	},
	412: {
		message: 'Verifik refused the request because something has expired or is not ready',
		description: "Check Verifik's message, and create a new validation if the old one has expired.",
	},
	429: {
		message: 'Verifik received too many requests',
		description: "Lower 'Max Concurrency' in the options of the node, or run the node again later.",
	},
};

/**
 * Verifik's message is in `message`, `error` or `data.message`, sometimes as `404:message`; a separate code is rare
 * (docs/providers/verifik.md#errors).
 */
export function refusalIn(body: unknown): Refusal {
	if (!isPlainObject(body)) {
		const providerWords = firstWords(body);
		return { providerCode: providerWords, providerWords };
	}
	const data = isPlainObject(body.data) ? body.data : {};
	const words = firstWords(body.message, body.error, data.message)?.replace(/^\d{3}:/, '');
	const details = firstWords(body.details, data.detail, body.validationError);
	const isMore = details !== undefined && details !== words;
	const providerWords = isMore ? [words, details].filter(Boolean).join(': ') : words;
	return { providerCode: firstWords(body.code, data.code) ?? providerWords, providerWords };
}

/** Whether Verifik says that the requested object belongs to another account. */
function isAccessDenied(failure: RequestFailure): boolean {
	return failure.status === 403 && says(failure, ACCESS_DENIED);
}

/**
 * Verifik's codes for objects that it does not have, such as `biometric_validation_not_found`, and its sentence where
 * there is no code.
 */
const NOT_FOUND = /^([a-z]+_)+not_found$|^([A-Z]+_)+NOT_FOUND$|^NotFound$|^Record not found\.?$/;

/** Whether Verifik itself says that there is no such object. The errors of a gateway look different. */
export function isNotFound({ status, providerCode }: RequestFailure): boolean {
	return (status === 400 || status === 404) && NOT_FOUND.test(providerCode ?? '');
}

/** Whether this account has no such object: there is none, or it belongs to another account. */
export function isNotOfAccount(failure: RequestFailure): boolean {
	return failure.status === 204 || isAccessDenied(failure) || isNotFound(failure);
}

function says({ providerWords = '', providerCode = '' }: RequestFailure, words: RegExp): boolean {
	return words.test(providerWords) || words.test(providerCode);
}

/** Explains a failure of Verifik's API. */
export const explain = explainer({
	name: 'Verifik',
	secret: 'token',
	known(failure) {
		const advice = KNOWN_WORDS.find(({ words }) => says(failure, words))?.advice;
		const { providerWords } = failure;
		return advice && providerWords !== undefined
			? { ...advice, message: `${advice.message}: ${providerWords}` }
			: advice;
	},
	byStatus: BY_STATUS,
	otherwise: () => REFUSED,
});
