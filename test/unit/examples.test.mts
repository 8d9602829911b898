/** What the notes of the example workflows promise beyond what `npm start -- --check` sees of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Workflow, type INode, type INodeExecutionData, type INodeTypes } from 'n8n-workflow';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

const nodeTypes = { getByNameAndVersion: () => undefined } as unknown as INodeTypes;

/** What the condition of the node gives for an item, in the nth of its runs. */
function condition(file: string, name: string, json: INodeExecutionData['json'], runIndex: number): unknown {
	const { nodes } = JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as { nodes: INode[] };
	const node = nodes.find((one) => one.name === name)!;
	const { conditions } = node.parameters.conditions as { conditions: Array<{ leftValue: string }> };
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const [{ leftValue }] = conditions;
	return workflow.expression.getParameterValue(leftValue, null, runIndex, 0, name, [{ json }], 'manual', {});
}

test.each([
	[{ finished: true, status: 'APPROVED' }, 0, true],
	[{ finished: false, status: 'INPROGRESS' }, 5, false],
	[{ finished: false, status: 'INPROGRESS' }, 6, true],
	[{ finished: true, status: 'BLOCKED' }, 5, false],
	[{ finished: true, status: 'BLOCKED' }, 6, true],
])('the loop of waits is over for %j after run %i: %s', (json, runIndex, isOver) => {
	expect(condition('aucoface-durable-loop.json', 'Is It Over?', json, runIndex)).toBe(isOver);
});
