import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { createEditorClient } from '../../common/http/client';
import { documentTypeOptions } from '../api/documents';
import { auco } from '../api/provider';
import { readWebhooks } from '../api/webhooks';

/** Document types of the chosen country, from the table; no request is made. */
export async function getDocumentTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return documentTypeOptions(String(this.getCurrentNodeParameter('country') ?? ''));
}

/** The company's webhooks by ID. */
export async function getWebhooks(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const webhooks = await readWebhooks(createEditorClient(this, auco));
	return webhooks.map(({ id, description, url }) => ({
		name: String(id),
		value: String(id),
		description: [description, url].filter(Boolean).join(' – '),
	}));
}
