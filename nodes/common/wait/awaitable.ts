import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import type { Provider } from '../http/provider';

/** The value of the parameter `operation` with which a node waits for an awaitable. */
export const WAIT_FOR_RESULT = 'waitForResult';

/** Something at a provider that a person finishes sooner or later. */
export interface Awaitable {
	provider: Provider;
	/** Noun for it in messages, e.g. `process`. */
	what: string;
	/** The parameter that contains its code or ID. */
	parameter: string;
	/** The value of `resumeOn` with which the execution is suspended. */
	resumeOn: string;
	/** The code or ID that a callback is about; undefined when it names none. */
	idInCallback(body: IDataObject): unknown;
	/** The resume URL that it was created with; undefined when the provider does not tell. */
	resumeUrlOf(state: IDataObject): unknown;
	read(api: ApiClient, id: string): Promise<IDataObject>;
	isFinished(state: IDataObject): boolean;
	simplified(state: IDataObject): IDataObject;
}
