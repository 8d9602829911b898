import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { N8nClient } from './client.mts';
import { projectRoot } from './paths.mts';
import type { StoredWorkflow, WorkflowInput } from './types.mts';

const folder = join(projectRoot, 'examples');

/** An importable workflow of `examples/`, by the name of its file without ending. */
export interface Example {
	file: string;
	workflow: WorkflowInput;
}

/** All examples, in the order of their files. */
export async function readExamples(): Promise<Example[]> {
	const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => ({
			file: basename(file, '.json'),
			workflow: JSON.parse(await readFile(join(folder, file), 'utf8')) as WorkflowInput,
		})),
	);
}

/** Whether a provider's event starts this workflow, so that it has to be published. */
export function hasProviderTrigger({ nodes }: WorkflowInput): boolean {
	return nodes.some(({ type }) => /^n8n-nodes-auco-verifik\..+Trigger$/.test(type));
}

/** An example as it is stored in an n8n. */
export interface ImportedExample extends Example {
	stored: StoredWorkflow;
	/** Whether it was there before; then it is as its user left it. */
	known: boolean;
}

/** Creates those examples that the n8n does not have yet. A workflow of the same name is its user's and stays as it is. */
export async function importExamples(client: N8nClient): Promise<ImportedExample[]> {
	const existing = await client.workflows();
	const imported: ImportedExample[] = [];
	for (const example of await readExamples()) {
		const found = existing.find(({ name }) => name === example.workflow.name);
		const stored = found ?? (await client.createWorkflow(example.workflow));
		imported.push({ ...example, stored, known: found !== undefined });
	}
	return imported;
}

/**
 * Publishes the examples that wait for events, so that their addresses are registered at the sandbox. The sandbox
 * begins anew at every start and n8n registers an address only once, so published ones are published again; those
 * that a person has taken off duty stay so.
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
