import fc from '../../../support/property.mts';

import { toEmail } from '../../../../nodes/common/values/email.ts';

test.each([
	' prueba@auco.ai ',
	'mailto:prueba@auco.ai',
	'MAILTO: prueba@auco.ai',
	'<prueba@auco.ai>',
	'Prueba Pérez <prueba@auco.ai>',
	'"Pérez, Prueba" <prueba@auco.ai>;',
	'prueba@auco.ai;',
	'prueba@auco.ai ; ',
	'prueba@auco.ai,',
	'Prueba <prueba@auco.ai>.',
	'prueba@auco.ai.',
	'prueba@auco.ai\u0000',
	'<mailto:prueba@auco.ai>',
	'pru\u200beba@auco.ai\u00a0',
])('%p leaves as the address in it', (written) => {
	expect(toEmail(written)).toBe('prueba@auco.ai');
});

test.each(["o'neill+kyc@example.com", 'ñandú@correo.example', 'a_b-c.d@sub.example.com.co'])(
	'%s stays',
	(email) => {
		expect(toEmail(email)).toBe(email);
	},
);

test.each(['a@example.com; b@example.com', 'a@example.com, b@example.com', 'a@b@c', 'a@x.com <b@x.com>'])(
	'%p is more than one',
	(written) => {
		expect(() => toEmail(written)).toThrow(/one email address, not several/);
	},
);

test.each([
	'prueba',
	'a b@c',
	'@auco.ai',
	'prueba@',
	'prueba@auco.ai?subject=Hola',
	'prueba@auco.ai/x',
	'Prueba prueba@auco.ai',
	'<>',
	'undefined',
	'undefined@auco.ai',
	'{{ $json.user }}@auco.ai',
	'#N/A',
])('%p is no address', (written) => {
	expect(() => toEmail(written)).toThrow(/email address|missing value|not evaluated/);
});

test('an address is the same in whatever is put around it', () => {
	const part = fc.stringMatching(/^[a-z0-9]([a-z0-9._+-]{0,10}[a-z0-9])?$/);
	fc.assert(
		fc.property(part, part, (local, host) => {
			const email = `${local}@${host}.com`;
			for (const written of [email, `mailto:${email}`, `<${email}>`, `A B <${email}>;`, `${email};`]) {
				expect(toEmail(written)).toBe(email);
			}
		}),
	);
});
