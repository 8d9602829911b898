import { CLIENT, objectId } from './seed.mts';
import type { Fields } from './types.mts';

/** Documented lifetime of a session (verifik.md 2.1). */
export const SESSION_LIFETIME = 4 * 60_000;

/** A validation with everything that any generation of the documentation says of it. */
export interface Validation {
	/** The object; `livenessSession` is the ID of `session`. */
	fields: Fields;
	session: Fields;
	/** What a test has put over the object. */
	patch: Fields;
}

/** The account's validations, oldest first. */
export class Validations {
	private readonly byId = new Map<string, Validation>();

	/** All validations as a list's filters see them. */
	get all(): Fields[] {
		return [...this.byId.values()].map(({ fields, patch }) => ({ ...fields, ...patch }));
	}

	find(id: string): Validation | undefined {
		return this.byId.get(id);
	}

	/** The session with this ID. */
	session(id: unknown): Fields | undefined {
		return [...this.byId.values()].find(({ session }) => session._id === id)?.session;
	}

	/** Keeps a new validation and gives its ID. */
	add(body: Fields, project: Fields | undefined, at = Date.now()): string {
		const number = this.byId.size + 1;
		const validation = newValidation(body, project, number, at);
		const id = String(validation.fields._id);
		this.byId.set(id, validation);
		return id;
	}

	clear(): void {
		this.byId.clear();
	}
}

function newValidation(body: Fields, project: Fields | undefined, number: number, at: number): Validation {
	const now = new Date(at).toISOString();
	const stamps = { createdAt: now, updatedAt: now };
	const owners = { client: CLIENT._id, project: body.project, projectFlow: body.projectFlow };
	const session: Fields = {
		_id: objectId('674dc8f1b2c3d4e5a7', number),
		identifier: body.identifier,
		...owners,
		status: 'active',
		expiresAt: new Date(endOfSession(body, at)).toISOString(),
		...stamps,
	};
	const fields: Fields = {
		_id: objectId('674dc8f1b2c3d4e5f6', number),
		...owners,
		status: 'new',
		livenessSession: session._id,
		type: body.type,
		url: urlOf(body),
		assignedCollection: project?.assignedCollection ?? null,
		collectionCode: project?.collectionCode ?? null,
		livenessScore: 0,
		webhook: null,
		...body,
		redirectUrl: body.redirectUrl ?? null,
		requires2FA: body.requires2FA ?? false,
		...stamps,
	};
	return { fields, session, patch: {} };
}

/**
 * When the session of a new validation ends, in milliseconds. How `expiresAt` interacts with the four minutes is not
 * documented; one that has already passed, as in the documented example, is taken for none.
 */
export function endOfSession({ expiresAt }: Fields, now: number): number {
	const asked = Date.parse(String(expiresAt));
	return asked > now ? asked : now + SESSION_LIFETIME;
}

/** By type as the samples show it (verifik.md 2.1). */
function urlOf({ project, type }: Fields): string {
	const page = type === 'login' ? 'sign-in' : 'stand-alone';
	return `https://access.verifik.co/${page}/${String(project)}?type=liveness`;
}
