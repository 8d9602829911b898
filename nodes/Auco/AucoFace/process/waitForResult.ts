import type { Operation } from '../../../common/action/operation';
import { readWait, waitFor, waitProperties, type WaitInput } from '../../../common/wait/waitForResult';
import { awaitedProcess } from '../../api/processes';
import { code } from '../../editor/properties';

/** Waits until `GET /veriface` says that the process is finished (design section 7). */
export const waitForResult: Operation<WaitInput> = {
	value: 'waitForResult',
	name: 'Wait for Result',
	action: 'Wait for result of process',
	description: 'Wait until a process is finished and give its result',
	sends: 'reads',
	hiddenFromTools: true,
	awaits: awaitedProcess,

	properties: [
		code,
		...waitProperties(
			{
				displayName: 'Resume On',
				name: 'resumeOn',
				type: 'options',
				default: 'polling',
				options: [
					{
						name: 'Auco Trigger',
						value: 'aucoTrigger',
						description:
							'Suspend the execution until an Auco Trigger with Resume Waiting Executions gets the event, for a wait of days. The process must be created in the same execution, with the option Resume This Execution.',
					},
					{
						name: 'Polling',
						value: 'polling',
						description: 'Ask Auco again and again, for a wait of minutes',
					},
				],
				description: 'How the node learns of the result',
			},
			awaitedProcess.resumeOn,
		),
	],

	read: (fields) => readWait(fields, awaitedProcess),

	send: async (call, input) => await waitFor(call, awaitedProcess, input),
};
