import type { Resource } from '../../../common/action/operation';
import { downloadReport } from './downloadReport';
import { generate } from './generate';
import { get } from './get';

export const person: Resource = {
	value: 'person',
	name: 'Person',
	operations: [generate, get, downloadReport],
};
