import type { NodeApiError } from 'n8n-workflow';

import { toNodeError } from '../http/errors';
import { RequestFailure } from '../http/failure';
import { withLock } from '../util/lock';
import { rethrow } from '../util/rethrow';
import { changeTexts, masked } from '../values/mask';
import type { Registration, TriggerDefinition } from './contract';
import { stateOf } from './staticData';

/**
 * Runs one registration at a time per account. The errors contain the advice in their message, and no secret: neither
 * those of this workflow nor what was seen of other webhooks.
 *
 * @throws NodeOperationError or NodeApiError
 */
export async function atProvider<Result>(
	registration: Registration,
	trigger: TriggerDefinition,
	work: () => Promise<Result>,
): Promise<Result> {
	const { context, credential, secrets } = registration;
	try {
		return await withLock(`${credential.baseUrl} ${credential.account}`, work);
	} catch (failure) {
		const error = failure instanceof RequestFailure ? explained(registration, trigger, failure) : failure;
		const own = [...credential.secrets, credential.webhookSecret.secret, stateOf(context).secret];
		const all = [...own.filter((secret) => secret !== undefined), ...secrets];
		changeTexts(error, (text) => masked(text, all));
		throw rethrow(error);
	}
}

function explained(
	{ context }: Registration,
	{ provider }: TriggerDefinition,
	failure: RequestFailure,
): NodeApiError {
	const error = toNodeError(context.getNode(), provider, failure) as NodeApiError;
	error.message = `${error.message}. ${adviceFor(failure, error)}`;
	return error;
}

/** Statuses whose advice is about the credential, and applies here too. */
const ABOUT_CREDENTIAL = [401, 402, 403, 404];

function adviceFor(failure: RequestFailure, { description }: NodeApiError): string {
	const isUnreachable = failure.networkCode !== undefined && failure.outcome === 'refused';
	if (isUnreachable || ABOUT_CREDENTIAL.includes(failure.status ?? 0)) return description ?? '';
	return failure.isClientError
		? 'Check the settings of the node against this message, then publish the workflow again.'
		: 'Publish the workflow again in a few minutes.';
}
