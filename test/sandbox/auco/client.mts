import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';

import { FakeAuco } from '../../../sandbox/auco/fakeProvider.mts';
import { CHECK, PROCESS } from '../../support/documented.mts';

/** The fake provider and a client that has its keys. */
export class AucoClient {
	readonly auco: FakeAuco;

	/** @param minute what a documented minute takes here, in milliseconds */
	constructor(minute = 20) {
		this.auco = new FakeAuco(minute / 60_000);
	}

	/** Sends a request with the key that its method needs; any status is an answer. */
	async ask(config: AxiosRequestConfig): Promise<AxiosResponse> {
		const { privateKey, publicKey } = this.auco.credential;
		return await axios.request({
			baseURL: this.auco.baseUrl,
			headers: { Authorization: (config.method ?? 'GET') === 'GET' ? publicKey : privateKey },
			validateStatus: () => true,
			proxy: false,
			...config,
		});
	}

	async get(url: string, params?: Record<string, string>): Promise<AxiosResponse> {
		return await this.ask({ url, params });
	}

	async post(url: string, data: unknown): Promise<AxiosResponse> {
		return await this.ask({ method: 'POST', url, data });
	}

	async put(url: string, data: unknown): Promise<AxiosResponse> {
		return await this.ask({ method: 'PUT', url, data });
	}

	/** Creates a process like the documentation's example and gives its code. */
	async createProcess(fields: Record<string, unknown> = {}): Promise<string> {
		const { data } = await this.post('/veriface', { ...PROCESS, ...fields });
		return data.code as string;
	}

	/** Generates a check like the documentation's example and gives its code. */
	async generate(fields: Record<string, unknown> = {}): Promise<string> {
		const { data } = await this.post('/validate/background', { ...CHECK_WITH_DATE, ...fields });
		return data.code as string;
	}
}

/** A background check with every field of its documented example. */
export const CHECK_WITH_DATE = { ...CHECK, expeditionDate: '01/01/1995' };

/** A PNG of one pixel. */
export const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
