import type { FastifyInstance } from 'fastify';

import type { ProviderSandbox } from '../types.mts';
import { ruleFromJson } from './faults.mts';
import { parseJson } from './incomingRequest.mts';

/**
 * Where people and other processes control a running sandbox. These calls are not recorded and never fail on purpose.
 */
export const CONTROL_PATH = '/_sandbox/';

/** A command: takes the JSON body and returns what is sent as JSON. */
type Command = (body: Record<string, unknown>) => unknown;

/**
 * Adds the control routes.
 *
 * @param commands the provider's own, by name
 */
export function addControl(
	server: FastifyInstance,
	provider: ProviderSandbox,
	commands: Record<string, Command>,
): void {
	server.removeAllContentTypeParsers();
	// curl sends a form content type by default; every body here is JSON.
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
		const body = text === '' ? {} : parseJson(text as string);
		done(body === undefined ? new Error('The body must be JSON') : null, body);
	});
	server.setErrorHandler((error, _request, reply) =>
		reply.code(400).send({ error: (error as Error).message }),
	);

	server.get(`${CONTROL_PATH}requests`, () => provider.requests);
	server.get(`${CONTROL_PATH}creations`, () => provider.creations);
	server.get(`${CONTROL_PATH}deliveries`, () => provider.deliveries);
	for (const [name, command] of Object.entries({ ...commonCommands(provider), ...commands })) {
		server.post(
			`${CONTROL_PATH}${name}`,
			({ body }) => command((body ?? {}) as Record<string, unknown>) ?? { ok: true },
		);
	}
	// Accepts deliveries and ignores them.
	server.post(`${CONTROL_PATH}inbox`, () => ({ ok: true }));
}

function commonCommands(provider: ProviderSandbox): Record<string, Command> {
	return {
		faults: (rule) => provider.fail(ruleFromJson(rule)),
		reset: () => provider.reset(),
		settled: () => provider.settled(),
		latency: ({ milliseconds }) => {
			provider.latency = toNumber('milliseconds', milliseconds ?? 0);
		},
		lag: ({ milliseconds }) => {
			provider.lag = toNumber('milliseconds', milliseconds ?? 0);
		},
		requestsPerSecond: ({ limit }) => {
			provider.requestsPerSecond = limit == null ? undefined : toNumber('limit', limit);
		},
	};
}

function toNumber(name: string, value: unknown): number {
	if (typeof value === 'number' && value >= 0) return value;
	throw new Error(`${name} must be a number from 0`);
}
