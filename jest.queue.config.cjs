/** The end-to-end tests that depend on how n8n runs executions, against n8n's queue mode (see sandbox/local/queue.mts). */
const base = require('./jest.e2e.config.cjs');

// Read by the global setup and, in the test files, by the builder of workflows (test/support/server/setup.mts).
process.env.E2E_QUEUE_MODE = 'true';

module.exports = {
	...base,
	testMatch: [
		...[
			'retry',
			'subWorkflows',
			'waiting',
			'waitingTogether',
			'waitingReadiness',
			'aucoTrigger',
			'verifikTrigger',
		].map((name) => `<rootDir>/test/e2e/${name}.test.mts`),
		'<rootDir>/test/queue/*.test.mts',
	],
};
