import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { InvalidValueError } from '../values/convert';
import { isBesideSandbox, isPublicHttps } from '../values/urls';
import { BYTES_TO_TELL } from './fileType';

type FileStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** Milliseconds until a server that sends nothing is given up. */
const PATIENCE = 5_000;

/** Statuses with which a server says that nobody gets the file. */
const REFUSALS = [401, 403, 404, 410];

/** The first bytes of a file of an item, without loading the rest. */
export async function beginningOfFile(context: IExecuteFunctions, file: IBinaryData): Promise<Buffer> {
	if (!file.id) return Buffer.from(file.data.slice(0, 4 * BYTES_TO_TELL), 'base64');
	return await beginningOf(await context.helpers.getBinaryStream(file.id));
}

/** Hosts that could not be reached in a run; asking them for every row would only take time. */
const unreachable = new WeakMap<IExecuteFunctions, Set<string>>();

/**
 * The first bytes of the file at a URL from which a provider is to download it. Requested without any credential, without
 * following redirects, and from public HTTPS hosts only: the URL comes from a row, and must not make n8n call something in
 * its own network. Beside a sandbox on loopback, loopback counts as public.
 *
 * @returns undefined where nothing can be said: for other URLs, redirects, and hosts that only the provider may reach
 * @throws InvalidValueError when the server refuses to give the file
 */
export async function beginningAtUrl(
	context: IExecuteFunctions,
	url: string,
	providerUrl: string,
): Promise<Buffer | undefined> {
	const { host } = new URL(url);
	if (!isBesideSandbox(url, providerUrl) && !isPublicHttps(url)) return undefined;
	const silent = unreachable.get(context) ?? new Set<string>();
	unreachable.set(context, silent);
	if (silent.has(host)) return undefined;
	const answer = await askFor(context, url).catch(() => undefined);
	if (answer === undefined) silent.add(host);
	if (answer !== undefined && REFUSALS.includes(answer.status)) {
		throw new InvalidValueError(`is a URL that gives no image: it answers with HTTP status ${answer.status}`);
	}
	return answer?.beginning;
}

async function askFor(
	context: IExecuteFunctions,
	url: string,
): Promise<{ status: number; beginning?: Buffer }> {
	const cancelled = context.getExecutionCancelSignal();
	const timeIsUp = AbortSignal.timeout(PATIENCE);
	const { statusCode, body } = (await context.helpers.httpRequest({
		method: 'GET',
		url,
		headers: { Range: `bytes=0-${BYTES_TO_TELL - 1}` },
		encoding: 'stream',
		timeout: PATIENCE,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal: cancelled ? AbortSignal.any([cancelled, timeIsUp]) : timeIsUp,
	})) as { statusCode: number; body: FileStream };
	const isFile = statusCode === 200 || statusCode === 206;
	if (!isFile) body.destroy();
	return { status: statusCode, beginning: isFile ? await beginningOf(body) : undefined };
}

async function beginningOf(stream: FileStream): Promise<Buffer> {
	const chunks: Buffer[] = [];
	// Leaving the loop ends the stream: the rest is not read.
	for await (const chunk of stream) {
		chunks.push(Buffer.from(chunk as Buffer));
		if (Buffer.concat(chunks).length >= BYTES_TO_TELL) break;
	}
	return Buffer.concat(chunks);
}
