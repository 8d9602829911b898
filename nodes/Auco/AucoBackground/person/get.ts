import { toIdentifier } from '../../../common/values/convert';
import { defineOperation } from '../../../common/action/operation';
import { simplify } from '../../../common/editor/properties';
import { code } from '../../editor/properties';
import { readCheck, simplified } from '../../api/checks';

/** `GET /validate/background?code=`: state and result of a check (docs/providers/auco.md#read-a-background-check). */
export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get background check of person',
	description: 'Get the state and the result of a background check. Free of charge.',
	sends: 'reads',

	properties: [code, simplify],

	read(fields) {
		return {
			code: fields.required('code', toIdentifier),
			simplify: fields.simplify(),
		};
	},

	async send(item, input) {
		const check = await readCheck(item, input.code);
		return input.simplify ? simplified(check) : check;
	},
});
