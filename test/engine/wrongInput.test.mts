import type { INodeParameters } from 'n8n-workflow';

import { itemsOf, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

const bench = useProviders();

const FACE = 'aucoFace/process/create';
const CHECK = 'aucoFace/document/check';
const GENERATE = 'aucoBackground/person/generate';
const COMPANY = 'aucoBackground/company/getRepresentatives';
const VALIDATION = 'verifikBiometric/biometricValidation/create';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const more = (field: string, value: unknown): INodeParameters => ({
	additionalFields: { [field]: value as string },
});
/** n8n itself refuses to run with a required field left empty; an expression that gives nothing gets past it. */
const NOTHING = '={{ $json.nothing }}';

/** What is wrong, the operation, the changed fields, and what the message has to say. */
const wrong: Array<[string, string, INodeParameters, RegExp]> = [
	['a phone without country code', FACE, { phone: '3003003030' }, /'Phone' .*country code.*\+573003003030/],
	['a phone that is too short', FACE, { phone: '+5730' }, /'Phone' .*8 to 15 digits/],
	['a phone with letters', FACE, { phone: '+57300300CALL' }, /'Phone' /],
	['WhatsApp without phone', FACE, { phone: NOTHING }, /'Phone' is required/],
	['a name of blanks', FACE, { name: '={{ "  " }}' }, /'Name' is required/],
	['a name of invisible marks', FACE, { name: '\u200b' }, /'Name' is required/],
	[
		'a name of which a half is missing',
		FACE,
		{ name: '={{ "Juan " + $json.last }}' },
		/'Name' is 'Juan undefined'/,
	],
	['a phone with decimals', FACE, { phone: '+57 300 3003030.0' }, /'Phone' ends in '.0'/],
	[
		'two emails',
		FACE,
		more('userEmail', 'a@example.com; b@example.com'),
		/'User Email' must be one email address/,
	],
	[
		'a country that is no code',
		FACE,
		{ country: '={{ "Narnia" }}' },
		/'Country' must be a country code of two letters/,
	],
	['a country that is missing', FACE, { country: '={{ "" + $json.country }}' }, /'Country' is 'undefined'/],
	[
		'a document of another country',
		FACE,
		{ type: '={{ "DNI" }}' },
		/'Document Type Name or ID' must be one of CC, CE, PPT, DL, PASSPORT for Colombia, not 'DNI'/,
	],
	[
		'a document in words',
		FACE,
		{ type: '={{ "Cedula" }}' },
		/must be the code of a document type, such as CC, CE/,
	],
	[
		'a number in custom that loses digits',
		FACE,
		more('custom', '{"id":12345678901234567890}'),
		/'Custom \(JSON\)' .*too large to keep its digits/,
	],
	['an email that is none', FACE, { email: 'prueba' }, /'Creator Email' .*email address/],
	["the person's email that is none", FACE, more('userEmail', 'juan'), /'User Email' .*email address/],
	[
		'an unknown platform',
		FACE,
		{ platform: '={{ "sms" }}' },
		/'Platform' must be one of whatsapp, web, not 'sms'/,
	],
	[
		'an expired date two days ahead',
		FACE,
		more('expiredDate', inDays(2)),
		/'Expiration Date' .*more than 3 days/,
	],
	['an expired date just within three days', FACE, more('expiredDate', inDays(2.999)), /'Expiration Date' /],
	['an expired date in the past', FACE, more('expiredDate', '2020-01-01'), /'Expiration Date' /],
	[
		'an expired date that is none',
		FACE,
		more('expiredDate', '={{ "soon" }}'),
		/'Expiration Date' must be a date .* not 'soon'/,
	],
	[
		'an expired date that does not exist',
		FACE,
		more('expiredDate', '31/02/2125'),
		/'Expiration Date' must be a day that exists/,
	],
	['custom that is no JSON', FACE, more('custom', '{reference: 1'), /'Custom \(JSON\)' is not valid JSON/],
	['custom that is a list', FACE, more('custom', '["reference"]'), /'Custom \(JSON\)' .*object.*not a list/],
	['custom that is a number', FACE, more('custom', '={{ 5 }}'), /'Custom \(JSON\)' .*object.*not a number/],
	['custom that is null in JSON', FACE, more('custom', 'null'), /'Custom \(JSON\)' .*object.*null/],
	[
		'a value without key',
		FACE,
		more('customFields', { values: [{ key: '', value: 'x' }] }),
		/'Custom Fields' .*without a key/,
	],
	['a tag that is an object', FACE, more('tags', '={{ [{ a: 1 }] }}'), /'Tags' /],
	[
		'an unknown validation type',
		FACE,
		{ platform: 'web', ...more('validationTypes', ['selfie']) },
		/'Validation Types' /,
	],
	[
		'the back of the document without its front',
		FACE,
		{ platform: 'web', ...more('validationTypes', ['photo', 'identificationBack']) },
		/'Validation Types' .*identification/,
	],
	[
		'validation types on WhatsApp',
		FACE,
		{ platform: '={{ "whatsapp" }}', ...more('validationTypes', ['photo']) },
		/'Validation Types' can only be set for the platform 'web'/,
	],
	[
		'an identification that lost digits',
		FACE,
		{ identification: '={{ 12345678901234567890 }}' },
		/'Identification' .*lost digits/,
	],
	['an expression that breaks', FACE, { name: '={{ $json.a.b.c }}' }, /'Name' /],
	[
		'no binary file of that name',
		CHECK,
		{ imageSource: 'binary', image: 'data' },
		/'Image' .*'data'.*does not have/,
	],
	['base64 that is none', CHECK, { imageSource: 'base64', image: 'not base64!' }, /'Image' .*Base64/],
	[
		'base64 of something else',
		CHECK,
		{ imageSource: 'base64', image: 'data:application/pdf;base64,AAAA' },
		/'Image' .*JPEG or PNG/,
	],
	[
		'base64 of another kind of picture',
		CHECK,
		{ imageSource: 'base64', image: 'data:image/gif;base64,R0lGOD' },
		/'Image' .*JPEG or PNG/,
	],
	[
		'an address in the place of base64',
		CHECK,
		{ imageSource: 'base64', image: 'https://example.com/a.jpg' },
		/'Image' must be/,
	],
	[
		'an object in the place of base64',
		CHECK,
		{ imageSource: 'base64', image: '={{ { a: 1 } }}' },
		/'Image' must be/,
	],
	[
		'an image address that is none',
		CHECK,
		{ imageSource: 'url', image: 'example.com/a.jpg' },
		/'Image' .*https:\/\//,
	],
	[
		'an unknown image source',
		CHECK,
		{ imageSource: '={{ "file" }}', image: 'x' },
		/'Image Source' must be one of/,
	],
	['PPT without date', GENERATE, { type: '={{ "PPT" }}' }, /'Issue Date' is required/],
	[
		'PPT with a date that is none',
		GENERATE,
		{ type: 'PPT', expeditionDate: '1995' },
		/'Issue Date' must be a date .* not '1995'/,
	],
	['PP without name', GENERATE, { type: '={{ "PP" }}' }, /'Name' is required/],
	['INT without name', GENERATE, { type: '={{ "INT" }}' }, /'Name' is required/],
	[
		'AucoFace’s passport in a background check',
		GENERATE,
		{ type: '={{ "PASSPORT" }}' },
		/'Document Type' must be PP for a passport/,
	],
	[
		'a tax number with its check digit',
		COMPANY,
		{ documentNumber: '9001234567' },
		/'Document Number' .*9 digits/,
	],
	[
		'a switch that is none',
		COMPANY,
		more('complete', '={{ "perhaps" }}'),
		/'Complete' must be true or false/,
	],
	['sending by email without email', VALIDATION, { sendViaEmail: '={{ true }}' }, /'Email' is required/],
	[
		'an unknown language',
		VALIDATION,
		{ sendViaEmail: true, email: 'user@example.com', language: '={{ "fr" }}' },
		/'Language' must be one of en, es/,
	],
	[
		'an unknown type',
		VALIDATION,
		{ type: '={{ "liveness" }}' },
		/'Type' must be one of validation, login, onboarding, oneTimeLink/,
	],
	[
		'no project',
		VALIDATION,
		{ project: { __rl: true, mode: 'id', value: NOTHING } },
		/'Project' is required/,
	],
	['no flow', VALIDATION, { projectFlow: NOTHING }, /'Project Flow' is required/],
	[
		'a redirect address that is none',
		VALIDATION,
		more('redirectUrl', 'example.com'),
		/'Redirect URL' .*https:\/\//,
	],
	[
		'the addresses of all proxies',
		VALIDATION,
		more('ipAddress', '203.0.113.7, 10.0.0.1'),
		/'IP Address' must be one IP address/,
	],
	['a webhook address that is none', VALIDATION, more('webhookUrl', 'javascript:alert(1)'), /'Webhook URL' /],
	[
		'an end that is no date',
		VALIDATION,
		more('expiresAt', '15/13/2024'),
		/'Expires At' must be a day that exists/,
	],
	['no code', 'aucoFace/process/get', { code: NOTHING }, /'Code' is required/],
	['no ID', 'verifikBiometric/biometricValidation/get', { id: NOTHING }, /'ID' is required/],
	[
		'no ID in a locator',
		'verifikBiometric/biometricValidation/get',
		{ id: { __rl: true, mode: 'id', value: '={{ "\u200b" }}' } },
		/'ID' is required/,
	],
	['a code of invisible marks', 'aucoFace/process/get', { code: '={{ "\u200b" }}' }, /'Code' is required/],
	[
		'a code that is missing',
		'aucoFace/process/get',
		{ code: '={{ "" + $json.code }}' },
		/'Code' is 'undefined'/,
	],
	[
		'a number of a document in words',
		GENERATE,
		{ identification: 'sin documento' },
		/'Identification' must be the number of the document/,
	],
	['a rounded number', COMPANY, { documentNumber: '9.00123456E+8' }, /'Document Number' .*lost digits/],
	[
		'a limit of zero',
		'verifikBiometric/biometricValidation/getAll',
		{ limit: 0 },
		/'Limit' must be a whole number, 1 or greater/,
	],
	[
		'an unknown type to filter by',
		'verifikBiometric/biometricValidation/getAll',
		{ filters: { type: '={{ "face" }}' } },
		/'Type' must be one of/,
	],
	[
		'no concurrency',
		FACE,
		{ options: { maxConcurrency: 0 } },
		/'Max Concurrency' must be a whole number, 1 or greater/,
	],
	['half a concurrency', FACE, { options: { maxConcurrency: 1.5 } }, /'Max Concurrency' /],
	['a timeout below zero', FACE, { options: { timeout: -1 } }, /'Timeout' must be a whole number/],
];

test.each(wrong)('%s: nothing is sent', async (_, operation, changes, message) => {
	const { error } = await bench.run(operation, leastOf(operation, changes));
	expect(error?.message).toMatch(message);
	expect(error?.message).toMatch(/\[Item 0\]$/);
	expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
	expect(error?.description).toMatch(/Nothing was sent/);
	expect(bench.providerOf(operation).requests).toEqual([]);
});

describe('two bad items among ten', () => {
	const rows = Array.from({ length: 10 }, (_, row) => ({
		row,
		phone: row === 3 ? '3003003030' : '+573003003030',
		platform: row === 7 ? 'sms' : 'whatsapp',
		name: row === 7 ? '' : `Person ${row}`,
	}));
	const parameters = leastOf(FACE, {
		phone: '={{ $json.phone }}',
		platform: '={{ $json.platform }}',
		name: '={{ $json.name }}',
	});

	test('are both named, with everything that is wrong, and nothing is sent', async () => {
		const { error } = await bench.run(FACE, parameters, { items: itemsOf(rows) });
		expect(error?.message).toMatch(/^3 values in 2 items need correcting: /);
		expect(error?.message).toMatch(/'Phone' [^;]*\[Item 3\]/);
		expect(error?.message).toMatch(/'Platform' [^;]*\[Item 7\]/);
		expect(error?.message).toMatch(/'Name' is required \[Item 7\]/);
		expect(bench.auco.requests).toEqual([]);
	});

	test('become error items with On Error: Continue, and the eight good ones are sent', async () => {
		const nodeSettings = { onError: 'continueRegularOutput' as const };
		const { json, error } = await bench.run(FACE, parameters, { items: itemsOf(rows), nodeSettings });
		expect(error).toBeUndefined();
		expect(bench.auco.creations.length).toBe(8);
		expect(json.length).toBe(10);
		expect(json.map((one) => 'code' in one)).toEqual(rows.map(({ row }) => row !== 3 && row !== 7));
		expect(json[3].error).toMatch(/^'Phone' .*[^\]] \[Item 3\]$/);
		expect(json[7].error).toMatch(
			/^2 values in 1 item .*'Platform' .* \[Item 7\]; 'Name' is required \[Item 7\]$/,
		);
	});
});

