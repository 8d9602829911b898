import { engineLogger } from '../../support/engine/encryption.mts';
import { itemsOf, useCreates } from './creates.mts';

const creates = useCreates();

test('Every hundred codes a line of the log tells, so that those of a killed n8n can be found', async () => {
	const info = jest.spyOn(engineLogger(), 'info').mockImplementation(() => undefined);
	await (await creates.execution({ items: itemsOf(250) })).run();
	const lines = info.mock.calls.map(([text]) => text);
	expect(lines).toHaveLength(2);
	const codes = creates.ids.slice(0, 100).map((id, item) => `${id} [Item ${item}]`);
	expect(lines[0]).toBe(
		`Execution 42 is at work in node 'Under Test'. Created at Verifik: ${codes.join(', ')}.`,
	);
	expect(lines[1]).toContain(`${creates.ids[199]} [Item 199]`);
	expect(lines.join()).not.toContain('user-');
	expect(lines.join()).not.toContain(creates.verifik.credential.accessToken);
});

test('Fewer say nothing: they are in the output', async () => {
	const info = jest.spyOn(engineLogger(), 'info').mockImplementation(() => undefined);
	await (await creates.execution({ items: itemsOf(99) })).run();
	expect(info).not.toHaveBeenCalled();
});
