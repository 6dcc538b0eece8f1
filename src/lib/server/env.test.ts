import { expect, test } from 'vitest';
import { readEnvironment } from './env';

const secret = 's'.repeat(32);

test('needs nothing in development', () => {
	expect(readEnvironment({}, { isDev: true })).toMatchObject({ dataDir: '.data', mode: 'demo' });
});

test('is production unless told otherwise, and demands a secret there', () => {
	expect(readEnvironment({ MAYDAN_SECRET: secret }, { isDev: false }).mode).toBe('production');
	expect(() => readEnvironment({}, { isDev: false })).toThrow('MAYDAN_SECRET is missing.');
});

test('says in one sentence each what is wrong', () => {
	const env = { MAYDAN_SECRET: 'short', MAYDAN_MODE: 'playful', ORIGIN: 'maydan' };
	expect(() => readEnvironment(env, { isDev: false })).toThrow(
		'MAYDAN_SECRET needs at least 32 characters.\nMAYDAN_MODE is either demo or production.\nORIGIN is not an http(s) address.'
	);
});

test('takes an empty setting for an absent one and the origin without its path', () => {
	const env = { MAYDAN_SECRET: secret, DATABASE_URL: '', ORIGIN: 'https://maydan.example/x' };
	expect(readEnvironment(env, { isDev: false })).toMatchObject({
		databaseUrl: undefined,
		origin: 'https://maydan.example'
	});
});
