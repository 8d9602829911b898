import axios from 'axios';

import { MAGIC } from '../../../sandbox/auco/outcomes.mts';
import { useClock } from '../../support/clock.mts';
import { AucoClient } from './client.mts';

const clock = useClock();

describe('background checks of the fake Auco', () => {
	const client = new AucoClient(200);
	const { auco } = client;

	const read = async (code: string): Promise<Record<string, any>> => {
		const { status, data } = await client.get('/validate/background', { code });
		expect([status, auco.responseErrors('getBackground', status, data)]).toEqual([200, []]);
		return data;
	};

	const fetchFile = async (url: string, headers = {}) =>
		await axios.get(url, { headers, validateStatus: () => true, responseType: 'arraybuffer', proxy: false });

	beforeAll(async () => await auco.listen());
	afterEach(() => auco.reset());
	afterAll(async () => await auco.stop());

	test('are pending, then ready', async () => {
		const code = await client.generate();
		expect(code).toMatch(/^[A-Z0-9]{9}$/);
		const data = {
			name: 'NOMBRE APELLIDO APELLIDO',
			type: 'CC',
			identification: '1001001010',
			expeditionDate: '01/01/1995',
		};
		expect(await read(code)).toEqual({
			code,
			name: '1001001010',
			email: 'prueba@auco.ai',
			data,
			ready: false,
		});
		await auco.settled();
		expect(await read(code)).toMatchObject({
			name: '1001001010',
			ready: true,
			data: { ...data, error: false, reports: false },
			validation: { nivel: 'bajo', error: false, errores: [] },
		});
	});

	test.each([
		[
			MAGIC.withFindings,
			{ ready: true, data: { reports: true }, validation: { nivel: 'alto', error: false } },
		],
		[MAGIC.failedSources, { ready: true, data: { error: true }, validation: { nivel: 'bajo', error: true } }],
		[MAGIC.neverReady, { ready: false }],
	])('of %s end as %j', async (identification, end) => {
		const code = await client.generate({ identification });
		await auco.settled();
		expect(await read(code)).toMatchObject(end);
	});

	test('report that they are ready with what the documentation promises, and no more', async () => {
		const code = await client.generate({ custom: { row: 1 }, tags: ['a'] });
		await auco.settled();
		expect(auco.deliveries).toMatchObject([{ body: { code, custom: { row: 1 }, tags: ['a'] }, status: 200 }]);
	});

	test('have a report behind a signed address that suffers no key and runs out', async () => {
		const code = await client.generate();
		await auco.settled();
		const { url } = await read(code);

		const report = await fetchFile(url);
		expect([report.status, report.headers['content-type']]).toEqual([200, 'application/pdf']);
		expect(report.data.subarray(0, 5).toString()).toBe('%PDF-');
		expect((await fetchFile(url, { Authorization: 'puk_xxx' })).status).toBe(400);
		expect((await fetchFile(url.replace(/.$/, 'x'))).status).toBe(403);
		expect((await fetchFile(url.replace(/\?.*/, ''))).status).toBe(403);
		expect((await fetchFile(url.replace('report.pdf', 'secret.pdf'))).status).toBe(404);
		expect(auco.requests.filter(({ path }) => path.startsWith('/files/'))).toHaveLength(5);

		// 5 minutes are 1 s here, rounded up.
		clock.advance(1000);
		expect((await fetchFile(url)).status).toBe(200);
		clock.advance(2);
		expect((await fetchFile(url)).status).toBe(403);
		expect((await fetchFile((await read(code)).url)).status).toBe(200);
	});

	test('have faces beside them that are images', async () => {
		const code = await client.createProcess();
		await auco.settled();
		const [attempt] = (await client.get('/veriface', { code })).data.attempts;
		const card = await fetchFile(attempt.identificationCardFront);
		const photo = await fetchFile(attempt.photo);
		expect([card.headers['content-type'], card.data.subarray(0, 3).toString('hex')]).toEqual([
			'image/jpeg',
			'ffd8ff',
		]);
		expect([photo.headers['content-type'], photo.data.subarray(1, 4).toString()]).toEqual([
			'image/png',
			'PNG',
		]);
	});
});
