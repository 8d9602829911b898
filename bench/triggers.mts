import { randomUUID } from 'node:crypto';

import axios from 'axios';
import autocannon from 'autocannon';
import type { INodeParameters } from 'n8n-workflow';

import type { N8nClient } from '../sandbox/local/client.mts';
import type { Sandbox } from '../sandbox/types.mts';
import { median, type Measure } from './measure.mts';
import type { BenchmarkContext } from './context.mts';
import { triggeredWorkflow } from './workflows.mts';

const CONNECTIONS = 10;
const SECONDS = 5;
const ROUNDS = 3;
/** Processes at the provider, so that deliveries at the same time are about different ones. */
const CODES = 100;
export const HEADER = 'X-Webhook-Secret';
export const SECRET = 'secret-of-the-benchmark';

/** A receiver of deliveries. */
interface Receiver {
	name: string;
	url: string;
	headers: Record<string, string>;
	/** Codes of processes that exist at the provider, for deliveries that are confirmed. */
	codes?: string[];
}

/** Deliveries per second that the receiver accepts. */
async function throughput({ url, headers, codes }: Receiver, seconds: number): Promise<number> {
	let sent = 0;
	const result = await autocannon({
		url,
		connections: CONNECTIONS,
		duration: seconds,
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		requests: [
			{
				setupRequest: (request: object) => {
					const code = codes ? codes[sent++ % codes.length] : randomUUID().slice(0, 16);
					const body = {
						code,
						type: 'veriface',
						status: 'APPROVED',
						finish: true,
						data: { name: 'JUAN PEREZ GONZALEZ' },
					};
					return { ...request, body: JSON.stringify(body) };
				},
			},
		],
	});
	if (result.non2xx > 0 || result.errors > 0) {
		throw new Error(`${result.non2xx} deliveries refused, ${result.errors} errors at ${url}`);
	}
	return result.requests.average;
}

/** Resolves when n8n has processed what it accepted: a workflow that answers at its end is fast again. */
async function whenIdle(probe: string): Promise<void> {
	for (let quick = 0, tries = 0; quick < 3; tries++) {
		if (tries > 200) throw new Error('n8n does not get idle');
		const start = Date.now();
		await axios.post(probe, {}, { proxy: false, timeout: 120_000 });
		quick = Date.now() - start < 150 ? quick + 1 : 0;
	}
}

async function published(
	client: N8nClient,
	baseUrl: string,
	name: string,
	node: { type: string; typeVersion: number; parameters: INodeParameters; credential?: string },
	path: (webhookId: string) => string,
): Promise<string> {
	const webhookId = randomUUID();
	const { credential, ...measured } = node;
	const credentials = credential ? { aucoApi: { id: credential, name: 'Auco' } } : undefined;
	const workflow = await client.createWorkflow(
		triggeredWorkflow(name, { ...measured, webhookId, credentials }),
	);
	const { status, triggers } = await client.activate(workflow);
	if (status !== 'published') throw new Error(`${name}: ${JSON.stringify(triggers)}`);
	return `${baseUrl}/webhook/${path(webhookId)}`;
}

function aucoTrigger(credential: string, parameters: INodeParameters) {
	return {
		type: 'n8n-nodes-auco-verifik.aucoTrigger',
		typeVersion: 1,
		parameters: { events: ['aucoFace.approved'], ...parameters },
		credential,
	};
}

/** A published workflow that begins with an Auco Trigger, registered by hand with the secret. */
export async function openTrigger(
	client: N8nClient,
	{ auco }: Sandbox,
	baseUrl: string,
	name: string,
	parameters: INodeParameters,
): Promise<string> {
	const data = { ...auco.credential, webhookHeaderName: HEADER, webhookSecret: SECRET };
	const credential = await client.saveCredential({ name: 'Auco with secret', type: 'aucoApi', data });
	return await published(client, baseUrl, name, aucoTrigger(credential, parameters), (id) => `${id}/webhook`);
}

