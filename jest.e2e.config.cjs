const { setupFiles, testMatch, ...shared } = require('./jest.config.cjs');

/** End-to-end tests: one real n8n for all test files, with the packed package installed as a user's instance holds it. */
module.exports = {
	...shared,
	testMatch: ['<rootDir>/test/e2e/**/*.test.mts'],
	globalSetup: '<rootDir>/test/support/server/setup.mts',
	globalTeardown: '<rootDir>/test/support/server/teardown.mts',
	testTimeout: 240_000,
};
