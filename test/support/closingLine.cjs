/** Ends a test run with one plain line, `engine: 12 passed, 0 failed`, that any CI can read. */
module.exports = class ClosingLine {
	constructor(_globalConfig, { name = 'tests' } = {}) {
		this.name = name;
	}

	onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
		const failed = numFailedTests + numRuntimeErrorTestSuites;
		const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
		process.stdout.write(`\n${this.name}: ${numPassedTests} passed, ${failed} failed${skipped}\n`);
	}
};
