/** Runs before every test file: what n8n-core reads from the environment when it is loaded. */
import 'reflect-metadata';

import { join } from 'node:path';

// Failing executions are what many tests are about.
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_ENCRYPTION_KEY = 'encryption key of the tests';
// n8n-core writes a settings file there; each worker its own, so that none reads a half-written one.
process.env.N8N_USER_FOLDER = join(
	import.meta.dirname,
	'../../node_modules/.cache/n8n-of-tests',
	process.env.JEST_WORKER_ID ?? '1',
);
