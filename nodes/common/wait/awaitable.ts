import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import type { Provider } from '../http/provider';
import type { Seal } from '../util/seal';

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
	/** Whether a callback that names something else says nothing about what is awaited. */
	ignoresOthers: boolean;
	/**
	 * The resume address that it was created with; undefined when it has none or the provider does not tell.
	 *
	 * @param seal opens what Auco keeps sealed
	 */
	resumeAddressOf(state: IDataObject, seal: Seal): unknown;
	/** Whether it was created with a sealed address, whoever can open it. */
	hasSealedAddress?(state: IDataObject): boolean;
	/** Until when the person can finish it, in milliseconds since the epoch; undefined when the provider does not tell. */
	expiryOf(state: IDataObject): number | undefined;
	read(api: ApiClient, id: string): Promise<IDataObject>;
	/** Whether a reply is the object that was asked for, and not the message of a gateway, for example. */
	isObject(reply: IDataObject, id: string): boolean;
	isFinished(state: IDataObject): boolean;
	/** For a finished state that people may want to wait on for: the property that turns that on. */
	undecided?: { property: INodeProperties; isUndecided(state: IDataObject): boolean };
	simplified(state: IDataObject): IDataObject;
	/** The state as an output: without what resumes the execution. */
	raw(state: IDataObject): IDataObject;
}

/** How one item waits. */
export interface Wanted {
	simplify: boolean;
	/** Whether to wait on while it is finished but undecided. */
	awaitsDecision: boolean;
}

/** Whether the waiting for it is over. */
export function isOver(awaitable: Awaitable, { awaitsDecision }: Wanted, state: IDataObject): boolean {
	return awaitable.isFinished(state) && !(awaitsDecision && awaitable.undecided?.isUndecided(state));
}

/** What comes out of the node. */
export function outputOf(awaitable: Awaitable, { simplify }: Wanted, state: IDataObject): IDataObject {
	return simplify ? awaitable.simplified(state) : awaitable.raw(state);
}
