import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { N8nClient } from '../../sandbox/local/client.mts';
import { SERVER_ADDRESS } from '../support/server/setup.mts';
import { PACKAGE } from '../support/server/workflows.mts';

let types: INodeTypeDescription[];

beforeAll(async () => {
	const client = await N8nClient.connect(process.env[SERVER_ADDRESS]!);
	types = (await client.nodeTypes()).filter(({ name }) => name.startsWith(`${PACKAGE}.`));
});

/** The nodes that package.json names, by their short names. */
async function namedNodes(): Promise<string[]> {
	const text = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8');
	const { n8n } = JSON.parse(text) as { n8n: { nodes: string[] } };
	return n8n.nodes.map((file) =>
		file.replace(/.*\/(\w)(\w+)\.node\.js$/, (_, a: string, b: string) => a.toLowerCase() + b),
	);
}

function operationsOf({ properties }: INodeTypeDescription): INodePropertyOptions[] {
	const dropdowns = properties.filter(({ name }) => name === 'operation');
	return dropdowns.flatMap(({ options = [] }: INodeProperties) => options as INodePropertyOptions[]);
}

test('every node of the package can be used, and every action node has its variant for agents', async () => {
	const nodes = await namedNodes();
	const tools = nodes.filter((node) => !node.endsWith('Trigger')).map((node) => `${node}Tool`);
	expect(types.map(({ name }) => name.slice(PACKAGE.length + 1)).sort()).toEqual([...nodes, ...tools].sort());
	expect(nodes).toEqual(expect.arrayContaining(['aucoFace', 'aucoBackground', 'verifikBiometric']));
});

test('every node has icons for light and dark, and they can be fetched', async () => {
	for (const { name, iconUrl } of types) {
		expect({ name, iconUrl }).toEqual({
			name,
			iconUrl: { light: expect.stringMatching(/\.svg$/), dark: expect.stringMatching(/\.dark\.svg$/) },
		});
		for (const address of Object.values(iconUrl as { light: string; dark: string })) {
			const icon = await fetch(`${process.env[SERVER_ADDRESS]}/${address}`);
			expect(await icon.text()).toContain('<svg');
		}
	}
});

test.each(['aucoFace', 'verifikBiometric'])('agents are not offered the long wait of %s', (node) => {
	const description = types.find(({ name }) => name === `${PACKAGE}.${node}Tool`)!;
	const waits = operationsOf(description).filter(({ value }) => value === 'waitForResult');
	expect(waits.length).toBeLessThanOrEqual(1);
	for (const wait of waits) expect(wait.displayOptions?.show).toEqual({ '@tool': [false] });
});
