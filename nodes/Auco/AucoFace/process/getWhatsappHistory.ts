import type { IDataObject } from 'n8n-workflow';

import { toText } from '../../../common/values/convert';
import { defineOperation } from '../../../common/action/operation';
import { code } from '../../editor/properties';

/**
 * `GET /whatsapp/records?code=`: the WhatsApp conversation of a process, oldest message first
 * (docs/providers/auco.md#whatsapp-history).
 */
export const getWhatsappHistory = defineOperation({
	value: 'getWhatsappHistory',
	name: 'Get WhatsApp History',
	action: 'Get WhatsApp history of process',
	description: 'Get the WhatsApp messages of a process, one item per message',
	sends: 'reads',

	properties: [code],

	read(fields) {
		return { code: fields.required('code', toText) };
	},

	async send(item, { code: processCode }) {
		return await item.request<IDataObject[]>({
			method: 'GET',
			path: '/whatsapp/records',
			query: { code: processCode },
		});
	},
});
