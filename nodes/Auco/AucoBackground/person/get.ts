import { toBoolean, toText } from '../../../common/convert';
import type { Operation } from '../../../common/operation';
import { simplify } from '../../../common/properties';
import { code } from '../../api/properties';
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
