import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { withTimeout } from '../util/timeout';
import { LONGEST_TIME } from '../values/convert';
import { failureOfNetwork, RequestFailure, type ApiResponse } from './failure';

/**
 * What comes back from n8n's request helpers, whatever its status. They do not end every request themselves
 * (docs/n8n-engine.md#requests-that-never-end), so it is given up after twice its timeout: theirs begins anew with every
 * sign of life.
 *
 * @param request of a helper, with `returnFullResponse`
 * @param timeout milliseconds that the helper was given
 * @throws RequestFailure when no response came
 */
export async function answerTo(request: Promise<unknown>, timeout: number): Promise<ApiResponse> {
	let answer: IN8nHttpFullResponse | undefined;
	try {
		const response = request as Promise<IN8nHttpFullResponse>;
		answer = await withTimeout(Math.min(2 * timeout, LONGEST_TIME), response);
	} catch (error) {
		throw failureOfNetwork(error);
	}
	if (answer === undefined)
		throw new RequestFailure('timeout', { outcome: 'unknown', networkCode: 'ETIMEDOUT' });
	const { statusCode, headers, body } = answer;
	return { statusCode, headers: headers as IDataObject, body };
}
