/** The engine tests on the packages of one provider each, installed side by side (packages/). */
const base = require('./jest.config.cjs');

// Read where the tests load the package (test/support/engine/packageNodes.mts).
process.env.SEPARATE_PACKAGES = 'true';

module.exports = { ...base, testMatch: ['<rootDir>/test/engine/**/*.test.mts'] };
