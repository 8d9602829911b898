/** What the fake Auco offers to its parts. */
export interface AucoEnvironment {
	/** Whether events of AucoFace carry the `custom` and `tags` of their process. */
	readonly eventsCarryCustom: boolean;
	/** Whether the events of a blocked and of a rejected document carry its code. */
	readonly eventsCarryCode: boolean;
	/** Milliseconds for which reads still show the state before an event. */
	readonly lag: number;
	/** Runs work after a documented time, unless `advances` is off. */
	advance(milliseconds: number, work: () => void): void;
	/** Delivers an event to the webhooks with these ids. */
	deliver(body: unknown, targetWebhooks?: string[]): void;
	/** A signed address for one of the sandbox's files, valid for a documented time. */
	sign(file: FileName, milliseconds: number): string;
}

/** The files of `files/`. */
export type FileName = 'card.jpg' | 'photo.png' | 'report.pdf';

const SECOND = 1000;

export const MINUTE = 60 * SECOND;

/** Auco documents up to a minute; 56 s were seen (docs/providers/auco.md#background-checks). */
export const CHECK_TIME = 56 * SECOND;
