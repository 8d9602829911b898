import tseslint from 'typescript-eslint';

/** What Node gives to scripts without an import. */
const NODE = { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' };

/** Tests, sandbox and scripts are not part of the published package: they may use timers, `process` and the file system. */
export default tseslint.config(
	{ ignores: ['sandbox/n8n/node_modules/**'] },
	{
		files: ['{sandbox,test,bench,scripts}/**/*.{mts,mjs,cjs}'],
		extends: [...tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-fallthrough': 'error',
			'no-unreachable': 'error',
			'prefer-const': 'error',
		},
	},
	// Replies over HTTP are compared as they come; a test that reads a field that is not there fails by itself.
	{ files: ['test/**/*.mts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
	// Without types nothing else would notice a name that does not exist.
	{ files: ['scripts/**/*.mjs'], rules: { 'no-undef': 'error' }, languageOptions: { globals: NODE } },
	{ files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
