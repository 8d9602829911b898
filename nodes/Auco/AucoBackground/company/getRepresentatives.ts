import { InvalidValueError, toBoolean } from '../../../common/values/convert';
import { toEmail } from '../../../common/values/email';
import { toDocumentNumber } from '../../../common/values/numbers';
import { defineOperation } from '../../../common/action/operation';
import { additionalFields } from '../../../common/editor/properties';
import { toCountry } from '../../api/documents';
import * as shared from '../../editor/properties';
import { idOfSynchronousResult } from '../../api/provider';

/**
 * `POST /validate/company/representatives`: who may act for a company; answered at once and billed
 * (docs/providers/auco.md#company-representatives).
 */
export const getRepresentatives = defineOperation({
	value: 'getRepresentatives',
	name: 'Get Representatives',
	action: 'Get representatives of company (billed)',
	description: 'Look up a company and its legal representatives in the company register. Billed by Auco.',
	sends: 'creates',

	properties: [
		shared.creatorEmail,
		{
			displayName: 'Document Number',
			name: 'documentNumber',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 900123456',
			description: 'Tax number (NIT) of the company, 9 digits without the check digit',
		},
		{
			displayName: 'Country',
			name: 'country',
			type: 'options',
			required: true,
			default: 'CO',
			options: [{ name: 'Colombia (CO)', value: 'CO' }],
			description: 'Country in which the company is registered',
		},
		additionalFields(
			{
				displayName: 'Complete',
				name: 'complete',
				type: 'boolean',
				default: false,
				description: 'Whether to get all details that the register has',
			},
			shared.tags,
			shared.targetWebhooks,
		),
	],

	read(fields) {
		const country = fields.required('country', toCountry);
		return {
			email: fields.required('email', toEmail),
			documentNumber: fields.required('documentNumber', (value) =>
				country === 'CO' ? toColombianTaxNumber(value) : toDocumentNumber(value),
			),
			country,
			targetWebhooks: fields.list('targetWebhooks'),
			tags: fields.list('tags'),
			complete: fields.additional('complete', toBoolean),
		};
	},

	async send(item, body) {
		const { email, documentNumber, country } = body;
		return await item.request({
			method: 'POST',
			path: '/validate/company/representatives',
			body,
			subject: { email, documentNumber, country },
			createdId: idOfSynchronousResult,
		});
	},
});

/** Exactly nine digits, without the check digit; dots and spaces are removed. */
function toColombianTaxNumber(value: unknown): string {
	const number = toDocumentNumber(value);
	if (/^\d{9}$/.test(number)) return number;
	throw new InvalidValueError('must have exactly 9 digits, without the check digit');
}
