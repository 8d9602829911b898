import { CLIENT, objectId } from './seed.mts';
import type { Fields } from './types.mts';

/** docs/providers/verifik.md#session-lifetime */
const SESSION_LIFETIME = 4 * 60_000;

/** A validation with the fields of all generations of the documentation. */
export interface Validation {
	/** The validation itself; `livenessSession` is the id of `session`. */
	fields: Fields;
	session: Fields;
	/** Fields that a test has set over those of the validation. */
	patch: Fields;
	/** The fields before an event, which reads show until then, in milliseconds since the epoch. */
	before?: { fields: Fields; until: number };
}

/** The account's validations, oldest first. */
export class Validations {
	private readonly byId = new Map<string, Validation>();

	/** All validations, with the fields that filters apply to. */
	get all(): Fields[] {
		return [...this.byId.values()].map(({ fields, patch }) => ({ ...fields, ...patch }));
	}

	find(id: string): Validation | undefined {
		return this.byId.get(id);
	}

	/** The validation as reads show it, which may lag behind its event. */
	shown(id: string): Validation | undefined {
		const validation = this.byId.get(id);
		const { before } = validation ?? {};
		return before && Date.now() < before.until ? { ...validation!, fields: before.fields } : validation;
	}

	/** The session with this id. */
	session(id: unknown): Fields | undefined {
		return [...this.byId.values()].find(({ session }) => session._id === id)?.session;
	}

	/** Stores a new validation and returns its id. */
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
 * When the session of a new validation ends, in milliseconds. How `expiresAt` and the four minutes interact is not
 * documented; one in the past, as in the documented example, is ignored.
 */
export function endOfSession({ expiresAt }: Fields, now: number): number {
	const wanted = Date.parse(String(expiresAt));
	return wanted > now ? wanted : now + SESSION_LIFETIME;
}

/** The page depends on the type, as in the samples. */
function urlOf({ project, type }: Fields): string {
	const page = type === 'login' ? 'sign-in' : 'stand-alone';
	return `https://access.verifik.co/${page}/${String(project)}?type=liveness`;
}
