import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import { newCode, ok, badRequest, refuseUnknownUser } from './responses.mts';
import { MAGIC } from './outcomes.mts';
import { CHECK_TIME, MINUTE, type AucoEnvironment } from './environment.mts';

/** A background check. */
interface Check {
	code: string;
	input: Record<string, unknown>;
	ready: boolean;
	patch: Record<string, unknown>;
}

/** Lifetime of a report's address on the newest page; older ones say 2 minutes. */
const REPORT_TIME = 5 * MINUTE;

/** The organisation's background checks (docs/providers/auco.md#background-checks). */
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

	/** `POST /validate/background`. */
	create({ body, created }: OperationRequest): ProviderResponse {
		const unknownUser = refuseUnknownUser(body.email);
		if (unknownUser) return unknownUser;
		const check: Check = { code: newCode(9), input: body, ready: false, patch: {} };
		this.checks.set(check.code, check);
		created(check.code);
		if (body.identification !== MAGIC.neverReady) {
			this.environment.advance(CHECK_TIME, () => this.finish(check));
		}
		return ok({ name: nameOf(body), code: check.code });
	}

	/** `GET /validate/background`. */
	read({ query }: OperationRequest): ProviderResponse {
		const check = this.find(String(query.code));
		return check ? ok({ ...this.view(check), ...check.patch }) : badRequest('VALIDATION_NOT_FOUND');
	}

	/** Auco documents that there is an event, but not its body: this one holds no more than what is promised. */
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

/** As documented, counts and matches are strings. */
const FINDING = {
	cantidad: '001',
	codigo: 'sigep',
	coincidencia: 'True',
	descripcion: 'Finding of the sandbox',
	fuente: 'sigep',
	hallazgo: 'The person is listed',
	html_id: null,
};
