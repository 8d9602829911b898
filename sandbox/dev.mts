/**
 * `npm run dev`: both providers as fakes and a real n8n that takes over every change of nodes/ and credentials/ by
 * itself. The editor shows a change after a few seconds; a running execution ends with the code it began with.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from './local/command.mts';
import { runDemo } from './local/demo.mts';
import { startDevelopmentN8n } from './local/development.mts';
import { localFolder } from './local/paths.mts';

const { values: options } = parseArgs({ options: { port: { type: 'string', default: '5678' } } });

await runCommand(async (context) => {
	const userFolder = join(localFolder, 'dev');
	const start = () => startDevelopmentN8n({ userFolder, port: Number(options.port) });
	await runDemo(context, start, 'Save a file in nodes/ or credentials/, and n8n loads the package again.');
	return true;
});
