/** What of docs/self-hosting can be checked without Docker. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { composeEnvironment, composeServices, selfHostingFolder } from '../../sandbox/local/composeFile.mts';
import { serverFolder } from '../../sandbox/local/paths.mts';

const GUIDE = 'docs/guides/self-hosting.md';
const PROCESSES = { main: 'start', worker: 'worker', webhook: 'webhook' };

const guide = readFileSync(GUIDE, 'utf8');
const services = composeServices();
const textOf = (file: string) => readFileSync(join(selfHostingFolder, file), 'utf8');

/** Names of n8n's environment variables in a text; those of examples' own are not n8n's. */
const variablesIn = (text: string): string[] => [
	...new Set(text.match(/\b(?:N8N|DB|EXECUTIONS|QUEUE|WEBHOOK|OFFLOAD)_[A-Z0-9_]+\b/g) ?? []),
];

test('the Compose file runs the processes that the tests of queue mode run, each once', () => {
	const own = Object.entries(services).filter(
		([, { environment }]) => environment?.EXECUTIONS_MODE === 'queue',
	);
	expect(Object.fromEntries(own.map(([name, { command }]) => [name, command]))).toEqual(PROCESSES);
	for (const [name, { environment }] of own)
		expect([name, environment]).toEqual([name, services.main.environment]);
	expect(Object.keys(services)).toEqual(expect.arrayContaining(['postgres', 'redis', 'proxy']));
});

test('all that the processes need from each other starts first', () => {
	const healthy = { condition: 'service_healthy' };
	expect(services.main.depends_on).toEqual({ postgres: healthy, redis: healthy });
	for (const name of ['worker', 'webhook']) {
		expect(services[name].depends_on).toEqual({ postgres: healthy, redis: healthy, main: healthy });
	}
});

test('what the installation has to set is refused when it is missing, and named in the guide', () => {
	const open = [...new Set(textOf('compose.yaml').match(/(?<=\$\{)[A-Z0-9_]+/g))];
	for (const name of open) {
		expect(textOf('compose.yaml')).toContain(`\${${name}:?`);
		expect(guide).toContain(`${name}=`);
	}
	expect(() => composeEnvironment({})).toThrow('N8N_ENCRYPTION_KEY, DB_POSTGRESDB_PASSWORD, WEBHOOK_URL');
});

test('Docker waits longer than n8n takes to stop', () => {
	const seconds = Number(services.main.environment!.N8N_GRACEFUL_SHUTDOWN_TIMEOUT);
	expect(Number(/stop_grace_period: (\d+)s/.exec(textOf('compose.yaml'))![1])).toBeGreaterThan(seconds + 10);
});

test('the proxy gives the webhook process what that serves', () => {
	const [, paths] = /@webhooks path (.+)/.exec(textOf('Caddyfile'))!;
	expect(paths.split(' ').sort()).toEqual(
		['/form-waiting/*', '/form/*', '/mcp/*', '/webhook-waiting/*', '/webhook/*'].sort(),
	);
	const targets = [...textOf('Caddyfile').matchAll(/reverse_proxy (?:@webhooks )?(\w+):5678/g)];
	expect(targets.map(([, service]) => service)).toEqual(['webhook', 'main']);
});

test('the image has a pinned n8n, and this version of the package where n8n looks for packages', () => {
	const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>;
	const [from, install, ...rest] = textOf('Dockerfile').trim().split('\n');
	expect(rest).toEqual([]);
	expect(guide).toContain(textOf('Dockerfile'));
	expect(from).toMatch(/^FROM docker\.n8n\.io\/n8nio\/n8n:\d+\.\d+\.\d+$/);
	expect(install).toContain('mkdir -p /home/node/.n8n/nodes && cd /home/node/.n8n/nodes');
	expect(install).toMatch(new RegExp(`npm install --omit=peer ${name}@${version}$`));
});

const serverIsInstalled = existsSync(join(serverFolder, 'node_modules', 'n8n'));

// `npm test` runs without the server; the end-to-end tests and CI have it.
(serverIsInstalled ? test : test.skip)('n8n knows every variable of the files and of the guide', () => {
	const named = variablesIn([guide, JSON.stringify(services.main.environment)].join('\n'));
	expect(named.length).toBeGreaterThan(15);
	const folders = ['n8n/dist', 'n8n-core/dist', '@n8n/config/dist', '@n8n/backend-common/dist'];
	const args = ['-rhowE', '--include=*.js', named.join('|'), ...folders];
	const cwd = join(serverFolder, 'node_modules');
	const known = execFileSync('grep', args, { cwd, encoding: 'utf8', maxBuffer: 50_000_000 }).split('\n');
	expect(named.filter((name) => !known.includes(name))).toEqual([]);
});