describe('many wrong rows', () => {
	const parameters = leastOf(FACE, { phone: '={{ $json.phone }}', name: '={{ $json.name }}' });
	const rowsOf = (count: number, row: (index: number) => object) =>
		itemsOf(Array.from({ length: count }, (_, index) => row(index)));

	test('an equal sentence comes once, with its items as ranges', async () => {
		const items = rowsOf(500, (index) => ({ phone: '3003003030', name: index % 250 === 1 ? '' : 'Juan' }));
		const { error } = await bench.run(FACE, parameters, { items });
		expect(error?.message).toBe(
			"502 values in 500 items need correcting: 'Phone' needs a plus sign and the country code in front, " +
				"e.g. +573003003030 [Items 0–499]; 'Name' is required [Items 1, 251]",
		);
		expect(error?.context).toMatchObject({
			wrongValues: [
				{ sentence: expect.stringMatching(/^'Phone' needs a plus sign/), items: '0–499' },
				{ sentence: "'Name' is required", items: '1, 251' },
			],
		});
		expect(bench.auco.requests).toEqual([]);
	});

	test('twenty different sentences are in the message, all of them in the context', async () => {
		const additionalFields = { expiredDate: '={{ $json.date }}' };
		const items = rowsOf(500, (index) => ({ date: `day ${index}` }));
		const { error } = await bench.run(FACE, leastOf(FACE, { additionalFields }), { items });
		const wanted = Array.from({ length: 500 }, (_, index) => ({
			sentence: `'Expiration Date' must be a date (YYYY-MM-DD, DD/MM/YYYY or from the date picker), not 'day ${index}'`,
			items: `${index}`,
		}));
		expect(error?.context.wrongValues).toEqual(wanted);
		expect(error?.message).toContain("not 'day 19'");
		expect(error?.message).not.toContain("not 'day 20'");
		expect(error?.message).toMatch(/ \[Item 19\]; and 480 more$/);
		expect(bench.auco.requests).toEqual([]);
	});

	test('items far apart and long values keep the message short', async () => {
		const items = rowsOf(1_000, (index) => ({
			phone: index % 2 === 0 ? '3003003030' : '+573003003030',
			name: 'Juan',
		}));
		const { error } = await bench.run(FACE, parameters, { items });
		expect(error?.message).toMatch(/\[Items 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 …\]$/);
		const [{ items: all }] = error?.context.wrongValues as Array<{ items: string }>;
		expect(all.split(', ')).toHaveLength(500);
		const long = { expiredDate: `={{ "${'x'.repeat(10_000)}" }}` };
		const { error: other } = await bench.run(FACE, leastOf(FACE, { additionalFields: long }));
		expect(other?.message.length).toBeLessThan(200);
	});
});

test('a required field left empty in the editor keeps the workflow from starting', async () => {
	await expect(bench.run(FACE, leastOf(FACE, { phone: '' }))).rejects.toThrow(/Phone.*required/);
	await expect(bench.run(GENERATE, leastOf(GENERATE, { type: 'PPT' }))).rejects.toThrow(
		/Issue Date.*required/,
	);
	await expect(bench.run(GENERATE, leastOf(GENERATE, { type: 'INT' }))).rejects.toThrow(/Name.*required/);
	await expect(bench.run(VALIDATION, leastOf(VALIDATION, { sendViaEmail: true }))).rejects.toThrow(
		/Email.*required/,
	);
	expect(bench.auco.requests).toEqual([]);
});

test('an operation that does not exist is refused with advice', async () => {
	const { error } = await bench.run('aucoFace/process/cancel', {});
	expect(error?.message).toMatch(/no operation 'cancel'/);
	expect(bench.auco.requests).toEqual([]);
});
