import type { Fields } from './types.mts';

/**
 * The account behind the valid tokens (`GET /v2/clients/me`), with the secrets that the real reply contains
 * (docs/providers/verifik.md#credential-test).
 */
export const CLIENT: Fields = {
	_id: 'client_123456789',
	name: 'Example Client',
	email: 'client@example.com',
	status: 'active',
	credits: 100,
	otp: 'not-for-anyones-eyes',
	JWTPhrase: 'not-for-anyones-eyes',
	createdAt: '2024-01-15T10:30:00.000Z',
	updatedAt: '2024-01-15T10:30:00.000Z',
};

/** A flow that is rejected with HTTP 200, because the documentation shows no status for it. */
export const FLOW_REFUSED_WITH_200 = 'flow_refused_with_200';

/** A validation that is answered with 204. */
export const VALIDATION_WITHOUT_CONTENT = 'biometric_validation_204';

const SAMPLE_PROJECT = 'project_123456789';
const SAMPLE_FLOW = 'flow_123456789';

/** A flow that has a webhook from the beginning. */
const LINKED_FLOW = flowId(2);

/** More than two pages at [B]'s default of ten. */
const MORE_PROJECTS = 24;

/** Every documented status; most are active. */
const PROJECT_STATUSES = ['active', 'active', 'active', 'inactive', 'active', 'pending', 'draft', 'paused'];

/** An id like Verifik's: the beginning of one of its samples, and a number. */
export function objectId(beginning: string, number: number): string {
	return beginning + number.toString(16).padStart(24 - beginning.length, '0');
}

/** The initial projects. */
export function projects(): Fields[] {
	const more = Array.from({ length: MORE_PROJECTS }, (_, index) =>
		projectOf(
			projectId(index),
			`Example Project ${index + 2}`,
			PROJECT_STATUSES[index % PROJECT_STATUSES.length]!,
		),
	);
	return [projectOf(SAMPLE_PROJECT, 'Example Project', 'active'), ...more];
}

/** The initial flows. Like Verifik's they have no name (docs/providers/verifik.md#projects-and-flows). */
export function projectFlows(): Fields[] {
	return [
		loginFlow(SAMPLE_FLOW, SAMPLE_PROJECT),
		onboardingFlow(flowId(1), SAMPLE_PROJECT),
		loginFlow(LINKED_FLOW, SAMPLE_PROJECT),
		loginFlow(flowId(3), SAMPLE_PROJECT, { faceLiveness: false }),
		onboardingFlow(flowId(4), SAMPLE_PROJECT, { steps: { document: 'mandatory' } }),
		{ ...onboardingFlow(flowId(5), SAMPLE_PROJECT), status: 'draft' },
		{ ...loginFlow(flowId(6), SAMPLE_PROJECT), status: 'paused' },
		...Array.from({ length: MORE_PROJECTS }, (_, index) => {
			const flow = index % 2 === 0 ? loginFlow : onboardingFlow;
			return flow(flowId(16 + index), projectId(index));
		}),
		{ ...onboardingFlow(flowId(7), projectId(0)), type: 'smartlink' },
	];
}

/** The initial webhooks: one, which is linked to a flow. */
export function webhooks(): Fields[] {
	return [
		{
			_id: objectId('66df272b', 1),
			client: CLIENT._id,
			projectFlow: [LINKED_FLOW],
			isActive: true,
			name: 'Postman sample',
			url: 'https://example.com/webhook',
			notification: { success: false, fail: true },
			createdAt: '2024-01-15T10:30:00.000Z',
			updatedAt: '2024-01-15T10:30:00.000Z',
			__v: 0,
		},
	];
}

function projectId(number: number): string {
	return objectId('6705d2a1f3b4c5d6e7f8', number);
}

function flowId(number: number): string {
	return objectId('6799d2a1f3b4c5d6e7f8', number);
}

function projectOf(_id: string, name: string, status: string): Fields {
	return {
		_id,
		name,
		status,
		client: CLIENT._id,
		allowedCountries: ['Colombia', 'United States'],
		assignedCollection: objectId('6705d2a1f3b4c5d6aaaa', 1),
		collectionCode: 'col_12345',
		contactEmail: 'test@verifik.co',
		privacyUrl: 'https://example.com/privacy',
		termsAndConditionsUrl: 'https://example.com/terms',
		branding: {},
		createdAt: '2024-01-15T10:30:00.000Z',
		updatedAt: '2024-01-15T10:30:00.000Z',
	};
}

function flowOf(_id: string, project: string, type: string): Fields {
	return {
		_id,
		project,
		client: CLIENT._id,
		type,
		status: 'active',
		version: 1,
		redirectUrl: 'https://verifik.co',
		loginSettings: null,
		onboardingSettings: null,
		createdAt: '2024-01-15T10:30:00.000Z',
		updatedAt: '2024-01-15T10:30:00.000Z',
	};
}

function loginFlow(_id: string, project: string, settings: Fields = {}): Fields {
	const loginSettings = {
		email: true,
		phone: true,
		faceLiveness: true,
		livenessMinScore: 0.65,
		searchMinScore: 0.85,
		searchMode: 'FAST',
		...settings,
	};
	return { ...flowOf(_id, project, 'login'), loginSettings };
}

function onboardingFlow(_id: string, project: string, settings: Fields = {}): Fields {
	const onboardingSettings = {
		steps: { document: 'mandatory', liveness: 'mandatory' },
		livenessMinScore: 0.65,
		searchMinScore: 0.85,
		searchMode: 'FAST',
		...settings,
	};
	return { ...flowOf(_id, project, 'onboarding'), onboardingSettings };
}
