import { expect, test } from 'vitest';
import { hashPassword, spendTime, verifyPassword } from './password';

test('accepts the password that was hashed and refuses another', async () => {
	const hash = await hashPassword('وادي-الخوض-2026');
	expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	expect(await verifyPassword('وادي-الخوض-2026', hash)).toBe(true);
	expect(await verifyPassword('وادي-الخوض-2027', hash)).toBe(false);
});

test('gives two people with the same password different hashes', async () => {
	expect(await hashPassword('one password')).not.toBe(await hashPassword('one password'));
});

test('reads a hash made with other parameters than those of today', async () => {
	const older =
		'$argon2id$v=19$m=8192,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$zCpaJXDAdxPFqh9jYfIrUfetCUoPhZXj+FNPvXdPd0k';
	expect(await verifyPassword('an older password', older)).toBe(true);
	expect(await verifyPassword('something else', older)).toBe(false);
});

test('verifies nothing against a text that is not a hash', async () => {
	expect(await verifyPassword('', '')).toBe(false);
	expect(await verifyPassword('plain', 'plain')).toBe(false);
	expect(await spendTime('anything')).toBe(false);
});

test('takes a composed and a decomposed letter for the same password', async () => {
	expect(await verifyPassword('cafe\u0301 al bahr', await hashPassword('café al bahr'))).toBe(true);
});
