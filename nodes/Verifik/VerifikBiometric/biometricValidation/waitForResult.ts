import { toBoolean, toChoice, toText } from '../../../common/convert';
import type { Operation } from '../../../common/operation';
import { simplify } from '../../../common/properties';
import {
	pollUntilFinished,
	readWaitLimits,
	waitLimitProperties,
	type WaitLimits,
} from '../../../common/wait';
import { validationId } from '../../api/properties';
import { isFinished, readValidation, simplified } from '../../api/validations';

interface Input {
	id: string;
	simplify: boolean;
	limits: WaitLimits;
}

/** Asks `GET /v2/biometric-validations/{id}` until the validation is finished (design section 7). */
export const waitForResult: Operation<Input> = {
	value: 'waitForResult',
	name: 'Wait for Result',
	action: 'Wait for result of biometric validation',
	description: 'Wait until a biometric validation is finished and give its result',
	sends: 'reads',
	hiddenFromTools: true,

	properties: [
		validationId,
		{
			displayName: 'Resume On',
			name: 'resumeOn',
			type: 'options',
			default: 'polling',
			options: [
				{
					name: 'Polling',
					value: 'polling',
					description: 'Ask Verifik again and again, for a wait of minutes',
				},
			],
			description: 'How the node learns of the result',
		},
		...waitLimitProperties,
		simplify,
	],

	read(fields) {
		fields.required('resumeOn', (value) => toChoice(value, ['polling']));
		return {
			id: fields.required('id', toText),
			simplify: fields.optional('simplify', toBoolean) ?? true,
			limits: readWaitLimits(fields),
		};
	},

	async send(call, input) {
		const state = await pollUntilFinished(
			call,
			`biometric validation ${input.id}`,
			input.limits,
			async () => await readValidation(call, input.id),
			isFinished,
		);
		return input.simplify ? { ...simplified(state), ...(state.timedOut && { timedOut: true }) } : state;
	},
};
