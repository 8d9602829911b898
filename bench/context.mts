import type { N8nClient } from '../sandbox/local/client.mts';
import type { Instance } from '../sandbox/local/instance.mts';
import type { Sandbox } from '../sandbox/types.mts';

/** What a measurement works with: a real n8n with the package, and both fake providers. */
export interface BenchmarkContext {
	client: N8nClient;
	sandbox: Sandbox;
	instance: Instance;
	/** The port at which n8n lets its heap be looked at, once it is asked to. */
	inspector: number;
}
