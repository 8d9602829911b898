import { FakeVerifik } from '../../../sandbox/verifik/fakeProvider.mts';
import { useClock } from '../../support/clock.mts';
import { FULL_VALIDATION } from '../../support/documented.mts';

export interface Reply {
	status: number;
	// Replies are of any shape; tests say what they expect.
	body: any;
}

const OPERATIONS: ReadonlyArray<[method: string, path: RegExp, operation: string]> = [
	['POST', /^\/v2\/biometric-validations$/, 'createBiometricValidation'],
	['GET', /^\/v2\/biometric-validations$/, 'listBiometricValidations'],
	['GET', /^\/v2\/biometric-validations\/[^/]+$/, 'getBiometricValidation'],
	['GET', /^\/v2\/app-registrations\/[^/]+$/, 'getAppRegistration'],
	['GET', /^\/v2\/email-validations\/[^/]+$/, 'getEmailValidation'],
	['GET', /^\/v2\/phone-validations\/[^/]+$/, 'getPhoneValidation'],
	['GET', /^\/v2\/document-validations\/[^/]+$/, 'getDocumentValidation'],
	['GET', /^\/v2\/information-validations\/[^/]+$/, 'getInformationValidation'],
	['GET', /^\/v2\/projects$/, 'listProjects'],
	['GET', /^\/v2\/project-flows$/, 'listProjectFlows'],
	['GET', /^\/v2\/project-flows\/[^/]+$/, 'getProjectFlow'],
	['POST', /^\/v2\/webhooks$/, 'createWebhook'],
	['GET', /^\/v2\/webhooks$/, 'listWebhooks'],
	['GET', /^\/v2\/webhooks\/[^/]+$/, 'getWebhook'],
	['PUT', /^\/v2\/webhooks\/[^/]+$/, 'updateWebhook'],
	['DELETE', /^\/v2\/webhooks\/[^/]+$/, 'deleteWebhook'],
	['GET', /^\/v2\/clients\/me$/, 'getClient'],
];

/** Sends requests to a fake Verifik as a client would. Every reply must fit the OpenAPI document, or the call fails. */
export class VerifikApi {
	private readonly provider: FakeVerifik;

	constructor(provider: FakeVerifik) {
		this.provider = provider;
	}

	/** @param authorization the header; left out when null, that of the good credential by default */
	async send(
		method: string,
		path: string,
		body?: unknown,
		authorization: string | null = `Bearer ${this.provider.credential.accessToken}`,
	): Promise<Reply> {
		const answer = await fetch(`${this.provider.baseUrl}${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				...(authorization !== null && { authorization }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await answer.text();
		const reply = { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
		const wrongs = this.wrongsOf(method, path.split('?')[0]!, reply);
		if (wrongs.length > 0) throw new Error(`${method} ${path}: ${wrongs.join('; ')}: ${text}`);
		return reply;
	}

	async get(path: string): Promise<Reply> {
		return await this.send('GET', path);
	}

	/** Makes a validation from the documented example and gives the reply's `data`. */
	async create(changes: Record<string, unknown> = {}): Promise<any> {
		const { status, body } = await this.send('POST', '/v2/biometric-validations', {
			...FULL_VALIDATION,
			...changes,
		});
		if (status !== 200) throw new Error(`Creating was answered ${status}`);
		return body.data;
	}

	/** Makes a validation and gives its ID, whatever the shape. */
	async createdId(changes: Record<string, unknown> = {}): Promise<string> {
		const data = await this.create(changes);
		return (data.biometricValidation ?? data)._id;
	}

	private wrongsOf(method: string, path: string, { status, body }: Reply): string[] {
		const found = OPERATIONS.find(([verb, pattern]) => verb === method && pattern.test(path));
		if (!found) return [`no operation`];
		if (body === undefined) return status === 204 ? [] : [`${status} without a body`];
		return this.provider.responseErrors(found[2], status, body);
	}
}

/** A fake Verifik for the tests of a file, on a clock of its own and as new for each, and a client of it. */
export function useVerifik(): { verifik: FakeVerifik; api: VerifikApi } {
	useClock();
	const verifik = new FakeVerifik(0.001);
	beforeAll(async () => await verifik.listen());
	beforeEach(() => verifik.reset());
	afterAll(async () => await verifik.stop());
	return { verifik, api: new VerifikApi(verifik) };
}
