/**
 * `npm run bench`: ratios to n8n's own nodes, on a real n8n on this machine, in one run. Exits non-zero when a ratio is
 * missed. Arguments choose measures by name, e.g. `npm run bench -- creates`.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { N8nClient } from '../sandbox/local/client.mts';
import { startInstance } from '../sandbox/local/instance.mts';
import { buildPackage, installPackage, packPackage } from '../sandbox/local/package.mts';
import { localFolder } from '../sandbox/local/paths.mts';
import { freePort } from '../sandbox/local/ports.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { measureContext, measureCreates, measureLimited, measureMany } from './creates.mts';
import { measureFailing } from './failures.mts';
import { measureFlood } from './floods.mts';
import { measureLists } from './lists.mts';
import { measureLoading } from './loading.mts';
import { holds, print, type Measure } from './measure.mts';
import type { BenchmarkContext } from './context.mts';
import { measureTriggers } from './triggers.mts';
import { measureWaiting } from './waiting.mts';

type Measuring = (context: BenchmarkContext) => Promise<Measure | Measure[]>;

const MEASURES: Record<string, Measuring> = {
	creates: measureCreates,
	many: measureMany,
	failing: measureFailing,
	context: measureContext,
	limited: measureLimited,
	triggers: measureTriggers,
	floods: measureFlood,
	lists: measureLists,
	waiting: measureWaiting,
	loading: measureLoading,
};

const asked = process.argv.slice(2);
const chosen = asked.length > 0 ? asked : Object.keys(MEASURES);
const folder = join(localFolder, 'bench');

await rm(folder, { recursive: true, force: true });
await buildPackage();
await installPackage(folder, await packPackage(join(folder, 'package')));
const sandbox = await startSandbox();
const inspector = await freePort();
const instance = await startInstance({
	userFolder: folder,
	environment: { NODE_OPTIONS: `--inspect-port=127.0.0.1:${inspector}` },
});
try {
	const client = await N8nClient.connect(instance.baseUrl);
	const measures: Measure[] = [];
	for (const name of chosen) {
		console.log(`Measuring ${name} …`);
		measures.push(...[await MEASURES[name]({ client, sandbox, instance, inspector })].flat());
	}
	print(measures);
	if (!measures.every(holds)) process.exitCode = 1;
} finally {
	await instance.stop();
	await sandbox.stop();
}
