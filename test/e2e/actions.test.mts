import { outputOf, pairedItems } from '../../sandbox/local/execution.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { WorkflowBuilder } from '../support/server/workflows.mts';
import { CHECK, PROCESS, VALIDATION_FIELDS } from '../support/documented.mts';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
});

afterAll(async () => await n8n.close());

afterEach(() => n8n.sandbox.auco.reset());

/** The documented example as a row of a table, and the fields that take their values from such rows. */
const { name, phone, identification, ...rest } = PROCESS;
const person = { name, phone, identification };
const createFace = {
	...rest,
	name: '={{ $json.name }}',
	phone: '={{ $json.phone }}',
	identification: '={{ $json.identification }}',
};

const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('AucoFace starts a validation for every row, in order and linked to its row', async () => {
	const rows = ['1001001010', '1001001011', '1001001012'].map((identification) => ({
		...person,
		identification,
	}));
	const workflow = WorkflowBuilder.withItems('rows', rows)
		.then('Create', 'aucoFace', createFace, n8n.credentials)
		.build();
	const execution = await n8n.run(workflow);

	expect(execution.status).toBe('success');
	const { creations, requests, credential } = n8n.sandbox.auco;
	const items = outputOf(execution, 'Create');
	expect(creations).toHaveLength(3);
	for (const [index, { identification }] of rows.entries()) {
		const made = creations.find(({ body }) => body.identification === identification);
		expect(items[index].json).toEqual({ code: made!.id });
	}
	expect(pairedItems(items)).toEqual([0, 1, 2]);
	expect(requests.map(({ headers }) => headers.authorization)).toEqual(
		Array.from(rows, () => credential.privateKey),
	);
});

test('a wrong row stops the run before anything is sent, and is named', async () => {
	const rows = [person, { ...person, phone: '3003003030' }];
	const workflow = WorkflowBuilder.withItems('wrong row', rows)
		.then('Create', 'aucoFace', createFace, n8n.credentials)
		.build();
	const execution = await n8n.run(workflow);

	expect(execution.status).toBe('error');
	expect(execution.data.resultData.error!.message).toMatch(/Phone/);
	expect(n8n.sandbox.auco.requests).toEqual([]);
});

test('with an error output the good rows are sent and the wrong ones leave there', async () => {
	const rows = [person, { ...person, phone: '3003003030' }];
	const workflow = WorkflowBuilder.withItems('error output', rows)
		.then('Create', 'aucoFace', createFace, n8n.credentials, { onError: 'continueErrorOutput' })
		.add('Good', 'n8n-nodes-base.noOp', {})
		.add('Wrong', 'n8n-nodes-base.noOp', {})
		.connect('Create', 'Good')
		.connect('Create', 'Wrong', 1)
		.build();
	const execution = await n8n.run(workflow);

	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'Good')).toHaveLength(1);
	expect(outputOf(execution, 'Wrong').map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/Phone/),
	]);
	expect(n8n.sandbox.auco.creations).toHaveLength(1);
});

test('a picture in a binary property goes to Auco as base64', async () => {
	const workflow = WorkflowBuilder.withItems('picture', [{ picture: PNG }])
		.add(
			'File',
			'n8n-nodes-base.convertToFile',
			{
				operation: 'toBinary',
				sourceProperty: 'picture',
				binaryPropertyName: 'front',
				options: { fileName: 'document.png', mimeType: 'image/png' },
			},
			{ typeVersion: 1.1 },
		)
		.connect('Items', 'File')
		.then(
			'Check',
			'aucoFace',
			{ resource: 'document', country: 'CO', type: 'CC', identification: '1001001010', image: 'front' },
			n8n.credentials,
		)
		.build();
	const execution = await n8n.run(workflow);

	expect(execution.status).toBe('success');
	expect(n8n.sandbox.auco.requests[0].body).toMatchObject({ image: PNG });
	expect(outputOf(execution, 'Check')[0].json).toMatchObject({ providerError: false, isFront: true });
});

test('a background check is waited for and its report stored as a file, fetched without the key', async () => {
	const workflow = WorkflowBuilder.withItems('background')
		.then('Generate', 'aucoBackground', { ...CHECK, waitForResult: true }, n8n.credentials)
		.then(
			'Report',
			'aucoBackground',
			{ operation: 'downloadReport', code: '={{ $json.code }}' },
			n8n.credentials,
		)
		.build();
	const execution = await n8n.run(workflow);

	expect(execution.status).toBe('success');
	const [{ json, binary }] = outputOf(execution, 'Report');
	expect(json).toMatchObject({ ready: true, identification: '1001001010' });
	expect(binary!.data).toMatchObject({ mimeType: 'application/pdf', fileExtension: 'pdf' });
	const file = await n8n.client.binary(binary!.data.id!);
	expect(file.subarray(0, 5).toString()).toBe('%PDF-');
	const download = n8n.sandbox.auco.requests.at(-1)!;
	expect(download.headers.authorization).toBeUndefined();
});

test('Verifik Biometric starts a validation, reads it and lists it', async () => {
	const workflow = WorkflowBuilder.withItems('verifik')
		.then('Create', 'verifikBiometric', VALIDATION_FIELDS, n8n.credentials)
		.then('Get', 'verifikBiometric', { operation: 'get', id: '={{ $json.id }}' }, n8n.credentials)
		.then('Get Many', 'verifikBiometric', { operation: 'getAll', returnAll: true }, n8n.credentials)
		.build();
	const execution = await n8n.run(workflow);

	expect(execution.status).toBe('success');
	const { id } = outputOf(execution, 'Create')[0].json;
	expect(id).toBe(n8n.sandbox.verifik.creations[0].id);
	expect(outputOf(execution, 'Get')[0].json).toMatchObject({ id, type: 'validation' });
	const all = outputOf(execution, 'Get Many');
	expect(all.map(({ json }) => json.id)).toContain(id);
	expect(pairedItems(all)).toEqual(all.map(() => 0));
});

test('no key or token is in a stored execution, successful or not', async () => {
	const workflow = WorkflowBuilder.withItems('secrets', [person])
		.then('Create', 'aucoFace', createFace, n8n.credentials)
		.then('Refused', 'aucoFace', { operation: 'get', code: 'XXXXXXXXXXXXXXXX' }, n8n.credentials)
		.build();
	const execution = await n8n.run(workflow);

	expect(execution.status).toBe('error');
	const stored = JSON.stringify(execution);
	expect(stored).toContain(n8n.sandbox.auco.creations[0].id);
	for (const secret of Object.values(pick(n8n.sandbox.auco.credential, ['privateKey', 'publicKey']))) {
		expect(stored).not.toContain(secret);
	}
});

function pick(values: Record<string, string>, names: string[]): Record<string, string> {
	return Object.fromEntries(names.map((name) => [name, values[name]]));
}
