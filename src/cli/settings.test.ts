import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Refusal } from './refusal';
import { keptSecret, readDemoSettings, readProductionSettings } from './settings';

const secret = 'x'.repeat(32);

function faultsOf(env: Record<string, string>): string[] {
	const faults: string[] = [];
	readProductionSettings(env, faults);
	return faults;
}

describe('readDemoSettings', () => {
	it('has an answer for everything', () => {
		expect(readDemoSettings({})).toEqual({
			host: '127.0.0.1',
			port: 3000,
			dataDir: resolve('.data'),
			databaseUrl: undefined,
			origin: undefined
		});
	});

	it('takes an empty variable for an absent one', () => {
		expect(readDemoSettings({ PORT: '', HOST: '', DATABASE_URL: '' }).port).toBe(3000);
	});

	it('refuses a port that is none', () => {
		expect(() => readDemoSettings({ PORT: 'high' })).toThrow(Refusal);
	});
});

describe('readProductionSettings', () => {
	it('tells everything that is missing at once [1]', () => {
		expect(faultsOf({})).toEqual([
			expect.stringMatching(/^ORIGIN is missing/),
			expect.stringMatching(/^MAYDAN_SECRET is missing/)
		]);
	});

	it('refuses a short secret and never repeats it', () => {
		const [fault] = faultsOf({ ORIGIN: 'https://maydan.example', MAYDAN_SECRET: 'hunter2' });
		expect(fault).toMatch(/too short/);
		expect(fault).not.toContain('hunter2');
	});

	it.each(['maydan.example', 'https://maydan.example/app', 'ftp://maydan.example'])(
		'refuses the public address %s',
		(ORIGIN) => expect(faultsOf({ ORIGIN, MAYDAN_SECRET: secret })).toHaveLength(1)
	);

	it.each(['https://maydan.example', 'https://maydan.example/', 'http://10.0.0.5:3000'])(
		'takes the public address %s',
		(ORIGIN) => expect(faultsOf({ ORIGIN, MAYDAN_SECRET: secret })).toEqual([])
	);
});

describe('keptSecret', () => {
	it('makes a secret once, for its owner only, and keeps it', () => {
		const dir = mkdtempSync(join(tmpdir(), 'maydan-secret-'));
		const first = keptSecret(dir);
		expect(first.length).toBeGreaterThanOrEqual(32);
		expect(keptSecret(dir)).toBe(first);
		expect(statSync(join(dir, 'secret')).mode & 0o077).toBe(0);
		rmSync(dir, { recursive: true });
	});
});
