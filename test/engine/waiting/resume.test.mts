import { WebhookContext } from 'n8n-core';
import type { IWebhookData, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

import { resumeExecution, type Resumption } from '../../../nodes/common/wait/resumeUrl.ts';
import { useClock } from '../../support/clock.mts';
import { Engine } from '../../support/engine/engine.mts';
import { Recorder } from '../../support/providers/recorder.mts';

/** n8n 2.0 has no tokens. */
const HAS_TOKENS = createRunExecutionData().resumeToken !== undefined;
const SIGNATURE = '57a9c0f3e1d24b6a8c5e7f9012345678';
const TOKEN = HAS_TOKENS ? `?signature=${SIGNATURE}` : '';

useClock();

let engine: Engine;
let n8n: Recorder;
let elsewhere: Recorder;

beforeAll(async () => {
	engine = await Engine.start();
});

beforeEach(async () => {
	[n8n, elsewhere] = [new Recorder(), new Recorder()];
	await Promise.all([n8n.listen(), elsewhere.listen()]);
});

afterEach(async () => {
	await Promise.all([n8n.close(), elsewhere.close()]);
});

/** Calls from the context that n8n gives a trigger for a delivery. */
async function resume(url: unknown, surroundings: object = {}): Promise<Resumption> {
	const request = { node: 'aucoFace', parameters: {}, credentials: {} };
	const { workflow, additionalData } = await engine.prepare(request);
	const all = {
		...additionalData,
		executionId: undefined,
		webhookWaitingBaseUrl: `http://${n8n.host}/path/webhook-waiting`,
		httpRequest: { body: {}, headers: {}, params: {}, query: {} },
		...surroundings,
	} as unknown as IWorkflowExecuteAdditionalData;
	const node = workflow.getNode('Under Test')!;
	const context = new WebhookContext(workflow, node, all, 'webhook', {} as IWebhookData, [], null);
	return await resumeExecution(context, url, { code: 'JPJD42IDWP3Z6RXA' });
}

const good = (): string => `http://${n8n.host}/path/webhook-waiting/54/kyc${TOKEN}`;

test.each([
	['', good],
	[' that an earlier version has given away', () => good().replace('/kyc', '')],
])('Resumes an execution of this n8n at an address%s, and passes no other node', async (_, url) => {
	n8n.body = { resumed: true };
	expect(await resume(url())).toBe('resumed');
	expect(n8n.asked).toMatchObject([
		{ url: `/path/webhook-waiting/54/kyc${TOKEN}`, body: '{"code":"JPJD42IDWP3Z6RXA"}' },
	]);
});

test('Tells when the waiting node has taken notice and waits for others', async () => {
	n8n.body = { noted: true };
	expect(await resume(good())).toBe('noted');
});

test('Knows the address of an n8n whose endpoints have other names', async () => {
	n8n.body = { resumed: true };
	const url = `http://${n8n.host}/hooks/parked/54/kyc${TOKEN}`;
	expect(await resume(url, { webhookWaitingBaseUrl: `http://${n8n.host}/hooks/parked` })).toBe('resumed');
	expect(await resume(good(), { webhookWaitingBaseUrl: `http://${n8n.host}/hooks/parked` })).toBe('notOurs');
});

test.each([404, 409])('Tells that nothing waits there when n8n answers %i', async (status) => {
	n8n.status = status;
	expect(await resume(good())).toBe('notWaiting');
});

test('Tells that nothing waits for it there when the waiting node ignores it', async () => {
	n8n.body = { ignored: true };
	expect(await resume(good())).toBe('notWaiting');
});

test.each([{ waiting: true }, {}, { message: 'Workflow was started' }, []])(
	'Takes %j for no success',
	async (body) => {
		n8n.body = body;
		expect(await resume(good())).toBe('worthAnotherTry');
	},
);

test.each([401, 403, 429, 500, 503])(
	'Tells that it may be tried again when n8n answers %i',
	async (status) => {
		n8n.status = status;
		expect(await resume(good())).toBe('worthAnotherTry');
	},
);

test('Fails when n8n does not answer', async () => {
	const url = good();
	await n8n.close();
	const base = { webhookWaitingBaseUrl: url.slice(0, url.indexOf('/54/')) };
	await expect(resume(url, base)).rejects.toThrow('ECONNREFUSED');
	await n8n.listen();
});

test('Follows no redirect', async () => {
	n8n.status = 307;
	n8n.location = `http://${elsewhere.host}/path/webhook-waiting/54${TOKEN}`;
	expect(await resume(good())).toBe('worthAnotherTry');
	expect(elsewhere.asked).toEqual([]);
});

/** What may stand in a process' `custom` and is left alone. `%h` is this n8n's host, `%e` another one that would answer. */
const FOREIGN: Array<[string, unknown]> = [
	['another host', `http://%e/path/webhook-waiting/54${TOKEN}`],
	['another port', `http://127.0.0.1:1/path/webhook-waiting/54${TOKEN}`],
	['another scheme', `https://%h/path/webhook-waiting/54${TOKEN}`],
	['another name of the host', `http://localhost:%p/path/webhook-waiting/54${TOKEN}`],
	['the host in capitals', `HTTP://%h/path/webhook-waiting/54${TOKEN}`],
	['a decimal host', `http://2130706433:%p/path/webhook-waiting/54${TOKEN}`],
	['an octal host', `http://0177.0.0.1:%p/path/webhook-waiting/54${TOKEN}`],
	['an IPv6 host', `http://[::ffff:127.0.0.1]:%p/path/webhook-waiting/54${TOKEN}`],
	['user info', `http://user:word@%h/path/webhook-waiting/54${TOKEN}`],
	['its host as user info of another', `http://%h@%e/path/webhook-waiting/54${TOKEN}`],
	['its host as a beginning', `http://%h.example.com/path/webhook-waiting/54${TOKEN}`],
	['a production webhook', `http://%h/path/webhook/54${TOKEN}`],
	['a path without the prefix', `http://%h/webhook-waiting/54${TOKEN}`],
	['a suffix', `http://%h/path/webhook-waiting/54/form${TOKEN}`],
	['a word for the number', `http://%h/path/webhook-waiting/abc${TOKEN}`],
	['dots', `http://%h/path/webhook-waiting/../webhook/54${TOKEN}`],
	['encoded dots', `http://%h/path/webhook-waiting/%2e%2e/54${TOKEN}`],
	['an encoded slash', `http://%h/path/webhook-waiting%2F54${TOKEN}`],
	['backslashes', `http:\\\\%h\\path\\webhook-waiting\\54${TOKEN}`],
	['a tab', `http://%h/path/webhook-\twaiting/54${TOKEN}`],
	['a blank in front', ` http://%h/path/webhook-waiting/54${TOKEN}`],
	['a line behind', `http://%h/path/webhook-waiting/54${TOKEN}\n`],
	['a token too few or too many', `http://%h/path/webhook-waiting/54/kyc${HAS_TOKENS ? '' : '?signature=0'}`],
	['another path', `http://%h/path/webhook-waiting/54/other${TOKEN}`],
	['more than the token', `http://%h/path/webhook-waiting/54?signature=${SIGNATURE}&url=http://%e`],
	['a fragment', `http://%h/path/webhook-waiting/54${TOKEN}#x`],
	['a word', 'resume'],
	['nothing', undefined],
	['an object', { url: 'http://%h' }],
	['a list', [`http://%h/path/webhook-waiting/54${TOKEN}`]],
];

test.each(FOREIGN)('Leaves %s alone', async (_, url) => {
	const [, port] = n8n.host.split(':');
	const text = (value: string): string =>
		value.replaceAll('%h', n8n.host).replaceAll('%e', elsewhere.host).replaceAll('%p', port);
	expect(await resume(typeof url === 'string' ? text(url) : url)).toBe('notOurs');
	expect([...n8n.asked, ...elsewhere.asked]).toEqual([]);
});
