import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { copyOfProject } from '../../support/copy.mts';

const ROOT = process.cwd();

let clone: string;

beforeEach(() => {
	clone = copyOfProject();
});

afterEach(() => rmSync(clone, { recursive: true }));

function manifests(folder: string, ...args: string[]) {
	const script = join(folder, 'scripts', 'manifests.mjs');
	const { status, stderr } = spawnSync(process.execPath, [script, ...args], {
		cwd: folder,
		encoding: 'utf8',
	});
	return { status, stderr };
}

/** What the owner does: only `repository` and `author` of package.json. */
function setOwner(): void {
	const file = join(clone, 'package.json');
	const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
	const owner = {
		repository: { type: 'git', url: 'git+https://github.com/acme/kyc-nodes.git' },
		author: { name: 'Acme', email: 'nodes@acme.test' },
	};
	writeFileSync(file, `${JSON.stringify({ ...manifest, ...owner }, null, '\t')}\n`);
}

test('what follows from package.json is that of today', () => {
	expect(manifests(ROOT, '--check')).toEqual({ status: 0, stderr: '' });
});

test('the placeholders are not published', () => {
	writeFileSync(
		join(clone, 'package.json'),
		readFileSync(join(clone, 'package.json'), 'utf8').replace(
			/("author": \{\s+"name": )"[^"]*"/,
			'$1"OWNER"',
		),
	);
	const { status, stderr } = manifests(clone, '--publishable');
	expect(status).toBe(1);
	expect(stderr).toMatch(/Not published: package\.json still has .*OWNER/);
});

test('what does not follow from package.json yet is not published', () => {
	setOwner();
	const { status, stderr } = manifests(clone, '--publishable');
	expect(status).toBe(1);
	expect(stderr).toContain('packages/n8n-nodes-auco/package.json: run `npm run manifests`');
	expect(stderr).not.toContain('OWNER');
});

test('one place sets the owner everywhere', () => {
	setOwner();
	expect(manifests(clone)).toEqual({ status: 0, stderr: '' });
	expect(manifests(clone, '--publishable')).toEqual({ status: 0, stderr: '' });
	for (const file of [
		'README.md',
		'SECURITY.md',
		'.github/ISSUE_TEMPLATE/bug_report.yml',
		'.github/ISSUE_TEMPLATE/provider_difference.yml',
	]) {
		const addresses = readFileSync(join(clone, file), 'utf8').match(/https:\/\/github\.com\/[\w-]+\/[\w-]+/g);
		expect([file, ...new Set(addresses)]).toEqual([file, 'https://github.com/acme/kyc-nodes']);
	}
	expect(
		JSON.parse(readFileSync(join(clone, 'packages/n8n-nodes-verifik/package.json'), 'utf8')),
	).toMatchObject({
		author: { name: 'Acme' },
		repository: { url: 'git+https://github.com/acme/kyc-nodes.git', directory: 'packages/n8n-nodes-verifik' },
		homepage: 'https://github.com/acme/kyc-nodes/tree/main/packages/n8n-nodes-verifik#readme',
		bugs: { url: 'https://github.com/acme/kyc-nodes/issues' },
	});
});

test('the version in the documents follows as well', () => {
	const file = join(clone, 'package.json');
	writeFileSync(file, readFileSync(file, 'utf8').replace(/"version": "[^"]+"/, '"version": "7.8.9"'));
	manifests(clone);
	const guide = readFileSync(join(clone, 'docs/guides/self-hosting.md'), 'utf8');
	expect(guide).toContain('n8n-nodes-auco-verifik@7.8.9');
	expect(guide).toContain('"n8n-nodes-auco-verifik","version":"7.8.9"');
	expect(readFileSync(join(clone, 'docs/self-hosting/Dockerfile'), 'utf8')).toContain('@7.8.9');
	expect(JSON.parse(readFileSync(join(clone, 'packages/n8n-nodes-auco/package.json'), 'utf8'))).toMatchObject(
		{
			version: '7.8.9',
		},
	);
});
