/** Whether n8n loads what is published, whichever package and n8n-core. */
import { PackageDirectoryLoader } from 'n8n-core';

import { separatePackages, wholePackage } from '../support/packages.mts';

const AUCO = ['aucoApi', 'aucoBackground', 'aucoFace', 'aucoTrigger'];
const VERIFIK = ['verifikApi', 'verifikBiometric', 'verifikTrigger'];

const CONTENTS: Record<string, string[]> = {
	'n8n-nodes-auco-verifik': [...AUCO, ...VERIFIK].sort(),
	'n8n-nodes-auco': AUCO,
	'n8n-nodes-verifik': VERIFIK,
};

test.each([wholePackage, ...separatePackages])('$name loads, with all that is in it', async (built) => {
	const loader = new PackageDirectoryLoader(built.folder);
	await loader.loadAll();
	const { nodes, credentials } = loader.known;
	expect([...Object.keys(nodes), ...Object.keys(credentials)].sort()).toEqual(CONTENTS[built.name]);
	for (const name of Object.keys(nodes))
		expect(loader.getNode(name).type.description).toMatchObject({ name });
	for (const name of Object.keys(credentials))
		expect(loader.getCredential(name).type).toMatchObject({ name });
});

test('no package is missing', () => {
	expect([wholePackage, ...separatePackages].map(({ name }) => name).sort()).toEqual(
		Object.keys(CONTENTS).sort(),
	);
});
