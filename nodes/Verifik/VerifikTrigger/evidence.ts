import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { RequestFailure } from '../../common/http/failure';
import type { Standing } from '../../common/trigger/contract';
import { rethrow } from '../../common/util/rethrow';
import { isPlainObject } from '../../common/values/convert';
import * as registrations from '../api/registrations';
import { isValidated } from '../api/validations';
import { idOf } from '../api/webhooks';
import type { Subject } from './subjects';

/** What confirms an event. */
export interface Evidence {
	standing(record: IDataObject, body: IDataObject, api: ApiClient): Standing | Promise<Standing>;
	/**
	 * What tells two such events about one object apart, from the API; undefined for what happens once. A code can be sent
	 * again several times.
	 */
	occasion?(record: IDataObject): unknown;
	/** Happens once as a rule, so the occasion counts only where the delivery is of the same moment as the object. */
	isRarelyRepeated?: true;
}

const lastChange = ({ updatedAt }: IDataObject): unknown => updatedAt ?? null;

/** That the object exists is all that can be asked for. */
export const EXISTS: Evidence = { standing: () => 'confirmed' };

/** The same for something that can happen again. */
export const HAPPENED: Evidence = { ...EXISTS, occasion: lastChange };

/** A state that the object is in, or in one that can follow it. Another final one contradicts it. */
export function isIn({ isFinished: isEnded }: Subject, ...statuses: string[]): Evidence {
	return {
		standing(record) {
			if (statuses.includes(statusOf(record))) return 'confirmed';
			return isEnded(record) === true ? 'contradicted' : 'notYet';
		},
	};
}

/** The person has begun with the registration. */
export const ONGOING: Evidence = {
	standing: (registration) => (statusOf(registration) === 'started' ? 'notYet' : 'confirmed'),
};

/** A step of the registration; that it was this one is not to be seen. Each further step changes the registration. */
export const STEP: Evidence = { ...ONGOING, occasion: lastChange, isRarelyRepeated: true };

/** A failed attempt of a biometric validation may be followed by another one, so only success rules it out. */
export const ATTEMPT_FAILED: Evidence = onTheWay(isValidated);

/** A biometric validation without success has created no person. */
export const PERSON_CREATED: Evidence = onTheWay(({ status }) => status === 'failed' || status === 'expired');

/** For something before the end: it does not happen to a new validation, and rules out some of the ends. */
function onTheWay(isImpossible: (validation: IDataObject) => boolean): Evidence {
	return {
		standing(validation) {
			if (validation.status === 'new') return 'notYet';
			return isImpossible(validation) ? 'contradicted' : 'confirmed';
		},
	};
}

/** A comparison of faces: what the delivery says of it must be what the API says. */
export const COMPARED: Evidence = {
	standing(registration, body) {
		const comparison = registrations.comparisonOf(registration);
		if (comparison === undefined) return 'notYet';
		const { score, passed } = claimedIn(body);
		const isSame = [score ?? comparison.score, passed ?? comparison.passed];
		return isSame[0] === comparison.score && isSame[1] === comparison.passed ? 'confirmed' : 'contradicted';
	},
	occasion: (registration) => registrations.comparisonOf(registration),
};

/** `compareResult` is documented beside the registration, which may mean within `object`; so may be its `result`. */
function claimedIn({ object, compareResult }: IDataObject): registrations.FaceComparison {
	const inner = isPlainObject(object) ? object.compareResult : undefined;
	const claimed = isPlainObject(inner) ? inner : compareResult;
	if (!isPlainObject(claimed)) return {};
	return (isPlainObject(claimed.result) ? claimed.result : claimed) as registrations.FaceComparison;
}

/** A document that a person has to look at: its own status says so, or that of its registration. */
export const NEEDS_A_PERSON: Evidence = {
	async standing(document, _body, api) {
		const waits = (record: IDataObject): boolean => statusOf(record) === 'needs_manual_verification';
		if (waits(document)) return 'confirmed';
		const registration = await registrationOf(api, document);
		if (registration && waits(registration)) return 'confirmed';
		const isOver = ['active', 'failed', 'expired'].includes(statusOf(document));
		return isOver || (registration && registrations.isFinished(registration)) ? 'contradicted' : 'notYet';
	},
};

async function registrationOf(
	api: ApiClient,
	{ appRegistration }: IDataObject,
): Promise<IDataObject | undefined> {
	const id = idOf(appRegistration);
	if (id === undefined) return undefined;
	try {
		const registration = await registrations.readRegistration(api, id);
		return registration.id === id ? registration : undefined;
	} catch (error) {
		if (error instanceof RequestFailure && error.isClientError) return undefined;
		throw rethrow(error);
	}
}

/** Registrations have their statuses in capitals, validations in small letters. */
function statusOf({ status }: IDataObject): string {
	return String(status).toLowerCase();
}
