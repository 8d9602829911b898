/**
 * Ends a test run with one plain line, `engine: 12 passed, 0 failed`, that any CI can read. Where tests run in several
 * projects, a line for each of them comes before, `n8n-core 2.0.0 engine: 4 passed, 0 failed`.
 */
module.exports = class ClosingLine {
	constructor(_globalConfig, { name = 'tests' } = {}) {
		this.name = name;
	}

	onRunComplete(_contexts, results) {
		const projects = Map.groupBy(results.testResults, ({ displayName }) => displayName?.name);
		projects.delete(undefined);
		const lines = [...projects].map(([project, files]) => line(`${project} ${this.name}`, sumOf(files)));
		const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
		const failed = numFailedTests + numRuntimeErrorTestSuites;
		lines.push(line(this.name, { passed: numPassedTests, failed, skipped: numPendingTests }));
		process.stdout.write(`\n${lines.join('\n')}\n`);
	}
};

function sumOf(files) {
	const sum = { passed: 0, failed: 0, skipped: 0 };
	for (const { numPassingTests, numFailingTests, numPendingTests, testExecError } of files) {
		sum.passed += numPassingTests;
		sum.failed += numFailingTests + (testExecError ? 1 : 0);
		sum.skipped += numPendingTests;
	}
	return sum;
}

const line = (name, { passed, failed, skipped }) =>
	`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
