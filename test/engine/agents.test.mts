/** AI agents: the nodes as tools, and without an execution. A model may make any call again. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { WAYS } from '../support/engine/agent.mts';
import { answerWith, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

const bench = useProviders();

const CREATE = 'aucoFace/process/create';

const fromModel = (...fields: string[]): INodeParameters =>
	Object.fromEntries(fields.map((name) => [name, `={{ $fromAI('${name}', '', 'string') }}`]));

const PERSON = leastOf(CREATE, fromModel('name', 'phone', 'identification'));
const ANA = { name: 'Ana Gil', phone: '+573001112233', identification: '1001001010' };
const LUIS = { name: 'Luis Paz', phone: '+573004445566', identification: '2002002020' };

const codes = (): string[] => bench.auco.creations.map(({ id }) => id);
const ofItem = (answer: IDataObject[]): unknown => answer[0].code;

describe.each(WAYS)('As a tool that is called by the agent or engine: %s', (way) => {
	const call = async (parameters: INodeParameters, ...calls: IDataObject[]) =>
		await bench.run(CREATE, parameters, { agent: { way, calls } });

	test('an equal call gives the same code and sends nothing; another person is sent', async () => {
		const { status, answers } = await call(PERSON, ANA, ANA, LUIS, ANA);
		expect(status).toBe('success');
		const [ana, luis] = codes();
		expect(answers.map(ofItem)).toEqual([ana, ana, luis, ana]);
		expect(bench.auco.creations.map(({ body }) => body.name)).toEqual(['Ana Gil', 'Luis Paz']);
		expect(bench.auco.requests).toHaveLength(2);
	});

	test('the same where nothing is left to the model', async () => {
		const { answers } = await call(leastOf(CREATE), {}, {});
		expect(answers.map(ofItem)).toEqual([codes()[0], codes()[0]]);
		expect(bench.auco.requests).toHaveLength(1);
	});

	test('what may exist is not sent again, and the message says why and what to do', async () => {
		bench.auco.fail({ fault: { kind: 'status', when: 'after', status: 500 }, method: 'POST', at: [1] });
		const { answers } = await call(PERSON, ANA, ANA);
		expect(answers[0][0].error).toContain('Auco responded with HTTP status 500');
		expect(answers[0][0].error).toContain('it is not known whether it was processed');
		expect(answers[1][0].error).toContain('An earlier attempt sent this item');
		expect(answers[1][0].error).toContain('Check at Auco whether it exists');
		expect(codes()).toHaveLength(1);
	});

	test('a refused call may be made again, corrected or not', async () => {
		answerWith(bench.auco, 400, { message: 'USER_NOT_FOUND' }, { at: [1] });
		const { answers } = await call(PERSON, { ...ANA, phone: '12' }, ANA, ANA);
		expect(answers[0][0].error).toMatch(/^'Phone' must .*Nothing was sent\./);
		expect(answers[1][0].error).toContain('USER_NOT_FOUND');
		expect(ofItem(answers[2])).toBe(codes()[0]);
		expect(codes()).toHaveLength(1);
	});

	test('an image comes by its URL unless something else was chosen', async () => {
		const { imageSource: _, ...parameters } = leastOf('aucoFace/document/check');
		const { answers } = await bench.run('aucoFace/document/check', parameters, {
			agent: { way, calls: [{}] },
		});
		expect(answers[0][0].error).toBeUndefined();
		expect(bench.auco.requests.map(({ text }) => JSON.parse(text).image)).toEqual([parameters.image]);
	});

	test('a background check is not waited for', async () => {
		const operation = 'aucoBackground/person/generate';
		const parameters = leastOf(operation, { waitForResult: true });
		const { answers } = await bench.run(operation, parameters, { agent: { way, calls: [{}] } });
		expect(answers).toMatchObject([[{ code: codes()[0] }]]);
		expect(bench.auco.requests).toHaveLength(1);
	});
});

describe("Without an execution, in n8n's Agents module", () => {
	const run = async (operation: string, parameters: INodeParameters) =>
		await bench.engine.runAlone(bench.request(operation, parameters, {}));

	test.each([CREATE, 'aucoBackground/person/generate', 'verifikBiometric/biometricValidation/create'])(
		'%s creates, and a further call creates again, because nothing is remembered there',
		async (operation) => {
			const { creations } = bench.providerOf(operation);
			expect(await run(operation, leastOf(operation))).toMatchObject({ json: [{}] });
			expect(await run(operation, leastOf(operation))).toMatchObject({ json: [{}] });
			expect(creations).toHaveLength(2);
		},
	);

	test('reads what exists', async () => {
		await run(CREATE, leastOf(CREATE));
		const [code] = codes();
		expect(await run('aucoFace/process/get', { code })).toMatchObject({ json: [{ code }] });
	});

	test('a wrong value is told by the message alone', async () => {
		expect(await run(CREATE, leastOf(CREATE, { phone: '12' }))).toEqual({
			error: expect.stringMatching(
				/^'Phone' must .* \[Item 0\]\. Nothing was sent\. Correct the named fields/,
			),
		});
		expect(bench.auco.requests).toEqual([]);
	});

	test("so is the provider's refusal, with its code", async () => {
		answerWith(bench.auco, 400, { message: 'USER_NOT_FOUND' });
		expect(await run(CREATE, leastOf(CREATE))).toEqual({
			error: expect.stringMatching(/USER_NOT_FOUND.* \[Item 0\]\. .+/),
		});
	});

	test('and an unknown outcome', async () => {
		bench.auco.fail({ fault: { kind: 'status', when: 'after', status: 500 }, method: 'POST' });
		expect(await run(CREATE, leastOf(CREATE))).toEqual({
			error: expect.stringContaining('it is not known whether it was processed'),
		});
		expect(codes()).toHaveLength(1);
	});
});

test('In an ordinary workflow the advice stays beside the message', async () => {
	const { error } = await bench.run(CREATE, leastOf(CREATE, { phone: '12' }));
	expect(error?.message).toMatch(/^'Phone' must .* \[Item 0\]$/);
	expect(error?.description).toContain('Nothing was sent');
});
