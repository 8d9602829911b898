import * as n8n from 'n8n-workflow';

type Sleep = typeof n8n.sleep;

/**
 * Resolves after so many milliseconds; rejects at once when the signal aborts. `sleep` of n8n knows signals since 2.34;
 * before that, a function of its own did.
 */
export const sleep: Sleep = (n8n as { sleepWithAbort?: Sleep }).sleepWithAbort ?? n8n.sleep;
