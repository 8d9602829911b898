/** Unit tests read the TypeScript sources; engine tests load the built package from dist through n8n-core. */
module.exports = {
	testEnvironment: 'node',
	testMatch: [
		'<rootDir>/test/unit/**/*.test.mts',
		'<rootDir>/test/engine/**/*.test.mts',
		'<rootDir>/test/sandbox/**/*.test.mts',
	],
	// The local n8n of the sandbox holds packages of the same names.
	modulePathIgnorePatterns: ['<rootDir>/sandbox/n8n/', '<rootDir>/.local/'],
	moduleFileExtensions: ['js', 'cjs', 'mjs', 'ts', 'mts', 'json', 'node'],
	transform: {
		// The parser of OpenAPI documents is an ES module, which jest does not load from CommonJS.
		'\\.m?ts$|/json-schema-ref-parser/.*\\.js$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
				module: { type: 'commonjs' },
				sourceMaps: 'inline',
			},
		],
	},
	transformIgnorePatterns: ['/node_modules/(?!@apidevtools/json-schema-ref-parser/)'],
	setupFiles: ['<rootDir>/test/support/environment.mts'],
	// n8n-core is loaded anew for every test file; more workers than cores only make each other wait.
	maxWorkers: 2,
	// A test that fails leaves no spy behind.
	restoreMocks: true,
	// Only ends a test that hangs: no test looks at the real time, however busy the machine is (test/support/clock.mts).
	testTimeout: 240_000,
	reporters: ['default', ['<rootDir>/test/support/closingLine.cjs', { name: 'tests' }]],
};
