import type { Awaitable } from '../../../common/wait/awaitable';
import { listed } from '../../../common/editor/properties';
import { waitForResultOperation } from '../../../common/wait/waitForResult';
import { nonEmptyText } from '../../../common/values/convert';
import {
	hasSealedResumeUrl,
	isBlocked,
	isFinished,
	readProcess,
	resumeUrlOf,
	simplified,
	withoutResumeUrl,
} from '../../api/processes';
import { auco } from '../../api/provider';
import { code } from '../../editor/properties';

/** A process as something to wait for. The Auco Trigger calls back with its `code`. */
export const awaitableProcess: Awaitable = {
	provider: auco,
	what: 'process',
	parameter: code.name,
	resumeOn: 'aucoTrigger',
	idInCallback: (body) => body.code,
	ignoresOthers: true,
	resumeAddressOf: resumeUrlOf,
	hasSealedAddress: hasSealedResumeUrl,
	expiryOf: ({ expiredDate }) => Date.parse(String(expiredDate)) || undefined,
	read: readProcess,
	isObject: (process, id) => process.code === id && nonEmptyText(process.status) !== undefined,
	isFinished,
	undecided: {
		property: {
			displayName: 'Await Manual Decision',
			name: 'awaitManualDecision',
			type: 'boolean',
			default: false,
			description:
				"Whether to wait on while the person is blocked (BLOCKED) until somebody decides in Auco's platform. If off, BLOCKED is a result.",
		},
		isUndecided: isBlocked,
	},
	simplified,
	raw: withoutResumeUrl,
};

/** Waits until `GET /veriface` says that the process is finished. */
export const waitForResult = waitForResultOperation(awaitableProcess, {
	action: 'Wait for result of identity validation process',
	description: 'Wait until a process is finished and return its result',
	id: code,
	suspend: {
		name: 'Auco Trigger',
		description:
			'Suspend the execution until an Auco Trigger with Resume Waiting Executions receives the event, for waits of days and up to 500 items. The process must be created in the same execution, with the option Resume This Execution.',
		notice: listed('The execution is suspended until all items are finished. It needs:', [
			"The option 'Resume This Execution' in the node that creates the process, in this same workflow.",
			"A published workflow of its own with an Auco Trigger: 'Registration' Automatic, option 'Resume Waiting Executions' on.",
			"Executions that n8n saves, and a 'Get' behind this node: when the time is up, the input goes on.",
		]),
	},
	polling: 'Ask Auco repeatedly, for waits of minutes',
});
