import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';

import type { BenchmarkContext } from './context.mts';
import { heapMegabytes, residentMegabytes, whilePeaking } from './memory.mts';
import type { Measure } from './measure.mts';
import { approvedProcess, HEADER, openTrigger, SECRET } from './triggers.mts';

const FORGED = 2_000;
/** Senders at a time. */
const SENDERS = 200;
/** Milliseconds until a provider in a hurry delivers again. */
const REDELIVERY = 2_000;

/**
 * Forged deliveries that carry the secret, about processes that do not exist, and a true one in their midst: how long it
 * takes until that one starts the workflow, what n8n takes for all of them, and what the provider is asked.
 */
export async function measureFlood({
	client,
	sandbox,
	instance,
	inspector,
}: BenchmarkContext): Promise<Measure[]> {
	const { auco } = sandbox;
	auco.reset();
	const url = await openTrigger(client, sandbox, instance.baseUrl, 'Flooded', { registration: 'manual' });
	const code = await approvedProcess(sandbox);
	const before = auco.requests.length;
	const send = async (
		about: string,
	): Promise<{ status: number; milliseconds: number; accepted: boolean }> => {
		const start = Date.now();
		const body = { code: about, type: 'veriface', status: 'APPROVED', finish: true };
		const { status, data } = await axios.post<{ accepted?: boolean }>(url, body, {
			headers: { [HEADER]: SECRET },
			proxy: false,
			validateStatus: () => true,
		});
		return { status, milliseconds: Date.now() - start, accepted: data.accepted === true };
	};
	const memory = await residentMegabytes(instance.pid);
	const heap = await heapMegabytes(instance.pid, inspector);
	const start = Date.now();
	let started = 0;
	let slowest = 0;
	let next = 0;
	const sender = async (): Promise<void> => {
		for (let number = next++; number < FORGED; number = next++) {
			const { milliseconds } = await send(`FORGED${String(number).padStart(10, '0')}`);
			slowest = Math.max(slowest, milliseconds);
		}
	};
	const trueOne = async (): Promise<void> => {
		while (next < FORGED / 2) await sleep(10);
		const delivered = Date.now();
		while (!(await send(code)).accepted) await sleep(REDELIVERY);
		started = Date.now() - delivered;
	};
	const peak = await whilePeaking(instance.pid, async () => {
		await Promise.all([trueOne(), ...Array.from({ length: SENDERS }, sender)]);
	});
	const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
	const what = `${FORGED} forged deliveries, ${SENDERS} at a time`;
	return [
		{ what: `${what}: until a true one starts the workflow`, seen: seconds(started) },
		{
			what: `${what}: answered`,
			seen: `all within ${seconds(Date.now() - start)}, the slowest in ${seconds(slowest)}`,
		},
		{ what: `${what}: memory of n8n`, seen: `grew by ${(peak - memory).toFixed(0)} MB at most` },
		{
			what: `${what}: heap of n8n afterwards`,
			seen: `${((await heapMegabytes(instance.pid, inspector)) - heap).toFixed(1)} MB more than before`,
		},
		{ what: `${what}: requests to the provider`, seen: String(auco.requests.length - before) },
	];
}
