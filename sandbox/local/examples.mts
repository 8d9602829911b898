import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { N8nClient } from './client.mts';
import { projectRoot } from './paths.mts';
import type { StoredWorkflow, WorkflowInput } from './types.mts';

/** An importable workflow of `examples/`. */
export interface Example {
	/** Name of the file without its extension. */
	file: string;
	workflow: WorkflowInput;
}

/** The examples of a folder, ordered by file name. */
export async function readExamples(folder: string): Promise<Example[]> {
	const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => ({
			file: basename(file, '.json'),
			workflow: JSON.parse(await readFile(join(folder, file), 'utf8')) as WorkflowInput,
		})),
	);
}

/** Whether an event of a provider starts the workflow, so that it has to be published; pinned samples start nothing. */
export function hasProviderTrigger({ nodes, pinData = {} }: WorkflowInput): boolean {
	return nodes.some(
		({ name, type }) => /^n8n-nodes-(auco-verifik|auco|verifik)\..+Trigger$/.test(type) && !(name in pinData),
	);
}

/** An example as it is stored in an n8n. */
export interface ImportedExample extends Example {
	stored: StoredWorkflow;
	/** Whether it existed before, possibly changed by its user. */
	known: boolean;
}

/**
 * Creates the examples that the n8n does not have yet. A workflow of the same name is kept as its user left it.
 *
 * @param source the folder of the package that they belong to
 */
export async function importExamples(client: N8nClient, source = projectRoot): Promise<ImportedExample[]> {
	const existing = await client.workflows();
	const imported: ImportedExample[] = [];
	for (const example of await readExamples(join(source, 'examples'))) {
		const found = existing.find(({ name }) => name === example.workflow.name);
		const stored = found ?? (await client.createWorkflow(example.workflow));
		imported.push({ ...example, stored, known: found !== undefined });
	}
	return imported;
}

/**
 * Publishes the examples that wait for events, so that their addresses are registered at the sandbox. The sandbox
 * forgets everything when it ends, but n8n registers an address only once: published ones are published again. Those
 * that a person has unpublished stay so.
 *
 * @returns what went wrong, a line per workflow
 */
export async function publishTriggers(client: N8nClient, examples: ImportedExample[]): Promise<string[]> {
	const problems: string[] = [];
	for (const { workflow, stored, known } of examples) {
		if (!hasProviderTrigger(workflow) || (known && !stored.active)) continue;
		if (known) await client.deactivate(stored.id);
		const { status, triggers } = await client.activate(await client.workflow(stored.id));
		const message = triggers.map(({ errorMessage }) => errorMessage).find(Boolean);
		if (status !== 'published') problems.push(`${workflow.name}: ${message ?? status}`);
	}
	return problems;
}
