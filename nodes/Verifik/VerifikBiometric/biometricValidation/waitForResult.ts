import type { Operation } from '../../../common/action/operation';
import { readWait, waitFor, waitProperties, type WaitInput } from '../../../common/wait/waitForResult';
import { validationId } from '../../editor/properties';
import { awaitedValidation } from '../../api/validations';

/** Waits until `GET /v2/biometric-validations/{id}` says that the validation is finished (design section 7). */
export const waitForResult: Operation<WaitInput> = {
	value: 'waitForResult',
	name: 'Wait for Result',
	action: 'Wait for result of biometric validation',
	description: 'Wait until a biometric validation is finished and give its result',
	sends: 'reads',
	hiddenFromTools: true,
	awaits: awaitedValidation,

	properties: [
		validationId,
		...waitProperties(
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
					{
						name: 'Webhook',
						value: 'webhook',
						description:
							'Suspend the execution until Verifik calls it, for a wait of days. The validation must be created in the same execution, with the option Resume This Execution.',
					},
				],
				description: 'How the node learns of the result',
			},
			awaitedValidation.resumeOn,
		),
	],

	read: (fields) => readWait(fields, awaitedValidation),

	send: async (call, input) => await waitFor(call, awaitedValidation, input),
};
