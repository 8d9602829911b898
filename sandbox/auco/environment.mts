/** What the parts of the stand-in have in common. */
export interface AucoEnvironment {
	/** Whether events of AucoFace carry the `custom` and `tags` of their process. */
	readonly eventsCarryCustom: boolean;
	/** Does something after a documented time, unless objects are not to advance by themselves. */
	advance(milliseconds: number, work: () => void): void;
	/** Delivers an event to the webhooks with these ids. */
	deliver(body: unknown, targetWebhooks?: string[]): void;
	/** A signed address for one of the sandbox's files, valid for this documented time. */
	sign(file: FileName, milliseconds: number): string;
}

/** The files of `files/`. */
export type FileName = 'card.jpg' | 'photo.png' | 'report.pdf';

const SECOND = 1000;

export const MINUTE = 60 * SECOND;

/** A background check was seen to take 56 s (auco.md 4.1); the documentation says up to a minute. */
export const CHECK_TIME = 56 * SECOND;
