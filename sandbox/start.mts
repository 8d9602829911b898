/**
 * `npm start`: both providers' stand-ins and a real n8n with this package installed, example workflows included.
 * `npm start -- --check` runs every example to its end in an n8n of its own and says what came out.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkExamples } from './local/check.mts';
import { Cleanup } from './local/cleanup.mts';
import { saveSandboxCredentials } from './local/credentials.mts';
import { importExamples, publishTriggers } from './local/examples.mts';
import { buildPackage } from './local/package.mts';
import { localFolder } from './local/paths.mts';
import { demoLogin } from './local/session.mts';
import { startInstalledN8n, packedPackage } from './local/installedN8n.mts';
import { startSandbox } from './sandbox.mts';
import type { Sandbox } from './types.mts';

/** A minute of the providers takes three seconds: long enough to be seen, short enough to be waited for. */
const TIME_SCALE = 0.05;

const { values: options } = parseArgs({
	options: {
		check: { type: 'boolean', default: false },
		port: { type: 'string', default: '5678' },
		help: { type: 'boolean', short: 'h', default: false },
	},
});

const cleanup = new Cleanup();
let interrupted = false;
const interruption = new Promise<void>((resolve) => {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			interrupted = true;
			resolve();
		});
	}
});

const say = (text: string) => console.log(text);

/** Starts everything; resolves when n8n has ended by itself. */
async function demo(): Promise<void> {
	say('Building the package …');
	await buildPackage();
	const tarball = await packedPackage();
	const sandbox = await startSandbox({ ports: { auco: 4010, verifik: 4011 }, timeScale: TIME_SCALE });
	cleanup.add(() => sandbox.stop());
	if (interrupted) return;
	say('Starting n8n …');
	const userFolder = join(localFolder, 'n8n');
	const { instance, client } = await startInstalledN8n(tarball, { userFolder, port: Number(options.port) });
	cleanup.add(() => instance.stop());
	if (interrupted) return;
	const simulated = await saveSandboxCredentials(client, sandbox);
	const examples = await importExamples(client);
	const problems = simulated ? await publishTriggers(client, examples) : [];
	say(welcome(instance.baseUrl, sandbox, simulated));
	for (const problem of problems) say(`! Not published: ${problem}`);
	await instance.ended;
	throw new Error(`n8n has ended by itself; its last words are in ${instance.logFile}`);
}

function welcome(address: string, { auco, verifik }: Sandbox, simulated: boolean): string {
	const { email, password } = demoLogin;
	return `
  n8n is ready:  ${address}
  Log in with    ${email}  /  ${password}

  Installed are the nodes AucoFace, Auco Background, Verifik Biometric, Auco Trigger and Verifik Trigger.
  ${
		simulated
			? `Both providers are played by a sandbox on this machine (${auco.baseUrl} and ${verifik.baseUrl}):
  nothing leaves it and nothing costs money. A minute of theirs takes ${60 * TIME_SCALE} seconds.`
			: 'Your own credentials are in use: calls go to the real providers and may cost money.'
	}

  Try this: open the workflow "Verify people from a table (AucoFace)" and press "Execute workflow".
  Or create a workflow, press +, type "auco" or "verifik" and choose a node.

  Your workflows stay in .local/n8n for the next start. Ctrl-C ends everything.
`;
}

async function main(): Promise<void> {
	if (options.help) {
		say('npm start                      n8n with the package, the sandbox and the examples');
		say('npm start -- --port 5700       the same at another port');
		say('npm start -- --check           run every example to its end and say what came out');
		return;
	}
	const passed = options.check ? await checkExamples(say, cleanup) : await demo().then(() => true);
	if (!passed) process.exitCode = 1;
}

try {
	await Promise.race([main(), interruption]);
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
if (interrupted) say('\nEnding …');
await cleanup.run();
process.exit();
