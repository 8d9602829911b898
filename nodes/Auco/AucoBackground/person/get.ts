import { toBoolean, toText } from '../../../common/values/convert';
import type { Operation } from '../../../common/action/operation';
import { simplify } from '../../../common/editor/properties';
import { code } from '../../editor/properties';
import { readCheck, simplified } from '../../api/checks';

/** `GET /validate/background?code=`: state and result of a check (auco.md 4.2). */
export const get: Operation<{ code: string; simplify: boolean }> = {
	value: 'get',
	name: 'Get',
	action: 'Get background check of person',
	description: 'Read the state and the result of a background check',
	sends: 'reads',

	properties: [code, simplify],

	read(fields) {
		return {
			code: fields.required('code', toText),
			simplify: fields.optional('simplify', toBoolean) ?? true,
		};
	},

	async send(call, input) {
		const check = await readCheck(call, input.code);
		return input.simplify ? simplified(check) : check;
	},
};
