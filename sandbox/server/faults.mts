import type { Fault, FaultRule, RecordedRequest } from '../types.mts';

/** A rule, how many requests matched it and how often it was used. */
interface CountedRule {
	rule: FaultRule;
	matched: number;
	used: number;
}

/** Decides which requests go wrong. */
export class FaultRules {
	private rules: CountedRule[] = [];

	add(rule: FaultRule): void {
		this.rules.push({ rule, matched: 0, used: 0 });
	}

	clear(): void {
		this.rules = [];
	}

	/**
	 * The fault of a request, if any. Every rule counts every request that matches its conditions, even when an earlier
	 * rule decides.
	 *
	 * @param path the request's path below the base URL
	 */
	faultOf(request: RecordedRequest, path: string): Fault | undefined {
		const due = this.rules.filter((counted) => isDue(counted, request, path));
		const [first] = due;
		if (!first) return undefined;
		first.used++;
		return first.rule.fault;
	}
}

function isDue(counted: CountedRule, request: RecordedRequest, path: string): boolean {
	const { rule } = counted;
	if (rule.method !== undefined && rule.method.toUpperCase() !== request.method) return false;
	if (!matchesPath(rule.path, path)) return false;
	counted.matched++;
	if (rule.at && !rule.at.includes(counted.matched)) return false;
	if (rule.every !== undefined && counted.matched % rule.every !== 0) return false;
	return rule.times === undefined || counted.used < rule.times;
}

function matchesPath(wanted: string | RegExp | undefined, path: string): boolean {
	if (wanted === undefined) return true;
	// Unlike `test`, `search` ignores the `lastIndex` of a global pattern.
	return typeof wanted === 'string' ? wanted === path : path.search(wanted) >= 0;
}

/** Whether the provider does its work even though the request goes wrong. */
export function takesEffect(fault: Fault | undefined): boolean {
	if (fault === undefined) return true;
	if ('when' in fault) return fault.when === 'after';
	return fault.kind !== 'redirect';
}

/** A fault rule from JSON, which has `pathPattern` for a regular expression. */
export function ruleFromJson(json: Record<string, unknown>): FaultRule {
	const { pathPattern, ...rule } = json;
	if (typeof (rule.fault as Fault | undefined)?.kind !== 'string') throw new Error('fault.kind is missing');
	if (typeof pathPattern === 'string') rule.path = new RegExp(pathPattern);
	return rule as unknown as FaultRule;
}
