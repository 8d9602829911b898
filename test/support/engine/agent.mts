import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

/** How n8n's AI Agent nodes call a tool: the older ones themselves, the newer ones through the engine. */
export const WAYS = ['itself', 'engine'] as const;

/** Calls of a tool, one after another. */
export interface AgentCalls {
	way: (typeof WAYS)[number];
	/** What the model gives for `$fromAI`, one entry a call. */
	calls: IDataObject[];
}

/** What of a tool its agent uses. */
interface Tool {
	invoke(input: IDataObject): Promise<string>;
}

type Answers = { answers: IDataObject[][] };

/** Stands for an AI Agent node whose model makes the given calls. Its item has the items or the error of each. */
export class Agent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'Calls its tool',
		defaults: { name: 'Agent' },
		inputs: ['main', 'ai_tool'],
		outputs: ['main'],
		properties: [
			{ displayName: 'Tool', name: 'tool', type: 'string', default: '' },
			{ displayName: 'Way', name: 'way', type: 'string', default: '' },
			{ displayName: 'Calls', name: 'calls', type: 'json', default: '[]' },
		],
	};

	async execute(
		this: IExecuteFunctions,
		response?: EngineResponse<Answers>,
	): Promise<INodeExecutionData[][] | EngineRequest<Answers>> {
		const calls = JSON.parse(this.getNodeParameter('calls', 0) as string) as IDataObject[];
		if (this.getNodeParameter('way', 0) === 'itself')
			return [[{ json: { answers: await invoke(this, calls) } }]];
		const given = response?.actionResponses.map(({ data }) => data.data!.ai_tool[0]!.map(({ json }) => json));
		const answers = [...(response?.metadata.answers ?? []), ...(given ?? [])];
		if (answers.length === calls.length) return [[{ json: { answers } }]];
		const action = {
			actionType: 'ExecutionNodeAction' as const,
			nodeName: this.getNodeParameter('tool', 0) as string,
			input: calls[answers.length],
			type: 'ai_tool' as const,
			id: `call_${answers.length}`,
			metadata: { answers },
		};
		return { actions: [action], metadata: { answers } };
	}
}

/** What the model would be told: the tool's items, or its error's message. */
async function invoke(context: IExecuteFunctions, calls: IDataObject[]): Promise<IDataObject[][]> {
	const [tool] = (await context.getInputConnectionData('ai_tool', 0)) as Tool[];
	const answers: IDataObject[][] = [];
	for (const call of calls) {
		const answer = tool.invoke(call).then((text) => JSON.parse(text) as IDataObject[]);
		answers.push(await answer.catch(({ message }: Error) => [{ error: message }]));
	}
	return answers;
}

/** A node that is usable as a tool, as that tool. After `tool-generation/ai-tools.js` of n8n 2.40. */
export function asTool(node: INodeType): INodeType {
	const description = deepCopy(node.description);
	description.name += 'Tool';
	description.displayName += ' Tool';
	description.inputs = [];
	description.outputs = ['ai_tool'];
	delete description.usableAsTool;
	const texts = { name: 'toolDescription', type: 'string' as const, default: description.description };
	const automatically = { name: 'descriptionType', type: 'options' as const, default: 'auto' };
	description.properties.unshift(
		{
			displayName: 'Tool Description',
			...automatically,
			options: [{ name: 'Set Automatically', value: 'auto' }],
		},
		{ displayName: 'Description', ...texts },
	);
	return Object.create(node, { description: { value: description } }) as INodeType;
}
