import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ItemFields } from '../../../common/action/itemFields';
import { createClient } from '../../../common/http/client';
import { messageOf } from '../../../common/http/errors';
import type { Seal } from '../../../common/util/seal';
import { InvalidValueError } from '../../../common/values/convert';
import { SEALED_RESUME_URL } from '../../../common/values/urls';
import {
	readResumeUrl,
	resumeThisExecution,
	sealOfAddresses,
} from '../../../common/wait/resumeThisExecution';
import { isProductionWebhook } from '../../../common/wait/resumeUrl';
import { auco } from '../../api/provider';
import { readWebhooks } from '../../api/webhooks';

/** The part of a creating request that makes its result resume this execution. */
interface Resumable {
	custom?: IDataObject;
	targetWebhooks?: string[];
}

/** What is found out once per run. */
interface Preparation {
	seal: Seal;
	/** IDs of the webhooks at Auco that lead to this n8n. */
	own: string[];
}

const preparations = new WeakMap<IExecuteFunctions, Promise<Preparation>>();

/**
 * With the option 'Resume This Execution', adds the sealed resume URL to `custom`, and the webhook of this n8n to
 * `targetWebhooks`. Without a webhook of this n8n at Auco nothing would ever resume the execution: that is an issue.
 */
export function makeResumable(fields: ItemFields, body: Resumable): void {
	const resumeUrl = readResumeUrl(fields);
	if (resumeUrl === undefined) return;
	if (body.custom && SEALED_RESUME_URL in body.custom) {
		fields.addIssue(
			'custom',
			`must not contain the key ${SEALED_RESUME_URL} when 'Resume This Execution' is on`,
		);
	}
	fields.checkLater(resumeThisExecution.name, async () => {
		const { seal, own } = await preparationOf(fields.context, resumeUrl);
		body.targetWebhooks = targetsWith(own, body.targetWebhooks ?? []);
		body.custom = { ...body.custom, [SEALED_RESUME_URL]: seal.close(resumeUrl) };
	});
}

/** What of the request does not change with the execution. */
export function withoutSealedUrl<Body extends Resumable>(body: Body): Body {
	return body.custom ? { ...body, custom: { ...body.custom, [SEALED_RESUME_URL]: undefined } } : body;
}

async function preparationOf(context: IExecuteFunctions, resumeUrl: string): Promise<Preparation> {
	const known = preparations.get(context);
	if (known) return await known;
	const preparation = prepare(context, resumeUrl);
	preparations.set(context, preparation);
	return await preparation;
}

async function prepare(context: IExecuteFunctions, resumeUrl: string): Promise<Preparation> {
	const seal = await sealOfAddresses(context, auco);
	const read = await readWebhooks(createClient(context, auco)).then(
		(webhooks) => ({ webhooks }),
		(error: unknown) => ({ reason: messageOf(auco, error) }),
	);
	if ('reason' in read) {
		throw new InvalidValueError(
			`cannot be used now, because the webhooks of your company at Auco could not be read: ${read.reason}`,
		);
	}
	const own = read.webhooks.filter(({ url }) => isProductionWebhook(resumeUrl, url)).map(({ id }) => id);
	return { seal, own };
}

function targetsWith(own: readonly string[], chosen: readonly string[]): string[] {
	if (chosen.some((id) => own.includes(id))) return [...chosen];
	if (own.length === 1) return [...chosen, own[0]];
	if (own.length === 0) {
		throw new InvalidValueError(
			"cannot be used, because no webhook at Auco leads to this n8n: publish a workflow with an Auco Trigger, with 'Registration' set to Automatic and its option 'Resume Waiting Executions' on",
		);
	}
	throw new InvalidValueError(
		`needs 'Target Webhooks', because several webhooks at Auco lead to this n8n (${own.join(', ')}): choose that of the Auco Trigger with 'Resume Waiting Executions'`,
	);
}
