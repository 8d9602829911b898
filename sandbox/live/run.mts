import { isOnLoopback } from '../server/loopback.mts';
import { ask } from './ask.mts';
import { LIVE_AUCO } from './auco.mts';
import { judge } from './judge.mts';
import { Measure, type MeasuredOperation } from './measure.mts';
import type { Environment, LiveCall, LiveProvider, Outcome } from './types.mts';
import { LIVE_VERIFIK } from './verifik.mts';

export const LIVE_PROVIDERS: readonly LiveProvider[] = [LIVE_AUCO, LIVE_VERIFIK];

/** How many of a list's objects are read one by one. */
const READ_OF_A_LIST = 3;

export interface LiveOptions {
	environment: Environment;
	/** Whether to make calls that create or change something, too. */
	create: boolean;
	/** Milliseconds for one call. */
	timeout: number;
	/** Tells the person what is about to be sent. */
	log(text: string): void;
	/** Asks the person yes or no; undefined where nobody can answer. */
	confirm?(question: string): Promise<boolean>;
}

/**
 * Makes the calls of all providers for which there is a key, one after the other, and holds every reply against the
 * provider's document. A call that fails does not end the others.
 *
 * @throws Error when a base URL is not one
 */
export async function checkLive(options: LiveOptions): Promise<Outcome[]> {
	const providers = LIVE_PROVIDERS.filter(({ key }) => isSet(options.environment[key]));
	const runs = providers.map((provider) => new ProviderRun(provider, options));
	const outcomes: Outcome[] = [];
	for (const run of runs) outcomes.push(...(await run.all()));
	return outcomes;
}

/** One provider's calls, and what they have taught about its IDs. */
class ProviderRun {
	private readonly provider: LiveProvider;

	private readonly options: LiveOptions;

	private readonly measure: Measure;

	private readonly baseUrl: string;

	/** By the variable that a person could have set. */
	private readonly learned = new Map<string, string[]>();

	private readonly created = new Map<string, string[]>();

	constructor(provider: LiveProvider, options: LiveOptions) {
		this.provider = provider;
		this.options = options;
		this.measure = Measure.of(provider.document);
		this.baseUrl = baseUrlOf(provider, options.environment, this.measure.baseUrl);
	}

