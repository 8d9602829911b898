/** For the inner loop: conversions and tables, and of the engine tests a few that touch every operation and trigger. */
module.exports = {
	...require('./jest.config.cjs'),
	testMatch: [
		'<rootDir>/test/unit/{common,Auco,Verifik}/**/*.test.mts',
		'<rootDir>/test/engine/{contract,descriptions,errors,items,replies,requests}.test.mts',
		'<rootDir>/test/engine/{ledger/ledger,waiting/resume,triggers/*Deliveries}.test.mts',
	],
	reporters: ['default', ['<rootDir>/test/support/closingLine.cjs', { name: 'quick tests' }]],
};
