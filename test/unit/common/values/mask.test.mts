import { inspect } from 'node:util';
import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';

import { changeTexts, masked } from '../../../../nodes/common/values/mask.ts';

const SECRET = 'S3cret-token';
const hide = (text: string) => masked(text, [SECRET]);

describe('A masked text', () => {
	test.each([
		['key S3cret-token twice S3cret-token', [SECRET], 'key *** twice ***'],
		['the longer one first: S3cret-token-2', [SECRET, 'S3cret-token-2'], 'the longer one first: ***'],
		['a short one stays: token', ['token'], 'a short one stays: token'],
		['an empty one is none', [''], 'an empty one is none'],
	])('%s', (text, secrets, expected) => {
		expect(masked(text, secrets)).toBe(expected);
	});
});

describe('An error', () => {
	const node = { name: 'Trigger', parameters: { note: SECRET } } as unknown as INode;

	test('has its texts changed in all that n8n adds to it', () => {
		const response = { message: SECRET, error: { detail: [SECRET] } } as JsonObject;
		const error = new NodeApiError(node, response, { message: SECRET, description: SECRET });
		error.context.data = { deep: [{ url: `https://example.com/?secret=${SECRET}` }] };
		error.messages.push(SECRET);
		const cause = new Error(SECRET, { cause: { config: { headers: { Authorization: SECRET } } } });
		Object.defineProperty(error, 'cause', { value: cause });
		changeTexts(error, hide);
		const { node: own, ...rest } = error;
		expect(inspect([rest, error.message, error.stack, error.cause], { depth: null })).not.toContain(SECRET);
		expect(error.message).toContain('***');
		// The workflow's own node is no part of the error.
		expect(own.parameters).toEqual({ note: SECRET });
	});

	test('may refer to itself, be frozen, or be none', () => {
		const error = Object.assign(new Error(SECRET), { self: {} });
		error.self = error;
		changeTexts(error, hide);
		expect(error.message).toBe('***');
		const frozen = Object.freeze({ message: SECRET });
		for (const other of [frozen, SECRET, undefined, null, 5]) {
			expect(() => changeTexts(other, hide)).not.toThrow();
		}
	});
});
