import type { IDataObject } from 'n8n-workflow';

import { isPlainObject } from '../../common/convert';
import type { Reply } from '../../common/exchange';
import type { Provider } from '../../common/provider';
import { credentialProblem } from './credential';
import { aucoError } from './errors';

/** Auco as the common code sees it: the one way to Auco's API. */
export const auco: Provider = {
	name: 'Auco',
	credentialType: 'aucoApi',
	credentialProblem,
	open,
	error: aucoError,
};

/** Auco's replies carry no envelope: an object, or a list (WhatsApp records). Anything else is unreadable. */
function open({ body }: Reply): unknown {
	return isPlainObject(body) || Array.isArray(body) ? body : undefined;
}

/** The code of what Auco made; every creating operation's reply holds one (auco.md 2.1, 2.3, 2.4, 4.1, 4.3). */
export function codeOf(reply: IDataObject): string | undefined {
	return typeof reply.code === 'string' && reply.code !== '' ? reply.code : undefined;
}
