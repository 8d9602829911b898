/** Links between code and documents, and whether they lead somewhere (CONTRIBUTING.md). */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, posix } from 'node:path';

const SOURCES = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.yaml', '.yml'];

const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
	.split('\0')
	.filter((file) => file !== '' && existsSync(file));
const documents = tracked.filter((file) => extname(file) === '.md');
const sources = tracked.filter((file) => SOURCES.includes(extname(file)));

/** Every file, and every folder that holds one. */
const paths = new Set<string>();
for (const file of tracked) {
	for (let path = file; !paths.has(path); path = dirname(path)) paths.add(path);
}

const textOf = (file: string): string => readFileSync(file, 'utf8');

/** The text without code, in which nothing is a heading or a link. */
function withoutCodeBlocks(markdown: string): string {
	return markdown.replace(/^( *)(```+|~~~+)[^]*?^\1\2 *$/gm, '');
}

/** The anchors that GitHub gives to the headings of a document, e.g. `reading-statuses` to `### Reading: statuses`. */
function anchorsOf(markdown: string): Set<string> {
	const anchors = new Set<string>();
	for (const [, heading] of withoutCodeBlocks(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
		const slug = heading
			.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
			.replaceAll(' ', '-');
		let anchor = slug;
		for (let copy = 1; anchors.has(anchor); copy++) anchor = `${slug}-${copy}`;
		anchors.add(anchor);
	}
	return anchors;
}

const anchors = new Map(documents.map((file) => [file, anchorsOf(textOf(file))]));

/** Why a link from the repository's root leads nowhere; undefined when it leads somewhere. */
function problemOf(link: string): string | undefined {
	const [path, anchor] = decodeURI(link).split('#');
	const file = posix.normalize(path).replace(/\/$/, '');
	if (!paths.has(file)) return `no file ${file}`;
	if (anchor === undefined || anchors.get(file)?.has(anchor)) return undefined;
	return `no heading #${anchor} in ${file}`;
}

function problems(file: string, links: readonly string[]): string[] {
	return [...new Set(links.map(problemOf))].flatMap((problem) =>
		problem === undefined ? [] : `${file}: ${problem}`,
	);
}

/** Targets of links, images and reference definitions; those of other sites are not followed. */
function linksIn(file: string): string[] {
	const prose = withoutCodeBlocks(textOf(file)).replace(/`[^`\n]*`/g, '');
	const targets = [
		...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: +["'(][^\n]*?)?\)/g),
		...prose.matchAll(/^ *\[[^\]]+\]: *<?([^\s>]+)/gm),
		...prose.matchAll(/<(?:a|img)\b[^>]*? (?:href|src)="([^"]+)"/g),
	].map(([, target]) => target);
	return targets
		.filter((target) => !/^[a-z]+:/i.test(target))
		.map((target) => (target.startsWith('#') ? file + target : posix.join(dirname(file), target)));
}

/** Documents of this repository that a source file names, from the repository's root. */
function documentsNamedIn(source: string): string[] {
	return source.match(/(?<![\w./-])(?:(?:docs\/[\w/.-]+|sandbox\/README|[A-Z]{5,})\.md)(?:#[\w-]+)?/g) ?? [];
}

/** Names of documents that only their authors have. */
const OUTSIDE =
	/\b(?:auco|verifik|coverage|findings)\.md \d|design section|engine-facts|engineering notes|\bshared\//g;

test.each(documents)('%s links to what exists', (file) => {
	expect(problems(file, linksIn(file))).toEqual([]);
});

test('every picture is shown in a document', () => {
	const shown = new Set(documents.flatMap(linksIn));
	const pictures = tracked.filter((file) => extname(file) === '.png' && file.startsWith('docs/'));
	expect(pictures.filter((file) => !shown.has(file))).toEqual([]);
});

test('source files link to what exists', () => {
	expect(sources.flatMap((file) => problems(file, documentsNamedIn(textOf(file))))).toEqual([]);
});

test('nothing cites a document outside the repository', () => {
	const cited = [...sources, ...documents]
		.filter((file) => file !== 'test/unit/links.test.mts')
		.flatMap((file) => (textOf(file).match(OUTSIDE) ?? []).map((name) => `${file}: ${name}`));
	expect(cited).toEqual([]);
});

test('anchors follow GitHub', () => {
	const markdown = [
		'# What `n8n` really does',
		'## Reading: statuses',
		'## Reading: statuses',
		'## [Año](a.md) & más, en español',
		'## snake_case – dash',
		'```sh',
		'# no heading',
		'```',
	].join('\n');
	expect([...anchorsOf(markdown)]).toEqual([
		'what-n8n-really-does',
		'reading-statuses',
		'reading-statuses-1',
		'año--más-en-español',
		'snake_case--dash',
	]);
});
