import type { IDataObject } from 'n8n-workflow';

import { toIdentifier } from '../../../common/values/convert';
import { defineOperation } from '../../../common/action/operation';
import { additionalFields } from '../../../common/editor/properties';
import { code } from '../../editor/properties';

/**
 * `GET /whatsapp/records?code=`: the WhatsApp conversation of a process, oldest message first
 * (docs/providers/auco.md#whatsapp-history).
 */
export const getWhatsappHistory = defineOperation({
	value: 'getWhatsappHistory',
	name: 'Get WhatsApp History',
	action: 'Get WhatsApp history of identity validation process',
	description:
		'Get the WhatsApp messages of a process, one item per message. Free of charge; nobody is contacted.',
	sends: 'reads',

	properties: [
		code,
		additionalFields({
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 64f1c0ffee1234567890abcd',
			description:
				'ID of the signer, for the code of a document or a package. Must be empty for an AucoFace process.',
		}),
	],

	read(fields) {
		return {
			code: fields.required('code', toIdentifier),
			userId: fields.additional('userId', toIdentifier),
		};
	},

	async send(item, query) {
		return await item.request<IDataObject[]>({
			method: 'GET',
			path: '/whatsapp/records',
			query,
		});
	},
});
