/**
 * `npm start`: both providers as fakes and a real n8n with this package installed, example workflows included.
 * `npm start -- --check` runs every example to its end in an n8n of its own and says what came out.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkExamples } from './local/check.mts';
import { runCommand, type CommandContext } from './local/command.mts';
import { runDemo } from './local/demo.mts';
import { packedPackage, startInstalledN8n } from './local/installedN8n.mts';
import { buildPackage } from './local/package.mts';
import { localFolder } from './local/paths.mts';

const { values: options } = parseArgs({
	options: {
		check: { type: 'boolean', default: false },
		separate: { type: 'boolean', default: false },
		port: { type: 'string', default: '5678' },
		help: { type: 'boolean', short: 'h', default: false },
	},
});

async function demo(context: CommandContext): Promise<boolean> {
	context.log('Building the package …');
	await buildPackage();
	const tarball = await packedPackage();
	const userFolder = join(localFolder, 'n8n');
	const start = () => startInstalledN8n(tarball, { userFolder, port: Number(options.port) });
	await runDemo(context, start, 'Your workflows stay in .local/n8n for the next start.');
	return true;
}

await runCommand(async (context) => {
	if (options.help) {
		context.log('npm start                          n8n with the package, the sandbox and the examples');
		context.log('npm start -- --port 5700           the same at another port');
		context.log('npm start -- --check               run every example to its end and say what came out');
		context.log('npm start -- --check --separate    the same with the packages of one provider each');
		return true;
	}
	return options.check ? await checkExamples(context, options.separate) : await demo(context);
});
