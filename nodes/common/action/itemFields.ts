import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	InvalidValueError,
	isEmpty,
	isPlainObject,
	locatedValue,
	toBoolean,
	toList,
	toObject,
} from '../values/convert';
import { toCalendarDate, toIsoUtc, toShortIsoUtc } from '../values/dates';
import { toCustomFields } from './customFields';

/** Something wrong with one field of one item, as a sentence that names the field. */
export interface Issue {
	/** Parameter name, e.g. `phone`. */
	field: string;
	/** Whole sentence, e.g. `'Phone' needs a plus sign and the country code in front`. */
	sentence: string;
}

type Convert<Value> = (value: unknown) => Value;

/** Placeholder for a required value that is missing or wrong. An issue exists for it, so it is never sent. */
export class Missing {
	protected readonly isMissing = true;
}

const MISSING = new Missing();

/** The input of an item without issues: no required value is missing. */
export type Valid<Input> = Input extends Missing
	? never
	: Input extends readonly unknown[]
		? Input
		: Input extends object
			? { [Key in keyof Input]: Valid<Input[Key]> }
			: Input;

/**
 * Reads the parameters of one item: converts them, checks them and collects everything that is wrong, so that people
 * see all mistakes at once, before anything is sent.
 */
export class ItemFields {
	readonly issues: Issue[] = [];

	/** What is still to be looked at, because a file has to be opened for it. None of them rejects. */
	readonly checks: Array<() => Promise<void>> = [];

	readonly itemIndex: number;

	/** Base URL of the provider that the item is sent to. */
	readonly providerUrl: string;

	readonly context: IExecuteFunctions;

	private readonly labels: ReadonlyMap<string, string>;

	private readonly collections = new Map<string, IDataObject>();

	constructor(
		context: IExecuteFunctions,
		providerUrl: string,
		itemIndex: number,
		labels: ReadonlyMap<string, string>,
	) {
		this.context = context;
		this.providerUrl = providerUrl;
		this.itemIndex = itemIndex;
		this.labels = labels;
	}

	/** The workflow's IANA time zone. */
	get timezone(): string {
		return this.context.getTimezone();
	}

	/** The parameter `simplify`; `byDefault` is the default of its property. */
	simplify(byDefault = true): boolean {
		return this.optional('simplify', toBoolean) ?? byDefault;
	}

	/** A value as entered; undefined when the field is empty or absent. */
	raw(name: string): unknown {
		// A hidden field has no value; n8n throws when it is read without a fallback.
		const value = this.evaluate(name, null);
		return isEmpty(value) ? undefined : value;
	}

	/** A required field. When it is missing or wrong, that becomes an issue. */
	required<Value>(name: string, convert: Convert<Value>): Value | Missing {
		const value = this.raw(name);
		if (value !== undefined) return this.convert(name, value, convert, MISSING);
		if (!this.issues.some((issue) => issue.field === name)) this.addIssue(name, 'is required');
		return MISSING;
	}

	/** An optional field; undefined when it is empty, or wrong, which becomes an issue. */
	optional<Value>(name: string, convert: Convert<Value>): Value | undefined {
		const value = this.raw(name);
		return value === undefined ? undefined : this.convert(name, value, convert, undefined);
	}

	/**
	 * An entry of the collection `additionalFields`, `options` or `filters`; undefined when it was not added or left
	 * empty.
	 */
	entry<Value>(collection: string, name: string, convert: Convert<Value>): Value | undefined {
		const value = locatedValue(this.collection(collection)[name]);
		return isEmpty(value) ? undefined : this.convert(name, value, convert, undefined);
	}

	/** An entry of `additionalFields`. */
	additional<Value>(name: string, convert: Convert<Value>): Value | undefined {
		return this.entry('additionalFields', name, convert);
	}

	/** An entry of `options`. */
	option<Value>(name: string, convert: Convert<Value>): Value | undefined {
		return this.entry('options', name, convert);
	}

	/** A file of the item; undefined when the item has none with that name. */
	binary(property: string): IBinaryData | undefined {
		return this.context.getInputData()[this.itemIndex].binary?.[property];
	}

	/** The JSON field `custom`, merged with the typed fields of `customFields`, which override it. */
	custom(): IDataObject | undefined {
		const json = this.additional('custom', toObject);
		const fields = this.additional('customFields', toCustomFields);
		const merged = { ...json, ...fields } as IDataObject;
		return isEmpty(merged) ? undefined : merged;
	}

	/** A list from the editor's list field or from text; undefined when it is empty. */
	list(name: string): string[] | undefined {
		return this.additional(name, (value) => {
			const list = toList(value);
			return list.length > 0 ? list : undefined;
		});
	}

	/** Converts to a calendar day `DD/MM/YYYY` in the workflow's time zone. */
	readonly calendarDate = (value: unknown): string => toCalendarDate(value, this.timezone);

	/** Converts to an ISO timestamp in UTC; values without a zone are in the workflow's. */
	readonly isoUtc = (value: unknown): string => toIsoUtc(value, this.timezone);

	/** Converts to an ISO timestamp in UTC without needless digits; values without a zone are in the workflow's. */
	readonly shortIsoUtc = (value: unknown): string => toShortIsoUtc(value, this.timezone);

	/** Adds an issue; `what` completes "'Field Label' …". */
	addIssue(field: string, what: string): void {
		this.issues.push({ field, sentence: `'${this.labels.get(field) ?? field}' ${what}` });
	}

	/**
	 * Has something looked at after all fields were read, and before anything is sent.
	 *
	 * @param look rejects with `InvalidValueError` when the value cannot be used
	 */
	checkLater(field: string, look: () => Promise<void>): void {
		this.checks.push(async () => {
			try {
				await look();
			} catch (error) {
				this.addIssue(field, sentenceOf(error));
			}
		});
	}

	private collection(name: string): IDataObject {
		const known = this.collections.get(name);
		if (known) return known;
		const value = this.evaluate(name, {});
		const entries = (isPlainObject(value) ? value : {}) as IDataObject;
		this.collections.set(name, entries);
		return entries;
	}

	/**
	 * The parameter with its expressions evaluated for this item; an expression that fails becomes an issue of the
	 * field.
	 */
	private evaluate(name: string, fallback: unknown): unknown {
		try {
			return locatedValue(this.context.getNodeParameter(name, this.itemIndex, fallback));
		} catch (error) {
			this.addIssue(name, `has an expression that cannot be evaluated: ${(error as Error).message}`);
			return fallback;
		}
	}

	private convert<Value, Otherwise>(
		name: string,
		value: unknown,
		convert: Convert<Value>,
		otherwise: Otherwise,
	): Value | Otherwise {
		try {
			return convert(value);
		} catch (error) {
			this.addIssue(name, sentenceOf(error));
			return otherwise;
		}
	}
}

function sentenceOf(error: unknown): string {
	return error instanceof InvalidValueError ? error.message : `cannot be read: ${String(error)}`;
}
