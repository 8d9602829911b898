/** Lock files: how they are written says CONTRIBUTING.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const files = execFileSync('git', ['ls-files', '*package-lock.json'], { encoding: 'utf8' })
	.trim()
	.split('\n');

test.each(files)('%s names no registry', (file) => {
	const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, object> };
	expect(Object.keys(packages).filter((path) => 'resolved' in packages[path])).toEqual([]);
});
