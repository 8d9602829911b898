import { toBoolean, toChoice, toText } from '../../../common/convert';
import type { Operation } from '../../../common/operation';
import { simplify } from '../../../common/properties';
import {
	pollUntilFinished,
	readWaitLimits,
	waitLimitProperties,
	type WaitLimits,
} from '../../../common/wait';
import { isFinished, readProcess, simplified } from '../../api/processes';
import { code } from '../../api/properties';

interface Input {
	code: string;
	simplify: boolean;
	limits: WaitLimits;
}

/** Asks `GET /veriface` until the process is finished (design section 7). */
export const waitForResult: Operation<Input> = {
	value: 'waitForResult',
	name: 'Wait for Result',
	action: 'Wait for result of process',
	description: 'Wait until a process is finished and give its result',
	sends: 'reads',
	hiddenFromTools: true,

	properties: [
		code,
		{
			displayName: 'Resume On',
			name: 'resumeOn',
			type: 'options',
			default: 'polling',
			options: [
				{ name: 'Polling', value: 'polling', description: 'Ask Auco again and again, for a wait of minutes' },
			],
			description: 'How the node learns of the result',
		},
		...waitLimitProperties,
		simplify,
	],

	read(fields) {
		fields.required('resumeOn', (value) => toChoice(value, ['polling']));
		return {
			code: fields.required('code', toText),
			simplify: fields.optional('simplify', toBoolean) ?? true,
			limits: readWaitLimits(fields),
		};
	},

	async send(call, input) {
		const state = await pollUntilFinished(
			call,
			`process ${input.code}`,
			input.limits,
			async () => await readProcess(call, input.code),
			isFinished,
		);
		return input.simplify ? { ...simplified(state), ...(state.timedOut && { timedOut: true }) } : state;
	},
};
