import { toBoolean, toText } from '../../../common/values/convert';
import type { Operation } from '../../../common/action/operation';
import { additionalFields, simplify } from '../../../common/editor/properties';
import { populates, validationId } from '../../editor/properties';
import { readValidation, simplified } from '../../api/validations';

interface Input {
	id: string;
	simplify: boolean;
	populates?: string[];
}

/** `GET /v2/biometric-validations/{id}`: state and result of a validation (verifik.md 2.2). */
export const get: Operation<Input> = {
	value: 'get',
	name: 'Get',
	action: 'Get biometric validation',
	description: 'Read the state and the result of a biometric validation',
	sends: 'reads',

	properties: [validationId, simplify, additionalFields(populates)],

	read(fields) {
		return {
			id: fields.required('id', toText),
			simplify: fields.optional('simplify', toBoolean) ?? true,
			populates: fields.list('populates'),
		};
	},

	async send(call, input) {
		const validation = await readValidation(call, input.id, input.populates);
		return input.simplify ? simplified(validation) : validation;
	},
};
