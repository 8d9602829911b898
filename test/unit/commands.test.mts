/** Commands that documents, workflows and scripts name, and whether this repository has what they call. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
	.split('\0')
	.filter((file) => file !== '' && existsSync(file));
const files = tracked.filter((file) => /\.(?:md|yml|mjs)$|^\.ci\/run$|^package\.json$/.test(file));

/** What the commands in a text call, as far as it is missing. */
function missingIn(text: string): string[] {
	const called = [...text.matchAll(/\bnpm (?:run ([\w:-]*\w)|(start|test)\b)/g)].map(
		([, script, short]) => script ?? short,
	);
	const named = [
		...text.matchAll(/\b(?:node|bash) ((?:\.ci|bench|sandbox|scripts)\/[\w./-]+)/g),
		...text.matchAll(/\bjest (?:-c [\w.]+ )?(test\/[\w./-]+)/g),
		...text.matchAll(/\bjest -c ([\w.]+)/g),
	].map(([, path]) => path);
	return [
		...called.filter((script) => !(script in scripts)).map((script) => `npm run ${script}`),
		// jest takes the beginning of a path.
		...named.filter((path) => !tracked.some((file) => file.startsWith(path))),
	];
}

test.each(files)('%s names commands that exist', (file) => {
	expect(missingIn(readFileSync(file, 'utf8'))).toEqual([]);
});

test('what is missing is found', () => {
	const text = '`npm run tset`, `node scripts/gone.mjs`, `jest -c jest.gone.cjs test/gone` and `npm test`';
	expect(missingIn(text)).toEqual(['npm run tset', 'scripts/gone.mjs', 'test/gone', 'jest.gone.cjs']);
});
