/** The part of autocannon that the benchmark uses; the package brings no types. */
declare module 'autocannon' {
	interface Options {
		url: string;
		connections: number;
		/** Seconds. */
		duration: number;
		method: string;
		headers: Record<string, string>;
		/** `setupRequest` is called before every request. */
		requests: Array<{ setupRequest(request: object): object }>;
	}

	interface Result {
		/** Answers per second. */
		requests: { average: number };
		non2xx: number;
		errors: number;
	}

	export default function autocannon(options: Options): Promise<Result>;
}
