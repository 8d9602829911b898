import type { Resource } from '../../../common/operation';
import { downloadReport } from './downloadReport';
import { generate } from './generate';
import { get } from './get';

export const person: Resource = {
	value: 'person',
	name: 'Person',
	operations: [generate, get, downloadReport],
};
