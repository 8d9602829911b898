import { isPlainObject } from '../../../common/values/convert';
import type { Awaitable } from '../../../common/wait/awaitable';
import { listed } from '../../../common/editor/properties';
import { waitForResultOperation } from '../../../common/wait/waitForResult';
import { verifik } from '../../api/provider';
import { expiryOf, isFinished, readValidation, simplified, withoutResumeUrl } from '../../api/validations';
import { validationId } from '../../editor/properties';

/**
 * A validation as something to wait for. What Verifik sends to a validation's own `webhookUrl` is not documented; the
 * envelope of its other deliveries is assumed (docs/providers/verifik.md#webhook-of-a-single-validation).
 */
export const awaitableValidation: Awaitable = {
	provider: verifik,
	what: 'biometric validation',
	parameter: validationId.name,
	resumeOn: 'webhook',
	idInCallback: ({ object }) => (isPlainObject(object) ? object._id : undefined),
	// What a body names is assumed, too.
	ignoresOthers: false,
	resumeAddressOf: ({ webhookUrl }) => webhookUrl,
	expiryOf,
	read: readValidation,
	isObject: (validation, id) => String(validation.id) === id,
	isFinished,
	simplified,
	raw: withoutResumeUrl,
};

/** Waits until `GET /v2/biometric-validations/{id}` says that the validation is finished. */
export const waitForResult = waitForResultOperation(awaitableValidation, {
	action: 'Wait for result of biometric validation',
	description: 'Wait until a biometric validation is finished and return its result',
	id: validationId,
	suspend: {
		name: 'Webhook',
		description:
			'Suspend the execution until Verifik calls it, for waits of days and up to 500 items. The validation must be created in the same execution, with the option Resume This Execution. Verifik does not document such a call.',
		notice: listed(
			'The execution is suspended until all items are finished. It needs:',
			[
				"The option 'Resume This Execution' in the node that creates the validation, in this same workflow.",
				'A public HTTPS address of this n8n, which Verifik can call.',
				"Executions that n8n saves, and a 'Get' behind this node: when the time is up, the input goes on.",
			],
			'No page of Verifik describes a call to the address of a single validation. Try it with your account first; Polling works without it.',
		),
	},
	polling: 'Ask Verifik repeatedly, for waits of minutes. Needs no call from Verifik.',
});
