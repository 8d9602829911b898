import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from '../../sandbox/local/client.mts';
import { startDevelopmentN8n } from '../../sandbox/local/development.mts';
import type { InstalledN8n } from '../../sandbox/local/installedN8n.mts';
import { projectRoot } from '../../sandbox/local/paths.mts';
import { PACKAGE } from '../support/server/workflows.mts';

const SOURCES = ['nodes', 'credentials', 'package.json', 'tsconfig.json', 'gulpfile.js'];

let folder: string;
let n8n: InstalledN8n;

/** A copy of the sources that the test may change. */
async function copyOfProject(): Promise<string> {
	const project = join(folder, 'project');
	for (const name of SOURCES) await cp(join(projectRoot, name), join(project, name), { recursive: true });
	await symlink(join(projectRoot, 'node_modules'), join(project, 'node_modules'), 'junction');
	return project;
}

/** Name and search words of AucoFace, as the editor gets them; undefined while n8n writes them anew. */
async function shown(): Promise<{ displayName: string; alias?: string[] } | undefined> {
	const types = await n8n.client.nodeTypes().catch(() => undefined);
	const type = types?.find(({ name }) => name === `${PACKAGE}.aucoFace`);
	return type && { displayName: type.displayName, alias: type.codex?.alias };
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-development-'));
	n8n = await startDevelopmentN8n({ project: await copyOfProject(), userFolder: join(folder, 'n8n') });
}, 180_000);

afterAll(async () => {
	await n8n.instance.stop();
	await rm(folder, { recursive: true, force: true });
});

/**
 * Saves a changed file until the editor shows the change. It is saved anew every few seconds, with another number,
 * because gulp and n8n do not say when they have begun to watch.
 */
async function save(file: string, change: (text: string, number: number) => string, isShown: RegExp) {
	const path = join(folder, 'project', file);
	const original = await readFile(path, 'utf8');
	let number = 0;
	await until(`The change of ${file}`, 120, async () => {
		await writeFile(path, change(original, ++number));
		return await until('It', 5, async () =>
			isShown.test(JSON.stringify(await shown())) ? true : undefined,
		).catch(() => undefined);
	});
}

test('the editor shows a changed label and changed search words without a restart', async () => {
	expect(await shown()).toMatchObject({ displayName: 'AucoFace' });
	await save(
		'nodes/Auco/AucoFace/AucoFace.node.ts',
		(text, number) => text.replace("displayName: 'AucoFace'", `displayName: 'Renamed ${number}'`),
		/"displayName":"Renamed \d+"/,
	);
	await save(
		'nodes/Auco/AucoFace/AucoFace.node.json',
		(text, number) => JSON.stringify({ ...JSON.parse(text), alias: [`findable-${number}`] }),
		/"alias":\["findable-\d+"\]/,
	);
}, 300_000);
