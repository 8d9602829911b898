const { readdirSync } = require('node:fs');
const { maxWorkers, reporters, testTimeout, transform, ...project } = require('./jest.config.cjs');

const [[, swc]] = Object.entries(transform);

/** ES modules that tests or an older n8n-core require. */
const MODULES = '@apidevtools/json-schema-ref-parser|is-network-error|p-retry';

/** What must hold on every n8n: what leaves, what leaves twice, what starts a workflow, what is waited for. */
const FILES = [
	'{loading,requests,retrying,errors,items}.test.mts',
	'ledger/*.test.mts',
	'triggers/*Deliveries.test.mts',
	'waiting/*.test.mts',
];

/** The engine tests of sending, ledger, deliveries and waiting, with each n8n-core that test/compat names. */
module.exports = {
	maxWorkers,
	testTimeout,
	reporters: ['default', ['<rootDir>/test/support/closingLine.cjs', { name: 'tests' }]],
	// Some n8n-cores keep a timer.
	forceExit: true,
	projects: readdirSync(`${__dirname}/test/compat`).map((version) => ({
		...project,
		displayName: `n8n-core ${version}`,
		testMatch: FILES.map((files) => `<rootDir>/test/engine/${files}`),
		modulePathIgnorePatterns: ['<rootDir>/sandbox/n8n/'],
		moduleNameMapper: {
			'^(n8n-(core|workflow)(/.+)?)$': `<rootDir>/.local/compat/${version}/node_modules/$1`,
		},
		transform: { [`\\.m?ts$|/(${MODULES})/.*\\.js$`]: swc },
		transformIgnorePatterns: [`/node_modules/(?!(${MODULES})/)`],
	})),
};
