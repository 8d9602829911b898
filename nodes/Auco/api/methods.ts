import type { IDataObject, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { requesterFor } from '../../common/call';
import { isPlainObject } from '../../common/convert';
import { documentTypeOptions } from './documents';
import { auco } from './provider';

/** Document types of the chosen country, from the table; no request is made. */
export async function getDocumentTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return documentTypeOptions(String(this.getCurrentNodeParameter('country') ?? ''));
}

/** The company's webhooks by id (`GET /company`, auco.md 5.1). */
export async function getWebhooks(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { webhooks } = await requesterFor(this, auco).request({ method: 'GET', path: '/company' });
	const entries = (Array.isArray(webhooks) ? webhooks : []).filter(isPlainObject) as IDataObject[];
	return entries.map(({ id, description, url }) => ({
		name: String(id),
		value: String(id),
		description: [description, url].filter(Boolean).join(' – '),
	}));
}
