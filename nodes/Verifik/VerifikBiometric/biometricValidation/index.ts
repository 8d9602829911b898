import type { Resource } from '../../../common/action/operation';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { waitForResult } from './waitForResult';

export const biometricValidation: Resource = {
	value: 'biometricValidation',
	name: 'Biometric Validation',
	operations: [create, get, getAll, waitForResult],
};
