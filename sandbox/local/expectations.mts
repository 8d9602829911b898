import type { Sandbox } from '../types.mts';
import { hasEnded } from './client.mts';
import type { N8nClient } from './client.mts';
import { failureOf, itemsByNode } from './execution.mts';
import type { CredentialInput } from './types.mts';

/** What an example must produce. */
export interface Expectation {
	/** Name of its file in `examples/`, without its extension. */
	file: string;
	/** The trigger that is run: by hand, on a schedule, or with pinned samples; none where only events start it. */
	start?: string;
	/** How many items these nodes must have output, over all executions of the workflow. */
	items: Record<string, number>;
}

/** One entry per example. */
export const expectations: Expectation[] = [
	{
		file: 'auco-trigger-every-event',
		start: 'Every Event',
		items: { 'Every Event': 18, 'What Happened': 18 },
	},
	{
		file: 'auco-trigger-route-by-status',
		start: 'Try It',
		items: {
			'Start Validation': 3,
			'Auco Result': 3,
			'Welcome the Customer': 1,
			'Ask a Colleague': 1,
			Refuse: 1,
		},
	},
	{
		file: 'auco-trigger-data-table',
		start: 'Try It',
		items: { 'Start Validation': 3, 'Note It': 3, 'Auco Result': 3, 'Write the Status': 3 },
	},
	{
		file: 'aucoface-durable-loop',
		start: 'Try It',
		items: { 'Start Validation': 1, Decide: 1 },
	},
	{
		file: 'aucoface-fifty-people',
		start: 'Try It',
		items: { 'Start Validation': 50, 'Wait for Result': 50, 'Read the Result': 50, Report: 50 },
	},
	{
		file: 'aucoface-sub-workflow-each',
		start: 'Try It',
		items: { 'Start Validation': 3, 'Wait for Result': 3, 'Read the Result': 3, Decide: 3 },
	},
	{
		file: 'aucoface-wake-up',
		items: {},
	},
	{
		file: 'aucoface-create-wait-decide',
		start: 'Try It',
		items: { 'Start Validation': 1, 'Wait for Result': 1, 'Read the Result': 1, Accept: 1, Refuse: 0 },
	},
	{
		file: 'aucoface-verify-people',
		start: 'Try It',
		items: { 'Start Validation': 3, 'Code of Each Person': 3 },
	},
	{
		file: 'background-check-risk',
		start: 'Try It',
		items: { 'Background Check': 3, 'Download Report': 3, Refuse: 1, 'Ask a Colleague': 0, Accept: 2 },
	},
	{
		file: 'background-checks-every-night',
		start: 'Every Night',
		items: { 'Start Check': 7, 'Code of Each Check': 6, 'Rows to Correct': 1 },
	},
	{
		file: 'check-document-match-face',
		start: 'Try It',
		items: { 'Check Document': 1, 'Match Face': 1, Accept: 1 },
	},
	{
		file: 'verifik-create-link-wait-decide',
		start: 'Try It',
		items: { 'Start Validation': 1, 'Wait for Result': 1, 'Read the Result': 1, Accept: 1, Refuse: 0 },
	},
	{
		file: 'verifik-trigger-every-event',
		start: 'Every Event',
		items: { 'Every Event': 54, 'What Happened': 54 },
	},
	{
		file: 'verifik-trigger-to-decision',
		start: 'Try It',
		items: { 'Start Validation': 2, 'Verifik Result': 2, Accept: 1, Refuse: 1 },
	},
	{
		file: 'verifik-create-and-list',
		start: 'Try It',
		items: { 'Start Validation': 2, 'Get Many': 2 },
	},
];

/** The verdict on an example that came out as it should. */
export const GOOD = 'as expected';

/** What there is to say of an example. */
interface Judgement {
	/** How many items left each node. */
	items: Record<string, number>;
	/** `GOOD`, why it failed, or what is still to come. */
	verdict: string;
	/** Whether nothing will change any more. */
	over: boolean;
}

/** Looks at all executions of a workflow together, including those that an event started. */
export async function judge(
	client: N8nClient,
	workflowId: string,
	expectation: Expectation,
): Promise<Judgement> {
	const summaries = await client.executionsOf(workflowId);
	const executions = await Promise.all(summaries.map(async ({ id }) => await client.execution(id)));
	const items = itemsByNode(executions);
	const failure = executions.map(failureOf).find(Boolean);
	if (failure) return { items, verdict: failure, over: true };
	const wrong = Object.entries(expectation.items).filter(([node, count]) => (items[node] ?? 0) !== count);
	const running = summaries.filter((summary) => !hasEnded(summary)).length;
	if (wrong.length === 0 && running === 0) return { items, verdict: GOOD, over: true };
	const wanted = wrong.map(([node, count]) => `${node} should give ${count}`);
	const verdict = [...wanted, ...(running ? [`${running} not ended`] : [])].join(', ');
	return { items, verdict, over: false };
}

/** A credential that must fail its test, and what the message must say. */
interface InvalidCredential {
	credential: CredentialInput;
	says: RegExp;
}

/** Common mistakes with keys. */
export function invalidCredentials({ auco, verifik }: Sandbox): InvalidCredential[] {
	const { privateKey, publicKey } = auco.credential;
	const aucoWith = (name: string, data: object) => ({
		name: `Auco, ${name}`,
		type: 'aucoApi',
		data: { ...auco.credential, ...data },
	});
	const verifikWith = (name: string, data: object) => ({
		name: `Verifik, ${name}`,
		type: 'verifikApi',
		data: { ...verifik.credential, ...data },
	});
	return [
		{
			credential: aucoWith('keys swapped', { privateKey: publicKey, publicKey: privateKey }),
			says: /swapped/,
		},
		{
			credential: aucoWith('unknown key', { publicKey: 'puk_unknown' }),
			says: /did not accept the public key/,
		},
		{
			credential: verifikWith('unknown token', { accessToken: 'unknown' }),
			says: /did not accept the token/,
		},
	];
}
