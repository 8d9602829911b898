import { join } from 'node:path';

/** The clone's root folder. */
export const projectRoot = join(import.meta.dirname, '..', '..');

/** Where the local n8n server is installed (its own package.json and lock file, apart from the package's). */
export const serverFolder = join(projectRoot, 'sandbox', 'n8n');

/** Everything that `npm start` keeps between runs; never committed. */
export const localFolder = join(projectRoot, '.local');
