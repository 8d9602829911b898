import { events, parseDelivery } from '../../../../nodes/Auco/AucoTrigger/events.ts';

test('offers the events of the contract', () => {
	expect(events.map(({ value }) => value)).toEqual([
		'aucoFace.approved',
		'aucoFace.blocked',
		'aucoFace.validated',
		'aucoFace.invalidated',
		'document.create',
		'document.finish',
		'document.notification',
		'document.reject',
		'document.rejected',
		'document.blocked',
		'document.expired',
		'package.create',
		'package.notification',
		'package.signedPackage',
		'package.documentReject',
		'package.rejected',
		'package.blocked',
		'other',
	]);
	expect(new Set(events.map(({ name }) => name)).size).toBe(events.length);
	expect(events.map(({ name }) => name)).toContain('Package Signed Package');
});

test.each([
	['another type with a status of documents', { type: 'background', code: 'X', name: 'x', status: 'FINISH' }],
	['a status in other letters', { type: 'veriface', code: 'X', status: 'approved' }],
	['nothing that a document has', { code: 'X', status: 'FINISH' }],
	['a package that is no text', { package: { id: 'x' }, status: 'CREATE' }],
	['a package with a status of documents', { package: 'x', name: 'x', status: 'EXPIRED' }],
	['a type beside a profile', { type: 'x', profile: { status: 'APPROVED' } }],
	['an older word for a rejection', { profile: { status: 'REJECT' } }],
])('%s is another event', (_, body) => {
	expect(parseDelivery(body as never).event).toBe('other');
});
