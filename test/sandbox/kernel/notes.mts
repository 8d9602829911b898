import { join } from 'node:path';

import type { Deliverer, DeliverySchedule } from '../../../sandbox/server/deliverer.mts';
import type { OperationRequest, ProviderDefinition } from '../../../sandbox/server/types.mts';
import type { Scheduler } from '../../../sandbox/server/scheduler.mts';
import { FakeProvider } from '../../../sandbox/server/fakeProvider.mts';

/** A provider with two operations, to test what all providers share. */
export class Notes extends FakeProvider {
	readonly calls: OperationRequest[] = [];

	protected readonly keys = { key: 'good' };

	protected readonly definition: ProviderDefinition = {
		document: join(import.meta.dirname, 'notes.yaml'),
		basePath: '/v1',
		authorize: ({ headers }) =>
			headers.authorization === 'good' ? undefined : { status: 401, body: { message: 'NO_KEY' } },
		refuse: (problems) => ({ status: 400, body: { problems } }),
		fallback: () => ({ status: 404, body: { message: 'NOT_FOUND' } }),
		handlers: {
			createNote: (call) => {
				call.created(`note-${call.request.number}`);
				return { status: 200, body: { id: `note-${call.request.number}` } };
			},
			listNotes: (call) => this.seen(call),
			getNote: (call) => this.seen(call),
		},
		reset: () => {
			this.calls.length = 0;
		},
		controls: { twice: ({ number }) => ({ number: Number(number) * 2 }) },
	};

	constructor(timeScale = 0.001, schedule: DeliverySchedule = { timeout: 1000, repeats: [] }) {
		super(timeScale, schedule);
	}

	get timer(): Scheduler {
		return this.scheduler;
	}

	get post(): Deliverer {
		return this.deliverer;
	}

	private seen(call: OperationRequest) {
		this.calls.push(call);
		return { status: 200, body: [call.operation] };
	}
}
