import { InvalidValueError, toChoice, toList, toName } from '../../../common/values/convert';
import { days } from '../../../common/values/dates';
import { toEmail } from '../../../common/values/email';
import { toPhone } from '../../../common/values/numbers';
import type { ItemFields, Missing } from '../../../common/action/itemFields';
import { defineOperation } from '../../../common/action/operation';
import { additionalFields, notice, requiredFor } from '../../../common/editor/properties';
import { resumeThisExecution } from '../../../common/wait/resumeThisExecution';
import * as shared from '../../editor/properties';
import { codeOf } from '../../api/provider';
import { makeResumable } from './resuming';

const PLATFORMS = ['whatsapp', 'web'] as const;

/** Web processes only; `identificationBack` needs `identification` (docs/providers/auco.md#web-processes). */
const VALIDATION_TYPES = ['photo', 'identification', 'identificationBack'] as const;

/** `POST /veriface`: starts the validation of a person by document and face (docs/providers/auco.md#create). */
export const create = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create identity validation process (billed)',
	description:
		'Start the validation of a person by document and face. Billed by Auco. On WhatsApp, Auco writes to the person at once.',
	sends: 'creates',

	properties: [
		shared.creatorEmail,
		{
			displayName: 'Platform',
			name: 'platform',
			type: 'options',
			required: true,
			default: 'whatsapp',
			options: [
				{
					name: 'Web',
					value: 'web',
					description: 'The person is validated on your own page, with the Auco SDK',
				},
				{ name: 'WhatsApp', value: 'whatsapp', description: 'Auco sends the person a WhatsApp message' },
			],
			description: 'Where the person is validated',
		},
		notice(
			'whatsappNotice',
			{ platform: ['whatsapp'] },
			'Every item writes to a real person on WhatsApp and is billed by Auco.',
		),
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Juan Pérez',
			description: 'Name of the person to validate',
		},
		...requiredFor(
			{ field: 'platform', needs: ['whatsapp'] },
			{
				displayName: 'Phone',
				name: 'phone',
				type: 'string',
				default: '',
				placeholder: 'e.g. +573003003030',
				description:
					'Phone number of the person, with + or 00 and the country code; spaces, dashes, dots and brackets are removed. Auco sends the WhatsApp message to it; it is optional for the platform Web.',
			},
		),
		...shared.documentProperties,
		additionalFields(
			shared.custom,
			shared.customFields,
			{
				displayName: 'Expiration Date',
				name: 'expiredDate',
				type: 'dateTime',
				default: '',
				description: 'When the process expires. It must be more than 3 days in the future.',
			},
			shared.tags,
			shared.targetWebhooks,
			{
				displayName: 'User Email',
				name: 'userEmail',
				type: 'string',
				default: '',
				placeholder: 'e.g. name@example.com',
				description:
					'Email of the person to validate. Auco writes to it only when its SDK is integrated; on WhatsApp it writes to the phone.',
			},
			{
				displayName: 'Validation Types',
				name: 'validationTypes',
				type: 'multiOptions',
				default: [],
				displayOptions: { show: { '/platform': ['web'] } },
				options: [
					{ name: 'Identification', value: 'identification', description: 'Front of the document' },
					{
						name: 'Identification Back',
						value: 'identificationBack',
						description: 'Back of the document; needs Identification too',
					},
					{ name: 'Photo', value: 'photo', description: 'Face of the person' },
				],
				description: 'What the person has to provide; only for the platform Web',
			},
		),
	],

	options: [resumeThisExecution],

	read(fields) {
		const platform = fields.required('platform', (value) => toChoice(value, PLATFORMS));
		const body = {
			email: fields.required('email', toEmail),
			platform,
			name: fields.required('name', toName),
			phone: platform === 'web' ? fields.optional('phone', toPhone) : fields.required('phone', toPhone),
			...shared.readDocument(fields),
			userEmail: fields.additional('userEmail', toEmail),
			custom: fields.custom(),
			expiredDate: fields.additional('expiredDate', (value) => moreThanThreeDaysAhead(fields.isoUtc(value))),
			targetWebhooks: fields.list('targetWebhooks'),
			tags: fields.list('tags'),
			validationTypes: validationTypes(fields, platform),
		};
		// Neither the execution nor the webhooks at Auco make another request of it.
		const identity = { ...body };
		makeResumable(fields, body);
		return { body, identity };
	},

	async send(item, { body, identity }) {
		const { email, platform, name, phone, country, type, identification, userEmail } = body;
		return await item.request({
			method: 'POST',
			path: '/veriface',
			body,
			identity,
			subject: { email, platform, name, phone, country, type, identification, userEmail },
			createdId: codeOf,
		});
	},
});

function moreThanThreeDaysAhead(date: string): string {
	if (Date.parse(date) > Date.now() + days(3)) return date;
	throw new InvalidValueError('must be more than 3 days in the future');
}

function validationTypes(
	fields: ItemFields,
	platform: (typeof PLATFORMS)[number] | Missing,
): string[] | undefined {
	const types = fields.additional('validationTypes', (value) => {
		const chosen = toList(value).map((type) => toChoice(type, VALIDATION_TYPES));
		if (chosen.includes('identificationBack') && !chosen.includes('identification')) {
			throw new InvalidValueError("may contain 'identificationBack' only together with 'identification'");
		}
		return [...new Set(chosen)];
	});
	if (types?.length && platform === 'whatsapp') {
		fields.addIssue('validationTypes', "can only be set for the platform 'web'");
	}
	return types?.length ? types : undefined;
}