/** A published workflow for every kind of registration and option, and n8n's own Webhook node. */
async function receivers(client: N8nClient, sandbox: Sandbox, baseUrl: string) {
	const { auco } = sandbox;
	auco.reset();
	const own = (name: string, parameters: INodeParameters) =>
		openTrigger(client, sandbox, baseUrl, name, parameters);
	const builtIn = (path: string, responseMode: string) =>
		published(
			client,
			baseUrl,
			`Webhook ${path}`,
			{
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path, responseMode, options: {} },
			},
			() => path,
		);
	const known = { [HEADER]: SECRET };
	const manual = { registration: 'manual', confirm: false };
	const plain = await own('Manual', manual);
	const undeduplicated = await own('Manual, no deduplication', {
		...manual,
		options: { deduplicate: false },
	});
	const confirmed = await own('Manual, confirmed', {
		registration: 'manual',
		confirm: true,
		options: { deduplicate: false },
	});
	const automatic = await own('Automatic', { registration: 'automatic', webhookId: 'bench', confirm: false });
	const entry = auco.webhooks.find(({ id }) => id === 'bench');
	return {
		probe: await builtIn('probe', 'lastNode'),
		webhook: { name: 'Webhook node', url: await builtIn('measured', 'onReceived'), headers: {} } as Receiver,
		manual: { name: 'manual registration', url: plain, headers: known } as Receiver,
		automatic: {
			name: 'automatic registration',
			url: automatic,
			headers: { [entry!.header!.key]: entry!.header!.value },
		} as Receiver,
		undeduplicated: {
			name: 'manual registration, no deduplication',
			url: undeduplicated,
			headers: known,
		} as Receiver,
		confirmed: {
			name: 'manual registration, every event confirmed',
			url: confirmed,
			headers: known,
		} as Receiver,
	};
}

/** Accepted deliveries per second against n8n's own Webhook node, same server, same run. */
export async function measureTriggers({
	client,
	sandbox,
	instance: { baseUrl },
}: BenchmarkContext): Promise<Measure[]> {
	const { probe, webhook, ...ours } = await receivers(client, sandbox, baseUrl);
	ours.confirmed.codes = await approvedProcesses(sandbox, CODES);
	const all: Receiver[] = [webhook, ...Object.values(ours)];
	const seen = new Map<Receiver, number[]>(all.map((receiver) => [receiver, []]));
	for (let round = 0; round <= ROUNDS; round++) {
		for (const receiver of all) {
			const perSecond = await throughput(receiver, round === 0 ? 2 : SECONDS);
			// The first round warms up.
			if (round > 0) seen.get(receiver)!.push(perSecond);
			await whenIdle(probe);
		}
	}
	const theirs = median(seen.get(webhook)!);
	const withTarget = [ours.manual, ours.automatic];
	return Object.values(ours).map((receiver) => {
		const own = median(seen.get(receiver)!);
		return {
			what: `Auco Trigger (${receiver.name}): deliveries against the Webhook node`,
			seen: `${own.toFixed(0)}/s against ${theirs.toFixed(0)}/s (medians of ${ROUNDS})`,
			ratio: own / theirs,
			atLeast: withTarget.includes(receiver) ? 0.9 : undefined,
		};
	});
}

async function approvedProcesses(sandbox: Sandbox, count: number): Promise<string[]> {
	const codes: string[] = [];
	while (codes.length < count) codes.push(await approvedProcess(sandbox));
	return codes;
}

/** A finished process at the provider, which confirms deliveries about it. */
export async function approvedProcess({ auco }: Sandbox): Promise<string> {
	const person = {
		email: 'prueba@auco.ai',
		platform: 'whatsapp',
		name: 'Juan Pérez',
		phone: '+573003003030',
		country: 'CO',
		type: 'CC',
		identification: '1001001010',
	};
	const headers = { Authorization: auco.credential.privateKey };
	auco.advances = false;
	const { data } = await axios.post<{ code: string }>(`${auco.baseUrl}/veriface`, person, {
		headers,
		proxy: false,
	});
	auco.patch(data.code, { status: 'APPROVED' });
	return data.code;
}
