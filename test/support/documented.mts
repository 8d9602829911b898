/** The bodies that the providers' own documentation sends in its examples; every other example in the tests is made of these. */

/** Starts an AucoFace process (docs/providers/auco.md#create). The node's fields have the same names. */
export const PROCESS = {
	email: 'prueba@auco.ai',
	platform: 'whatsapp',
	name: 'Juan Pérez',
	phone: '+573003003030',
	country: 'CO',
	type: 'CC',
	identification: '1001001010',
};

/** Starts a background check (docs/providers/auco.md#background-checks). The node's fields have the same names. */
export const CHECK = { email: 'prueba@auco.ai', type: 'CC', identification: '1001001010' };

/** Starts a biometric validation, with what must be in it (docs/providers/verifik.md#create). */
export const VALIDATION = {
	project: 'project_123456789',
	projectFlow: 'flow_123456789',
	identifier: 'user@example.com',
	type: 'validation',
};

/** The same with everything that may be in it. */
export const FULL_VALIDATION = {
	...VALIDATION,
	expiresAt: '2024-01-15T11:30:00Z',
	redirectUrl: 'https://example.com/success',
	webhookUrl: 'https://example.com/webhook',
	requires2FA: false,
	ipAddress: '192.168.1.1',
	sendViaEmail: true,
	email: 'user@example.com',
	language: 'en',
};

/** The least fields of the node that send `VALIDATION`. */
export const VALIDATION_FIELDS = {
	...VALIDATION,
	project: byId(VALIDATION.project),
	projectFlow: byId(VALIDATION.projectFlow),
};

/** What a field with a list holds when an ID was entered instead. */
function byId(value: string): { __rl: true; mode: string; value: string } {
	return { __rl: true, mode: 'id', value };
}
