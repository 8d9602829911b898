import type { IDataObject, NodeParameterValue } from 'n8n-workflow';

import { InvalidValueError, toBoolean, toName } from '../../../common/values/convert';
import { toEmail } from '../../../common/values/email';
import { toDocumentNumber } from '../../../common/values/numbers';
import type { ItemFields, Missing } from '../../../common/action/itemFields';
import { defineOperation } from '../../../common/action/operation';
import { additionalFields, notForTools, requiredFor, simplify } from '../../../common/editor/properties';
import {
	pollUntilFinished,
	readWaitLimits,
	simplifiedWait,
	waitLimitProperties,
} from '../../../common/wait/polling';
import { toTypeCode } from '../../api/documents';
import * as shared from '../../editor/properties';
import { codeOf } from '../../api/provider';
import { isReady, readNewCheck, simplified } from '../../api/checks';

/** Fields that a document type requires besides the number (docs/providers/auco.md#background-document-types). */
const NEEDS_NAME: NodeParameterValue[] = ['PP', 'INT'];
const NEEDS_EXPEDITION_DATE: NodeParameterValue[] = ['PPT'];
const TYPES = ['CC', 'CE', 'NIT', 'PPT', 'PP', 'INT'];

const waitingOnly = { show: { waitForResult: [true] } };

/**
 * `POST /validate/background`: starts a background check of a person or a tax number
 * (docs/providers/auco.md#background-checks).
 */
export const generate = defineOperation({
	value: 'generate',
	name: 'Generate',
	action: 'Run background check of person (billed)',
	description:
		'Start a background check, which is ready after about a minute. Billed by Auco; the person is not contacted.',
	sends: 'creates',

	properties: [
		shared.creatorEmail,
		{
			displayName: 'Document Type',
			name: 'type',
			type: 'options',
			required: true,
			default: 'CC',
			options: [
				{ name: 'Citizenship Card (CC)', value: 'CC' },
				{ name: 'Foreigner Card (CE)', value: 'CE' },
				{ name: 'International Document (INT)', value: 'INT', description: 'Needs the name' },
				{ name: 'Passport (PP)', value: 'PP', description: 'Needs the name' },
				{ name: 'Tax Number (NIT)', value: 'NIT' },
				{
					name: 'Temporary Protection Permit (PPT)',
					value: 'PPT',
					description: 'Needs the issue date',
				},
			],
			description: "Type of the person's document. An expression may return a code that is not in the list.",
		},
		shared.identification,
		...requiredFor(
			{ field: 'type', needs: NEEDS_NAME },
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Juan Pérez',
				description:
					'Full name of the person to check. Required for a passport and an international document.',
			},
		),
		...requiredFor(
			{ field: 'type', needs: NEEDS_EXPEDITION_DATE },
			{
				displayName: 'Issue Date',
				name: 'expeditionDate',
				type: 'dateTime',
				typeOptions: { dateOnly: true },
				default: '',
				description: 'Date on which the document was issued. Required for a temporary protection permit.',
			},
		),
		{
			displayName: 'Wait for Result',
			name: 'waitForResult',
			type: 'boolean',
			default: false,
			displayOptions: notForTools,
			description: 'Whether to wait until the check is ready and return its result',
		},
		...[...waitLimitProperties, simplify].map((property) => ({ ...property, displayOptions: waitingOnly })),
		additionalFields(shared.custom, shared.customFields, shared.tags, shared.targetWebhooks),
	],

	read(fields) {
		const type = fields.required('type', toCheckType);
		const waits = fields.optional('waitForResult', toBoolean) ?? false;
		return {
			body: {
				email: fields.required('email', toEmail),
				type,
				identification: fields.required('identification', toDocumentNumber),
				name: needed(
					fields,
					NEEDS_NAME.some((one) => one === type),
					'name',
					toName,
				),
				expeditionDate: needed(
					fields,
					NEEDS_EXPEDITION_DATE.some((one) => one === type),
					'expeditionDate',
					fields.calendarDate,
				),
				targetWebhooks: fields.list('targetWebhooks'),
				tags: fields.list('tags'),
				custom: fields.custom(),
			},
			waiting: waits ? readWaitLimits(fields) : undefined,
			simplify: fields.simplify(),
		};
	},

	async send(item, { body }) {
		const { email, type, identification, name } = body;
		const subject = { email, type, identification, name };
		return await item.request({
			method: 'POST',
			path: '/validate/background',
			body,
			subject,
			createdId: codeOf,
		});
	},

	async finish(item, input, created) {
		if (!input.waiting) return created;
		const code = String((created as IDataObject).code);
		const state = await pollUntilFinished(
			item,
			`background check ${code}`,
			input.waiting,
			async () => await readNewCheck(item, code),
			isReady,
		);
		return input.simplify ? simplifiedWait(state, simplified) : state;
	},
});

/** The list has grown before, so codes beyond it pass; a passport is another code here than in AucoFace. */
function toCheckType(value: unknown): string {
	const type = toTypeCode(value, TYPES);
	if (type !== 'PASSPORT') return type;
	throw new InvalidValueError("must be PP for a passport; 'PASSPORT' is its code in AucoFace only");
}

function needed(
	fields: ItemFields,
	isNeeded: boolean,
	name: string,
	convert: (value: unknown) => string,
): string | Missing | undefined {
	return isNeeded ? fields.required(name, convert) : fields.optional(name, convert);
}
