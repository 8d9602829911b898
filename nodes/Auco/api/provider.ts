import type { IDataObject } from 'n8n-workflow';

import { isEmpty, isPlainObject } from '../../common/convert';
import { Failure, type Reply } from '../../common/exchange';
import type { Sends } from '../../common/operation';
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
function open(reply: Reply, sends: Sends, expects?: string): IDataObject | IDataObject[] {
	const { body } = reply;
	const complete = expects === undefined || (isPlainObject(body) && !isEmpty(body[expects]));
	if (complete && (isPlainObject(body) || Array.isArray(body))) return body as IDataObject | IDataObject[];
	throw new Failure('the reply cannot be read', {
		outcome: sends === 'creates' ? 'unknown' : 'refused',
		reply,
	});
}