	async all(): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		for (const call of this.provider.calls) {
			if (call.creates && !this.options.create) continue;
			outcomes.push(...(await this.make(call)));
		}
		return outcomes;
	}

	private async make(call: LiveCall): Promise<Outcome[]> {
		const operation = this.measure.operation(call.operation);
		const ids = call.id ? this.idsFor(call) : [undefined];
		if (ids.length === 0) return [this.unasked(call, operation, this.whyNoId(call))];
		const body = this.bodyOf(call);
		if (typeof body === 'string') return [this.unasked(call, operation, body)];
		if (!(await this.agreed(call, operation))) return [this.unasked(call, operation, 'you said no')];
		const outcomes: Outcome[] = [];
		for (const id of ids) outcomes.push(await this.send(call, operation, id, body?.json));
		return outcomes;
	}

	private async send(
		call: LiveCall,
		operation: MeasuredOperation,
		id: string | undefined,
		body: unknown,
	): Promise<Outcome> {
		const { environment, timeout } = this.options;
		const authorization = this.provider.authorization(operation.method, environment);
		if (!authorization) return this.unasked(call, operation, 'the key for it is not set');
		const { method } = operation;
		const url = this.urlOf(call, operation, id);
		const reply = await ask({ method, url, authorization, body }, timeout);
		if (typeof reply === 'string') return this.outcome(call, operation, { verdict: 'failed', words: reply });
		const secrets = [...this.provider.secrets.map((name) => environment[name] ?? ''), id ?? ''];
		const { measure } = this;
		const judged = judge(reply, { measure, operation, schema: call.schema, secrets });
		if (reply.status < 300) this.learn(call, judged.body);
		if (judged.verdict === 'refused' && reply.status === call.mayRefuse?.status) {
			return this.outcome(call, operation, { verdict: 'empty', words: call.mayRefuse.words });
		}
		return this.outcome(call, operation, judged);
	}

	/** Says what a creating call does, and asks where somebody is there. */
	private async agreed({ creates }: LiveCall, { method, path }: MeasuredOperation): Promise<boolean> {
		if (!creates) return true;
		const { log, confirm } = this.options;
		const words = `${this.provider.name} ${method} ${path}: this ${creates.effect}.`;
		if (confirm) return await confirm(`${words} Send it?`);
		log(`Sending ${words}`);
		return true;
	}

	private idsFor({ id, creates }: LiveCall): string[] {
		const { variable } = id!;
		const own = this.created.get(variable) ?? [];
		if (creates?.ownOnly) return own;
		const set = listOf(this.options.environment[variable]);
		return [...new Set([...own, ...(set.length > 0 ? set : (this.learned.get(variable) ?? []))])];
	}

	private whyNoId({ id, creates }: LiveCall): string {
		if (creates?.ownOnly) return 'this run has not made one';
		return `no ID to ask for: set ${id!.variable}`;
	}

	/** The JSON to send; a sentence when there should be one and is none; undefined when there is none to send. */
	private bodyOf({ creates }: LiveCall): { json: unknown } | string | undefined {
		if (!creates?.body) return undefined;
		const { variable, byDefault } = creates.body;
		const text = this.options.environment[variable];
		if (!isSet(text)) return byDefault === undefined ? `set ${variable} to its body` : { json: byDefault };
		try {
			return { json: JSON.parse(text) as unknown };
		} catch {
			return `${variable} is not JSON`;
		}
	}

	private learn({ gives, creates }: LiveCall, body: unknown): void {
		if (gives === undefined) return;
		const ids = idsIn(body).slice(0, READ_OF_A_LIST);
		(creates ? this.created : this.learned).set(gives, ids);
	}

	private urlOf({ id: taken }: LiveCall, { path }: MeasuredOperation, id = ''): string {
		if (!taken) return `${this.baseUrl}${path}`;
		const encoded = encodeURIComponent(id);
		if (taken.in === 'query') return `${this.baseUrl}${path}?${taken.parameter}=${encoded}`;
		return `${this.baseUrl}${path.replace(`{${taken.parameter}}`, () => encoded)}`;
	}

	private unasked(call: LiveCall, operation: MeasuredOperation, words: string): Outcome {
		return this.outcome(call, operation, { verdict: 'unasked', words });
	}

	private outcome(
		{ schema }: LiveCall,
		{ method, path }: MeasuredOperation,
		{ verdict, words, differences = [] }: Pick<Outcome, 'verdict' | 'words'> & Partial<Outcome>,
	): Outcome {
		const endpoint = `${method} ${path}${schema === undefined ? '' : ` (${schema})`}`;
		return { provider: this.provider.name, endpoint, verdict, words, differences };
	}
}

function isSet(value: string | undefined): value is string {
	return value !== undefined && value.trim() !== '';
}

function listOf(value: string | undefined): string[] {
	return (value ?? '')
		.split(',')
		.map((one) => one.trim())
		.filter((one) => one !== '');
}

/** Keys travel to other machines over TLS only. */
function baseUrlOf({ name, baseUrl }: LiveProvider, environment: Environment, documented: string): string {
	const url = (isSet(environment[baseUrl]) ? environment[baseUrl] : documented).trim().replace(/\/+$/, '');
	if (!URL.canParse(url)) throw new Error(`${baseUrl} is not a URL`);
	const { protocol } = new URL(url);
	if (protocol === 'https:' || (protocol === 'http:' && isOnLoopback(url))) return url;
	throw new Error(`${baseUrl} must start with https://, so that no key of ${name} travels unencrypted`);
}

/** The IDs in a reply: those of a list's records, or the one of what was created. */
function idsIn(body: unknown): string[] {
	const { data = body } = (body ?? {}) as { data?: unknown };
	const { docs = data, biometricValidation = data } = (data ?? {}) as Record<string, unknown>;
	const records = Array.isArray(docs) ? docs : [biometricValidation];
	return records.flatMap((record) => {
		const { _id, code } = (record ?? {}) as { _id?: unknown; code?: unknown };
		return [_id ?? code].filter((id): id is string => typeof id === 'string' && id !== '');
	});
}
