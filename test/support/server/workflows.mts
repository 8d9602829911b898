import { randomUUID } from 'node:crypto';

import type { IConnections, INode, INodeCredentials, INodeParameters } from 'n8n-workflow';

import type { WorkflowInput } from '../../../sandbox/local/types.mts';
import { QUEUE_MODE } from './setup.mts';

/** The package's name, in front of every node type. */
export const PACKAGE = 'n8n-nodes-auco-verifik';

/** The node `Start`. */
function start(asWebhook: boolean): [string, string, INodeParameters, Partial<INode>] {
	if (!asWebhook) return ['Start', 'n8n-nodes-base.manualTrigger', {}, {}];
	const parameters = { httpMethod: 'POST', path: randomUUID() };
	return ['Start', 'n8n-nodes-base.webhook', parameters, { typeVersion: 2 }];
}

/** Builds a workflow as the editor would save it: nodes in a chain, or with branches. */
export class WorkflowBuilder {
	private readonly nodes: INode[] = [];

	private readonly connections: IConnections = {};

	private readonly name: string;

	constructor(name: string) {
		this.name = `${name} ${randomUUID().slice(0, 8)}`;
	}

	/**
	 * A trigger and the items that it gives on, named `Start` and `Items`.
	 *
	 * @param asWebhook whether it is a webhook of a published workflow instead of being pressed by hand; in queue mode it
	 * always is, because workers get no manual executions
	 */
	static withItems(
		name: string,
		items: object[] = [{}],
		asWebhook = process.env[QUEUE_MODE] !== undefined,
	): WorkflowBuilder {
		return new WorkflowBuilder(name)
			.add(...start(asWebhook))
			.add('Items', 'n8n-nodes-base.code', {
				jsCode: `return ${JSON.stringify(items.map((json) => ({ json })))};`,
			})
			.connect('Start', 'Items');
	}

	/** A webhook named `Start`: executions that it starts are stored and retried as those of published workflows are. */
	static forProduction(name: string): WorkflowBuilder {
		return new WorkflowBuilder(name).add(...start(true));
	}

	/** Adds a node of any type without connecting it. */
	add(name: string, type: string, parameters: INodeParameters, rest: Partial<INode> = {}): this {
		const webhookId = /Trigger$|webhook$/i.test(type) ? { webhookId: randomUUID() } : {};
		const position: [number, number] = [this.nodes.length * 220, 0];
		this.nodes.push({
			id: randomUUID(),
			name,
			type,
			typeVersion: 1,
			position,
			parameters,
			...webhookId,
			...rest,
		});
		return this;
	}

	/** Adds one of our nodes behind another. */
	then(
		name: string,
		node: string,
		parameters: INodeParameters,
		credentials: INodeCredentials,
		rest: Partial<INode> = {},
	): this {
		const before = this.nodes.at(-1)!.name;
		return this.add(name, `${PACKAGE}.${node}`, parameters, { credentials, ...rest }).connect(before, name);
	}

	/** Connects an output of a node with another node. */
	connect(from: string, to: string, output = 0): this {
		const outputs = ((this.connections[from] ??= { main: [] }).main ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]!.push({ node: to, type: 'main', index: 0 });
		return this;
	}

	build(settings = {}): WorkflowInput {
		const { name, nodes, connections } = this;
		return { name, nodes, connections, settings: { executionOrder: 'v1', ...settings } };
	}
}

/** A core *Wait: On Webhook Call* behind `Create`, as for the approval of a person. It shows as `Boss`. */
export function withApproval(builder: WorkflowBuilder): WorkflowBuilder {
	const parameters = { resume: 'webhook', httpMethod: 'POST', options: {} };
	return builder
		.add('Boss', 'n8n-nodes-base.wait', parameters, { typeVersion: 1.1, webhookId: '0b1c' })
		.connect('Create', 'Boss');
}
