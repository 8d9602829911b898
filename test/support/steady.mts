import type { ServerOptions } from 'node:http';

/**
 * For the server of a stand-in: it closes no connection that is kept. By default it does so after five seconds, and where a
 * busy machine has taken longer to go on, the next request leaves just then and is lost.
 */
export const STEADY: ServerOptions = { keepAliveTimeout: 0 };
