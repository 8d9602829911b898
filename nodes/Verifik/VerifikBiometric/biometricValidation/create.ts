import { InvalidValueError, toBoolean, toChoice, toIdentifier } from '../../../common/values/convert';
import { toEmail } from '../../../common/values/email';
import { isReachableByProvider, toIpAddress, toLink, toUrl } from '../../../common/values/urls';
import type { ItemFields } from '../../../common/action/itemFields';
import { defineOperation } from '../../../common/action/operation';
import { additionalFields, notice, requiredFor, simplifyOff } from '../../../common/editor/properties';
import { noteResumable, readResumeUrl, resumeThisExecution } from '../../../common/wait/resumeThisExecution';
import * as shared from '../../editor/properties';
import { idOf, simplified, TYPES, VALIDATIONS, validationOf, withoutResumeUrl } from '../../api/validations';

const LANGUAGES = ['en', 'es'] as const;

/**
 * `POST /v2/biometric-validations`: starts a liveness and face validation of a person
 * (docs/providers/verifik.md#create).
 */
export const create = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create biometric validation (may be billed)',
	description:
		'Start a liveness and face validation of a person. Verifik may bill each one, and writes to the person if Send via Email is on.',
	sends: 'creates',

	properties: [
		shared.project,
		shared.projectFlow,
		{
			displayName: 'Identifier',
			name: 'identifier',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. user@example.com',
			description: 'Your own key for the person or session: an email, a phone number or any ID',
		},
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			required: true,
			default: 'validation',
			options: shared.kinds,
			description: 'Kind of validation',
		},
		{
			displayName: 'Send via Email',
			name: 'sendViaEmail',
			type: 'boolean',
			default: false,
			description: 'Whether Verifik sends the link to the person by email',
		},
		notice(
			'emailNotice',
			{ sendViaEmail: [true] },
			'Every item writes to a real person by email and may be billed by Verifik.',
		),
		...requiredFor(
			{ field: 'sendViaEmail', needs: [true], hiddenFor: [false] },
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				default: '',
				placeholder: 'e.g. name@example.com',
				description: 'Email address to which the link is sent',
			},
		),
		{
			displayName: 'Language',
			name: 'language',
			type: 'options',
			default: 'en',
			options: [
				{ name: 'English', value: 'en' },
				{ name: 'Spanish', value: 'es' },
			],
			displayOptions: { show: { sendViaEmail: [true] } },
			description: 'Language of the email',
		},
		simplifyOff,
		additionalFields(
			{
				displayName: 'Expires At',
				name: 'expiresAt',
				type: 'dateTime',
				default: '',
				description:
					'When the session ends. It must be in the future. If not set, Verifik ends it after a few minutes.',
			},
			{
				displayName: 'IP Address',
				name: 'ipAddress',
				type: 'string',
				default: '',
				placeholder: 'e.g. 192.168.1.1',
				description: 'IP address of the person',
			},
			{
				displayName: 'Redirect URL',
				name: 'redirectUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com/success',
				description: 'Where the person is redirected after the validation',
			},
			{
				displayName: 'Requires 2FA',
				name: 'requires2FA',
				type: 'boolean',
				default: false,
				description: 'Whether a second factor is required',
			},
			{
				displayName: 'Webhook URL',
				name: 'webhookUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com/webhook',
				description:
					"URL that Verifik is to notify about this validation. No page of Verifik describes what is sent there, or whether it is: try it with your account, or use 'Wait for Result' with 'Resume On' set to Polling.",
			},
		),
	],

	options: [resumeThisExecution],

	/** In the order of the documented example. */
	read(fields) {
		const sendViaEmail = fields.optional('sendViaEmail', toBoolean) === true;
		const own = fields.additional('webhookUrl', toUrl);
		const resumeUrl = readReachableResumeUrl(fields, own);
		const body = {
			project: fields.required('project', toIdentifier),
			projectFlow: fields.required('projectFlow', toIdentifier),
			identifier: fields.required('identifier', toIdentifier),
			type: fields.required('type', (value) => toChoice(value, TYPES)),
			expiresAt: fields.additional('expiresAt', (value) => inTheFuture(fields.shortIsoUtc(value))),
			redirectUrl: fields.additional('redirectUrl', toLink),
			webhookUrl: own ?? resumeUrl,
			requires2FA: fields.additional('requires2FA', toBoolean),
			ipAddress: fields.additional('ipAddress', toIpAddress),
			...(sendViaEmail && {
				sendViaEmail,
				email: fields.required('email', toEmail),
				language: fields.optional('language', (value) => toChoice(value, LANGUAGES)),
			}),
		};
		return { body, resumes: resumeUrl !== undefined, simplify: fields.simplify(false) };
	},

	async send(item, { body, resumes, simplify }) {
		const identity = resumes ? { ...body, webhookUrl: undefined } : body;
		const { project, projectFlow, identifier, type, email } = body;
		const subject = { project, projectFlow, identifier, type, email };
		const request = { path: VALIDATIONS, body, identity, subject, createdId: idOf };
		const reply = await item.request({ method: 'POST', ...request });
		const validation = validationOf(reply);
		if (resumes) noteResumable(item.context, String(validation.id));
		return simplify ? simplified(validation) : withoutResumeUrl(validation);
	},
});

function inTheFuture(date: string): string {
	if (Date.parse(date) > Date.now()) return date;
	throw new InvalidValueError('must be in the future');
}

/** The URL that resumes this execution. Verifik notifies one URL per validation: the user's own, or this one. */
function readReachableResumeUrl(fields: ItemFields, own: string | undefined): string | undefined {
	const resumeUrl = readResumeUrl(fields);
	if (resumeUrl !== undefined && !isReachableByProvider(resumeUrl, fields.providerUrl)) {
		fields.addIssue(
			resumeThisExecution.name,
			`cannot be used, because Verifik cannot reach this n8n at ${new URL(resumeUrl).origin}: set n8n's environment variable WEBHOOK_URL to the public HTTPS URL of this n8n`,
		);
	}
	if (own !== undefined && resumeUrl !== undefined) {
		fields.addIssue('webhookUrl', "must be empty when the option 'Resume This Execution' is on");
	}
	return resumeUrl;
}
