import * as n8n from 'n8n-workflow';

type Sleep = typeof n8n.sleep;

/**
 * `sleep` of n8n knows signals since 2.34; before that, a function of its own did. For a signal that nobody else listens to.
 */
export const n8nSleep: Sleep = (n8n as { sleepWithAbort?: Sleep }).sleepWithAbort ?? n8n.sleep;

/**
 * Resolves after so many milliseconds; rejects at once when the signal aborts. Many may wait with the same signal: each
 * listens to one of its own, because Node takes more than ten listeners for a leak and says so in n8n's log.
 */
export const sleep: Sleep = async (milliseconds, signal) =>
	await n8nSleep(milliseconds, signal && AbortSignal.any([signal]));
