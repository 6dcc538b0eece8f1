/**
 * What a reader should never have to argue about. Fast on purpose: nothing here needs type
 * information; types are svelte-check's work, directions of imports are the architecture test's.
 */
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
	globalIgnores([
		'**/node_modules',
		'.svelte-kit',
		'.cache',
		'.data',
		'build',
		// Served as it stands, to browsers of any age.
		'static',
		'test-results',
		'src/lib/i18n/paraglide'
	]),
	ts.configs.strict,
	ts.configs.stylistic,
	svelte.configs.recommended,
	{
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
			],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/consistent-type-definitions': 'off',
			'@typescript-eslint/no-empty-function': 'off',
			'@typescript-eslint/no-invalid-void-type': 'off',
			'@typescript-eslint/unified-signatures': 'off',
			eqeqeq: ['error', 'always'],
			'no-var': 'error',
			'prefer-const': 'error',
			'no-restricted-globals': ['error', 'event', 'name', 'status'],
			'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
		rules: {
			// Addresses are plain paths: `paths.base` is not used, and messages carry links.
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/no-at-html-tags': 'error',
			// svelte-check knows more warnings than the linter does.
			'svelte/no-unused-svelte-ignore': 'off',
			// A Map that nobody draws is a Map.
			'svelte/prefer-svelte-reactivity': 'off',
			// The plain rule does not know that props are given anew.
			'prefer-const': 'off',
			'svelte/prefer-const': ['error', { destructuring: 'all' }]
		}
	},
	{
		// In a test "there is one" is an assertion: a wrong one fails the test.
		files: ['**/*.test.ts', 'tests/**'],
		rules: { '@typescript-eslint/no-non-null-assertion': 'off' }
	},
	{
		files: ['src/lib/**', 'src/routes/**', 'src/service-worker/**'],
		ignores: ['src/lib/server/**', '**/*.server.ts', '**/+server.ts'],
		rules: { 'no-console': 'error' }
	}
);
