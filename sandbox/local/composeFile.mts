import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from './paths.mts';

/** Where the files for self-hosting are. */
export const selfHostingFolder = join(projectRoot, 'docs', 'self-hosting');

/** What of a service in the Compose file describes a process of n8n. */
interface Service {
	command?: string;
	environment?: Record<string, string>;
	depends_on?: Record<string, { condition: string }> | string[];
}

/** The services of the Compose file that self-hosting is documented with (docs/guides/self-hosting.md#docker-compose). */
export function composeServices(): Record<string, Service> {
	const text = readFileSync(join(selfHostingFolder, 'compose.yaml'), 'utf8');
	return (parse(text, { merge: true }) as { services: Record<string, Service> }).services;
}

/**
 * The environment that n8n's processes have there, as far as it is not overridden.
 *
 * @throws Error when a setting of the installation, such as a password, is not overridden
 */
export function composeEnvironment(overrides: Record<string, string>): Record<string, string> {
	const environment = { ...composeServices().main.environment, ...overrides };
	const open = Object.keys(environment).filter((name) => environment[name].includes('${'));
	if (open.length > 0) throw new Error(`The Compose file leaves ${open.join(', ')} to the installation`);
	return environment;
}
