import type { Resource } from '../../../common/action/operation';
import { create } from './create';
import { get } from './get';
import { getWhatsappHistory } from './getWhatsappHistory';
import { waitForResult } from './waitForResult';

export const process: Resource = {
	value: 'process',
	name: 'Process',
	operations: [create, get, getWhatsappHistory, waitForResult],
};
