/**
 * Paths and types of a reply without anything that could be personal: documented names are printed, others only
 * when they look like the name of a field.
 */

/** What is printed for a name that might be a person's, a code or a key. */
const HIDDEN = '(hidden)';

/** Digits that a field's name may have; more of them are a number, a date or an ID. */
const MOST_DIGITS = 4;

/** Decides which names of fields may be printed. */
export class Names {
	private readonly documented: ReadonlySet<string>;

	private readonly values: ReadonlySet<string>;

	/**
	 * @param documented names that the document has
	 * @param values texts that must never appear: those of the reply, keys, IDs that were asked for
	 */
	constructor(documented: ReadonlySet<string>, values: Iterable<string>) {
		this.documented = documented;
		this.values = new Set([...values].map((value) => value.toLowerCase()));
	}

	/** The name of a field, or a placeholder. */
	of(name: string): string {
		return this.documented.has(name) || this.looksLikeField(name) ? name : HIDDEN;
	}

	/** `/data/docs/0/status` → `data.docs[].status`. */
	path(pointer: string, body: unknown): string {
		let value = body;
		let path = '';
		for (const segment of segmentsOf(pointer)) {
			path += Array.isArray(value) ? '[]' : `${path === '' ? '' : '.'}${this.of(segment)}`;
			value = (value as Record<string, unknown> | undefined)?.[segment];
		}
		return path;
	}

	private looksLikeField(name: string): boolean {
		if (!/^[\p{L}_$][\p{L}\p{M}\p{N}_$.-]{0,47}$/u.test(name)) return false;
		if (this.values.has(name.toLowerCase())) return false;
		return (name.match(/\p{N}/gu) ?? []).length <= MOST_DIGITS;
	}
}

/** The texts in a body, at any depth; one that only repeats the name of its field tells nothing. */
export function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value === 'number') return [String(value)];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => (inner === name ? [] : textsIn(inner)));
}

/** The type of a value in JSON Schema's words. */
export function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}

function segmentsOf(pointer: string): string[] {
	return pointer
		.split('/')
		.slice(1)
		.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
