import { startSandbox } from '../sandbox.mts';
import type { Sandbox } from '../types.mts';
import type { CommandContext } from './command.mts';
import { saveSandboxCredentials } from './credentials.mts';
import { importExamples, publishTriggers } from './examples.mts';
import type { InstalledN8n } from './installedN8n.mts';
import { demoLogin } from './session.mts';

/** A minute of the providers takes three seconds: long enough to be seen, short enough to be waited for. */
const TIME_SCALE = 0.05;

/**
 * Starts both providers and an n8n with credentials and example workflows, and runs them until the person ends them.
 *
 * @param startN8n starts the n8n, with the package in it
 * @param hint last line of what is printed when everything is ready
 * @throws Error when n8n ends by itself
 */
export async function runDemo(
	{ log, cleanup, interrupted }: CommandContext,
	startN8n: () => Promise<InstalledN8n>,
	hint: string,
): Promise<void> {
	const sandbox = await startSandbox({ ports: { auco: 4010, verifik: 4011 }, timeScale: TIME_SCALE });
	cleanup.add(() => sandbox.stop());
	if (interrupted.aborted) return;
	log('Starting n8n …');
	const { instance, client } = await startN8n();
	cleanup.add(() => instance.stop());
	if (interrupted.aborted) return;
	const simulated = await saveSandboxCredentials(client, sandbox);
	const examples = await importExamples(client);
	const problems = simulated ? await publishTriggers(client, examples) : [];
	log(`${welcome(instance.baseUrl, sandbox, simulated)}\n  ${hint} Ctrl-C ends everything.\n`);
	for (const problem of problems) log(`! Not published: ${problem}`);
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
`;
}
