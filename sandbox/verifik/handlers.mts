import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import type { RecordKind } from '../types.mts';
import type { Account } from './account.mts';
import { listAnswer, type Paging } from './lists.mts';
import { filtered, listOf, populated, selected, sorted } from './query.mts';
import { invalidProjectFlow, NOT_FOUND, PROJECT_NOT_FOUND, validationNotFound } from './refusals.mts';
import { CLIENT, FLOW_REFUSED_WITH_200, VALIDATION_WITHOUT_CONTENT } from './seed.mts';
import { creationReply, listedFields, readFields } from './shapes.mts';
import type { Fields } from './types.mts';
import { webhookHandlers } from './webhookHandlers.mts';
import { webhookOf } from './webhooks.mts';

type Handler = (call: OperationRequest) => ProviderResponse;

const VALIDATIONS: Paging = { size: 'perPage', byDefault: 20, bareWhenNested: false };

/** Ten by default, as [B] documents it. */
const PROJECTS: Paging = { size: 'limit', byDefault: 10, bareWhenNested: true };

/** The handlers of all operations, by name. */
export function handlersOf(account: Account): Record<string, Handler> {
	return {
		...validationHandlers(account),
		...projectHandlers(account),
		...webhookHandlers(account),
		...recordHandlers(account),
		getClient: () => ({ status: 200, body: { data: account.client } }),
	};
}

function validationHandlers(account: Account): Record<string, Handler> {
	const { validations } = account;
	return {
		createBiometricValidation({ body, created }) {
			const rejection = rejectCreation(account, body);
			if (rejection) return rejection;
			const id = validations.add(body, projectOf(account, body.project));
			created(id);
			const reply = structuredClone(creationReply(account.shape, validations.find(id)!));
			account.onCreated(id);
			return { status: 200, body: reply };
		},
		getBiometricValidation({ params, query }) {
			if (params.id === VALIDATION_WITHOUT_CONTENT) return { status: 204 };
			const validation = validations.shown(params.id!);
			if (!validation) return validationNotFound(account.shape);
			const data = selected(withReferences(account, readFields(account.shape, validation), query), query);
			return { status: 200, body: { ...(account.shape === 'flat' && { success: true }), data } };
		},
		listBiometricValidations({ query }) {
			const found = sorted(filtered(validations.all, query), query.sort);
			const perPage = Math.min(
				Number(query.perPage ?? VALIDATIONS.byDefault),
				account.largestPage ?? Infinity,
			);
			const answer = listAnswer(account.shape, VALIDATIONS, found, { ...query, perPage }, ({ _id }) =>
				withReferences(account, listedFields(account.shape, validations.find(String(_id))!), query),
			);
			account.onPageRead();
			return answer;
		},
	};
}

function recordHandlers(account: Account): Record<string, Handler> {
	const reading =
		(kind: RecordKind): Handler =>
		(call) =>
			account.records.read(kind, account.shape, call, (field, id) => referred(account, field, id));
	return {
		getAppRegistration: reading('appRegistration'),
		getEmailValidation: reading('emailValidation'),
		getPhoneValidation: reading('phoneValidation'),
		getDocumentValidation: reading('documentValidation'),
		getInformationValidation: reading('informationValidation'),
	};
}

/** The error for a valid request that cannot be carried out (docs/providers/verifik.md#create). */
function rejectCreation(account: Account, { project, projectFlow }: Fields): ProviderResponse | undefined {
	if (projectFlow === FLOW_REFUSED_WITH_200) return invalidProjectFlow(200);
	if (!projectOf(account, project)) return PROJECT_NOT_FOUND;
	const flow = account.projectFlows.find(({ _id }) => _id === projectFlow);
	if (flow?.project !== project) return invalidProjectFlow(400);
	return hasLiveness(flow) ? undefined : PROJECT_NOT_FOUND;
}

function hasLiveness(flow: Fields | undefined): boolean {
	const login = flow?.loginSettings as { faceLiveness?: boolean } | null | undefined;
	const onboarding = flow?.onboardingSettings as { steps?: Fields } | null | undefined;
	return login?.faceLiveness === true || onboarding?.steps?.liveness !== undefined;
}

function projectHandlers(account: Account): Record<string, Handler> {
	const flows = (): Fields[] => account.projectFlows.map((flow) => withWebhook(account, flow));
	return {
		listProjects({ query }) {
			const withFlows = listOf(query['with[]']).includes('projectFlows');
			const found = sorted(filtered(account.projects, query), query.sort);
			return listAnswer(account.shape, PROJECTS, found, query, (project) => {
				const ofProject = flows().filter((flow) => flow.project === project._id);
				const full = { ...project, ...(withFlows && { projectFlows: ofProject }) };
				return selected(withReferences(account, full, query), query);
			});
		},
		listProjectFlows({ query }) {
			const found = sorted(filtered(flows(), query), query.sort);
			return listAnswer(account.shape, PROJECTS, found, query, (flow) =>
				withReferences(account, flow, query),
			);
		},
		getProjectFlow({ params, query }) {
			const flow = flows().find(({ _id }) => _id === params.id);
			return flow ? { status: 200, body: { data: withReferences(account, flow, query) } } : NOT_FOUND;
		},
	};
}

/** Replaces the references that `populates[]` names by whole objects. */
function withReferences(account: Account, record: Fields, query: Fields): Fields {
	const names = ['client', 'project', 'projectFlow', 'livenessSession', 'webhook'];
	const lookups = names.map((name) => [name, (id: unknown) => referred(account, name, id)]);
	return populated(record, query, Object.fromEntries(lookups));
}

/** The object that a field of this name refers to. */
function referred(account: Account, name: string, id: unknown): Fields | undefined {
	switch (name) {
		case 'client':
			return { _id: CLIENT._id, name: CLIENT.name, email: CLIENT.email };
		case 'project':
			return projectOf(account, id);
		case 'projectFlow':
			return account.projectFlows.find(({ _id }) => _id === id);
		case 'livenessSession':
			return account.validations.session(id);
		case 'webhook':
			return account.webhooks.find(({ _id }) => _id === id);
		case 'biometricValidation':
			return account.validations.find(String(id))?.fields;
		default:
			return account.records.find(String(id))?.fields;
	}
}

function projectOf(account: Account, id: unknown): Fields | undefined {
	return account.projects.find(({ _id }) => _id === id);
}

function withWebhook(account: Account, flow: Fields): Fields {
	return { ...flow, webhook: webhookOf(account.webhooks, flow._id)?._id ?? null };
}
