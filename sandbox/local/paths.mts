import { join } from 'node:path';

/** The root folder of the repository. */
export const projectRoot = join(import.meta.dirname, '..', '..');

/** Where the local n8n is installed, with a package.json and lock file of its own. */
export const serverFolder = join(projectRoot, 'sandbox', 'n8n');

/** Data of the local n8n; never committed. */
export const localFolder = join(projectRoot, '.local');
