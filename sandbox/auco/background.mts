import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import { newCode, ok, refusal, refuseUnknownUser } from './responses.mts';
import { MAGIC } from './outcomes.mts';
import { CHECK_TIME, MINUTE, type AucoEnvironment } from './environment.mts';

/** A background check. */
interface Check {
	code: string;
	input: Record<string, unknown>;
	ready: boolean;
	patch: Record<string, unknown>;
}

/** The report's address lives that long on the newest page, 2 minutes on older ones (auco.md 4.2). */
const REPORT_TIME = 5 * MINUTE;

/** The background checks of the organisation. */
export class BackgroundChecks {
	private readonly checks = new Map<string, Check>();

	private readonly environment: AucoEnvironment;

	constructor(environment: AucoEnvironment) {
		this.environment = environment;
	}

	clear(): void {
		this.checks.clear();
	}

	find(code: string): Check | undefined {
		return this.checks.get(code);
	}

	/** `POST /validate/background` (auco.md 4.1). */
	create({ body, created }: OperationRequest): ProviderResponse {
		const stranger = refuseUnknownUser(body.email);
		if (stranger) return stranger;
		const check: Check = { code: newCode(9), input: body, ready: false, patch: {} };
		this.checks.set(check.code, check);
		created(check.code);
		if (body.identification !== MAGIC.neverReady) {
			this.environment.advance(CHECK_TIME, () => this.finish(check));
		}
		return ok({ name: nameOf(body), code: check.code });
	}

	/** `GET /validate/background` (auco.md 4.2). */
	read({ query }: OperationRequest): ProviderResponse {
		const check = this.find(String(query.code));
		return check ? ok({ ...this.view(check), ...check.patch }) : refusal('VALIDATION_NOT_FOUND');
	}

	/** That there is an event is documented, its body is not (auco.md 5.5): it holds no more than what is promised. */
	private finish(check: Check): void {
		check.ready = true;
		const { custom, tags, targetWebhooks } = check.input;
		const event = {
			code: check.code,
			...(custom !== undefined && { custom }),
			...(tags !== undefined && { tags }),
		};
		this.environment.deliver(event, targetWebhooks as string[] | undefined);
	}

	private view({ code, input, ready }: Check): Record<string, unknown> {
		const { identification, email, type, expeditionDate } = input;
		const failed = identification === MAGIC.failedSources;
		return {
			code,
			name: identification,
			...(ready && { url: this.environment.sign('report.pdf', REPORT_TIME) }),
			email,
			data: {
				name: nameOf(input),
				type,
				identification,
				...(expeditionDate !== undefined && { expeditionDate }),
				...(ready && { error: failed, reports: identification === MAGIC.withFindings }),
			},
			ready,
			...(ready && { validation: resultOf(String(identification)) }),
		};
	}
}

/** The person's name as sent, or what the documentation's examples show. */
function nameOf(input: Record<string, unknown>): unknown {
	return input.name ?? 'NOMBRE APELLIDO APELLIDO';
}

function resultOf(identification: string): Record<string, unknown> {
	const found = identification === MAGIC.withFindings;
	const failed = identification === MAGIC.failedSources;
	return {
		contaduria: false,
		ofac: false,
		policia: false,
		procuraduria: [],
		rama_unificada: [],
		peps: [],
		nivel: found ? 'alto' : 'bajo',
		error: failed,
		errores: failed ? ['rama_unificada', 'simit', 'runt'] : [],
		hallazgos: { altos: found ? [FINDING] : [], medios: [], bajos: [], infos: [] },
	};
}

/** As documented: counts and matches are text (auco.md 4.2). */
const FINDING = {
	cantidad: '001',
	codigo: 'sigep',
	coincidencia: 'True',
	descripcion: 'Finding of the sandbox',
	fuente: 'sigep',
	hallazgo: 'The person is listed',
	html_id: null,
};
