import { toIdentifier } from '../../../common/values/convert';
import { defineOperation } from '../../../common/action/operation';
import { additionalFields, simplify } from '../../../common/editor/properties';
import { populates, validationId } from '../../editor/properties';
import { readValidation, simplified, withoutResumeUrl } from '../../api/validations';

/**
 * `GET /v2/biometric-validations/{id}`: state and result of a validation (docs/providers/verifik.md#read-a-validation).
 */
export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get biometric validation',
	description: 'Get the state and the result of a biometric validation. Nobody is contacted.',
	sends: 'reads',

	properties: [validationId, simplify, additionalFields(populates)],

	read(fields) {
		return {
			id: fields.required('id', toIdentifier),
			simplify: fields.simplify(),
			populates: fields.list('populates'),
		};
	},

	async send(item, input) {
		const validation = await readValidation(item, input.id, input.populates);
		return input.simplify ? simplified(validation) : withoutResumeUrl(validation);
	},
});
