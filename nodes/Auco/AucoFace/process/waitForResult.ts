import type { Awaitable } from '../../../common/wait/awaitable';
import { waitForResultOperation } from '../../../common/wait/waitForResult';
import { isFinished, readProcess, resumeUrlOf, simplified } from '../../api/processes';
import { auco } from '../../api/provider';
import { code } from '../../editor/properties';

/** A process as something to wait for. The Auco Trigger calls back with its `code`. */
export const awaitableProcess: Awaitable = {
	provider: auco,
	what: 'process',
	parameter: code.name,
	resumeOn: 'aucoTrigger',
	idInCallback: (body) => body.code,
	resumeUrlOf,
	read: readProcess,
	isFinished,
	simplified,
};

/** Waits until `GET /veriface` says that the process is finished. */
export const waitForResult = waitForResultOperation(awaitableProcess, {
	action: 'Wait for result of identity validation process',
	description: 'Wait until a process is finished and return its result',
	id: code,
	suspend: {
		name: 'Auco Trigger',
		description:
			'Suspend the execution until an Auco Trigger with Resume Waiting Executions receives the event, for waits of days. The process must be created in the same execution, with the option Resume This Execution.',
	},
	polling: 'Ask Auco repeatedly, for waits of minutes',
});
