import axios from 'axios';

import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { RecordKind, Sandbox } from '../../../sandbox/types.mts';
import { checkLive, type LiveOptions } from '../../../sandbox/live/run.mts';
import type { Environment, Outcome } from '../../../sandbox/live/types.mts';
import { CHECK, PROCESS } from '../../support/documented.mts';

const RECORDS: Record<RecordKind, string> = {
	appRegistration: 'VERIFIK_APP_REGISTRATION_ID',
	emailValidation: 'VERIFIK_EMAIL_VALIDATION_ID',
	phoneValidation: 'VERIFIK_PHONE_VALIDATION_ID',
	documentValidation: 'VERIFIK_DOCUMENT_VALIDATION_ID',
	informationValidation: 'VERIFIK_INFORMATION_VALIDATION_ID',
};

/** A sandbox of both providers with one object of every kind, and the environment of somebody who has an account there. */
export class Account {
	readonly sandbox: Sandbox;

	environment: Environment = {};

	private constructor(sandbox: Sandbox) {
		this.sandbox = sandbox;
	}

	static async open(): Promise<Account> {
		const account = new Account(await startSandbox());
		await account.refill();
		return account;
	}

	/** Forgets everything, and makes the objects again. */
	async refill(): Promise<void> {
		const { auco, verifik } = this.sandbox;
		auco.reset();
		verifik.reset();
		auco.advances = false;
		verifik.advances = false;
		const { privateKey, publicKey, baseUrl } = auco.credential;
		const created = async (path: string, body: unknown) => {
			const headers = { Authorization: privateKey };
			const { data } = await axios.post<{ code: string }>(`${baseUrl}${path}`, body, {
				headers,
				proxy: false,
			});
			return data.code;
		};
		verifik.addValidations(5);
		const records = Object.entries(RECORDS).map(([kind, variable]) => [
			variable,
			verifik.addRecord(kind as RecordKind),
		]);
		this.environment = {
			AUCO_PUBLIC_KEY: publicKey,
			AUCO_PRIVATE_KEY: privateKey,
			AUCO_BASE_URL: baseUrl,
			AUCO_PROCESS_CODE: await created('/veriface', PROCESS),
			AUCO_BACKGROUND_CODE: await created('/validate/background', CHECK),
			AUCO_DOCUMENT_CODE: auco.addDocument(),
			AUCO_PACKAGE_ID: auco.addPackage(),
			VERIFIK_ACCESS_TOKEN: verifik.credential.accessToken,
			VERIFIK_BASE_URL: verifik.baseUrl,
			...Object.fromEntries(records),
		};
	}

	async check(options: Partial<LiveOptions> = {}): Promise<Outcome[]> {
		const { environment } = this;
		return await checkLive({ environment, create: false, timeout: 30_000, log: () => {}, ...options });
	}

	async close(): Promise<void> {
		await this.sandbox.stop();
	}
}

/** Those of an outcome, in one line each. */
export function linesOf(outcomes: Outcome[]): string[] {
	const lines = outcomes.flatMap(({ provider, endpoint, differences }) =>
		differences.map(({ kind, path, found }) => `${provider} ${endpoint}: ${kind} ${path} ${found}`),
	);
	return [...new Set(lines)];
}

/** What is said of one endpoint. */
export function outcomeOf(outcomes: Outcome[], endpoint: string): Outcome {
	return outcomes.find((outcome) => outcome.endpoint === endpoint)!;
}
