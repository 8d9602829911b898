import type { INodeParameters } from 'n8n-workflow';

import type { Sample } from './sample.mts';
import { AUCO_SAMPLES } from './samplesAuco.mts';
import { VERIFIK_SAMPLES } from './samplesVerifik.mts';

export { READY_CHECK } from './samplesAuco.mts';
export type { Filled, Sample } from './sample.mts';

/** Every operation that makes one kind of request. */
export const SAMPLES: readonly Sample[] = [...AUCO_SAMPLES, ...VERIFIK_SAMPLES];

/** The sample of an operation. */
export function sampleOf(operation: string): Sample {
	const found = SAMPLES.find((sample) => sample.operation === operation);
	if (!found) throw new Error(`There is no sample of ${operation}`);
	return found;
}

/** The least parameters of an operation with some of them changed. */
export function leastOf(operation: string, changes: INodeParameters = {}): INodeParameters {
	return { ...sampleOf(operation).least.parameters, ...changes };
}
