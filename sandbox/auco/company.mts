import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import type { AucoWebhook } from '../types.mts';
import { newCode, ok, refuseUnknownUser } from './responses.mts';

/** The organisation that the keys belong to (docs/providers/auco.md#company). */
export class Company {
	webhooks: AucoWebhook[] = [];

	/** IDs of the webhooks whose header value is not shown. */
	maskedHeaders: string[] = [];

	id = '';

	private settings: Record<string, unknown> = {};

	/** @param inbox initial address of the webhook `default` */
	reset(inbox: string): void {
		this.webhooks = [{ id: 'default', description: 'Inbox of the sandbox', url: inbox }];
		this.maskedHeaders = [];
		this.id = '64b7f0c2a1d3e4f5a6b7c8d9';
		this.settings = {
			name: 'Empresa de prueba',
			uxOptions: { primaryColor: '#1f6feb', alternateColor: '#ffffff' },
			image: '',
		};
	}

	/** From now on the keys are those of another organisation. */
	belongTo(id: string, name: string, webhooks: AucoWebhook[]): void {
		this.id = id;
		this.settings.name = name;
		this.webhooks = webhooks;
	}

	/** The webhooks with these ids. What Auco does with an unknown id is not documented; here it is ignored. */
	webhooksOf(ids: string[]): AucoWebhook[] {
		return this.webhooks.filter(({ id }) => ids.includes(id));
	}

	/** `GET /company`. Auco keeps the last two fields for old integrations. */
	read(): ProviderResponse {
		const { name, uxOptions, image } = this.settings;
		return ok({
			id: this.id,
			name,
			webhooks: this.webhooks.map((webhook) => this.shown(webhook)),
			uxOptions,
			image,
			webhook: '',
			webhookHeader: {},
		});
	}

	private shown(webhook: AucoWebhook): AucoWebhook {
		const { id, header } = webhook;
		if (!header || !this.maskedHeaders.includes(id)) return webhook;
		return { ...webhook, header: { ...header, value: '*'.repeat(8) } };
	}

	/** `PUT /company`: replaces the whole list of webhooks; fields that are not sent stay. */
	update({ body }: OperationRequest): ProviderResponse {
		const { webhooks, ...settings } = body;
		if (webhooks !== undefined) this.webhooks = webhooks as AucoWebhook[];
		this.settings = { ...this.settings, ...settings };
		return ok({ response: 'OK' });
	}
}

/**
 * `POST /validate/company/representatives`: answered at once, without an event
 * (docs/providers/auco.md#company-representatives).
 */
export function representativesOf({ body, created }: OperationRequest): ProviderResponse {
	const unknownUser = refuseUnknownUser(body.email);
	if (unknownUser) return unknownUser;
	const code = newCode(8);
	created(code);
	const number = String(body.documentNumber);
	return ok({
		code,
		camara_comercio: 'BOGOTA',
		matricula: '0001234567',
		razon_social: 'EMPRESA DE PRUEBA S.A.S.',
		numero_identificacion: number,
		nit: number,
		digito_verificacion: checkDigitOf(number),
		tipo_sociedad: 'SOCIEDAD COMERCIAL',
		estado_matricula: 'ACTIVA',
		representante_legal: 'JUAN PEREZ',
		num_identificacion_representante_legal: '1001001010',
		fecha_actualizacion: '2026/01/15',
		...(body.complete === true && { detailRM: { razon_social: 'EMPRESA DE PRUEBA S.A.S.', nit: number } }),
	});
}

/** The check digit of a Colombian tax number (NIT). */
function checkDigitOf(number: string): string {
	const weights = [3, 7, 13, 17, 19, 23, 29, 37, 41];
	const digits = [...number].reverse().map(Number);
	const rest = digits.reduce((sum, digit, place) => sum + digit * weights[place]!, 0) % 11;
	return String(rest < 2 ? rest : 11 - rest);
}
