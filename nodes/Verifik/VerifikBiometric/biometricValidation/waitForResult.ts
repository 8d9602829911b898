import { isPlainObject } from '../../../common/values/convert';
import type { Awaitable } from '../../../common/wait/awaitable';
import { waitForResultOperation } from '../../../common/wait/waitForResult';
import { verifik } from '../../api/provider';
import { isFinished, readValidation, simplified } from '../../api/validations';
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
	resumeUrlOf: ({ webhookUrl }) => webhookUrl,
	read: readValidation,
	isFinished,
	simplified,
};

/** Waits until `GET /v2/biometric-validations/{id}` says that the validation is finished. */
export const waitForResult = waitForResultOperation(awaitableValidation, {
	action: 'Wait for result of biometric validation',
	description: 'Wait until a biometric validation is finished and return its result',
	id: validationId,
	suspend: {
		name: 'Webhook',
		description:
			'Suspend the execution until Verifik calls it, for waits of days. The validation must be created in the same execution, with the option Resume This Execution.',
	},
	polling: 'Ask Verifik repeatedly, for waits of minutes',
});
