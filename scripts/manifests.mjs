#!/usr/bin/env node
/**
 * Writes what follows from `repository`, `author` and `version` in package.json:
 *
 *     node scripts/manifests.mjs [--check | --publishable]
 *
 * the other addresses in package.json, the manifests under packages/ but for what is their own, the repository's address
 * in the documents of GitHub, and the version in those about installing. `--check` writes nothing and names the files that would change; `--publishable`
 * refuses the placeholders with which this repository begins. Both end with code 1 when there is something to name.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const PLACEHOLDER = /OWNER|@example\.com/;

/** Documents that name the repository by its whole address, because a relative link does not work there. */
const DOCUMENTS = [
	'README.md',
	'SECURITY.md',
	'.github/ISSUE_TEMPLATE/bug_report.yml',
	'.github/ISSUE_TEMPLATE/provider_difference.yml',
];

/** What names a version of the package. */
const VERSIONED = ['docs/self-hosting/Dockerfile', 'docs/guides/self-hosting.md'];

const read = (file) => readFileSync(file, 'utf8');
const json = (value) => `${JSON.stringify(value, null, '\t')}\n`;

const root = JSON.parse(read('package.json'));
const address = root.repository.url.replace(/^git\+|\.git$/g, '');
const formerAddress = root.homepage.replace(/#readme$/, '');

/** A package of one provider: its name, texts and nodes are its own, the rest is as in the whole one. */
function manifestOf(name) {
	const { description, keywords, n8n } = JSON.parse(read(`packages/${name}/package.json`));
	const { version, license, author, bugs, engines, publishConfig, files, peerDependencies } = {
		...root,
		...links(),
	};
	const { n8nNodesApiVersion, strict } = root.n8n;
	return {
		...{ name, version, description, license, keywords },
		repository: { ...root.repository, directory: `packages/${name}` },
		author,
		homepage: `${address}/tree/main/packages/${name}#readme`,
		...{ bugs, engines, publishConfig, files: [...files, 'examples'] },
		n8n: { n8nNodesApiVersion, strict, credentials: n8n.credentials, nodes: n8n.nodes },
		peerDependencies,
	};
}

const links = () => ({ homepage: `${address}#readme`, bugs: { url: `${address}/issues` } });

/** Every file that follows from package.json, with the text that it should have. */
function wanted() {
	const packages = readdirSync('packages').map((name) => [
		`packages/${name}/package.json`,
		json(manifestOf(name)),
	]);
	const documents = DOCUMENTS.map((file) => [file, read(file).replaceAll(formerAddress, address)]);
	const versioned = VERSIONED.map((file) => [
		file,
		read(file).replace(/(?<=n8n-nodes-auco-verifik(@|","version":"))\d+\.\d+\.\d+/g, root.version),
	]);
	return [['package.json', json({ ...root, ...links() })], ...packages, ...documents, ...versioned];
}

function fail(lines) {
	console.error(lines.join('\n'));
	process.exitCode = 1;
}

const changed = wanted().filter(([file, text]) => read(file) !== text);
if (process.argv.includes('--publishable')) {
	const placeholders = [root.repository.url, root.author.name, root.author.email].filter((value) =>
		PLACEHOLDER.test(value),
	);
	if (placeholders.length > 0) {
		fail([
			`Not published: package.json still has ${placeholders.join(', ')}.`,
			'Set `repository` and `author` and run `npm run manifests`; see "Releasing" in CONTRIBUTING.md.',
		]);
	}
}
if (process.argv.includes('--check') || process.argv.includes('--publishable')) {
	if (changed.length > 0) fail(changed.map(([file]) => `${file}: run \`npm run manifests\``));
} else {
	for (const [file, text] of changed) writeFileSync(file, text);
}
