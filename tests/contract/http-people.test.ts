/** Entering and retiring people, on both engines. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasDemoAccounts, hashPassword } from '../../src/lib/server/auth/accounts';
import { openAuth } from '../../src/lib/server/auth/open-auth';
import { loadProfile } from '../../src/lib/server/city/load-profile';
import type { Database } from '../../src/lib/server/db/connect';
import { findPersonByUserName } from '../../src/lib/server/repositories/people';
import {
	enrolPerson,
	setActive,
	type NewPerson
} from '../../src/lib/server/usecases/manage-people';
import { installCity, publishPeople, readPolicy } from '../../src/lib/server/usecases/ref-data';
import { aPerson } from '../support/builders';
import { engines, openEngine, type OpenedEngine } from './http-support';

const { profile, ...rest } = loadProfile('muscat');
const [team] = profile.teams;
const entry: NewPerson = {
	userName: 'Salim.1',
	name: { ar: 'سالم الحارثي', en: 'Salim Al Harthi' },
	role: 'inspector',
	teamId: team?.id ?? null,
	directorateId: null,
	areas: []
};

describe.each(engines)('people on %s', (engine) => {
	let opened: OpenedEngine | { skip: string };
	let db: Database;
	let passwordHash: string;

	beforeAll(async () => {
		opened = await openEngine(engine);
		passwordHash = await hashPassword('wadi-al-khoud-2026');
		if ('db' in opened) db = opened.db;
	});
	afterAll(async () => {
		if ('close' in opened) await opened.close();
	});
	beforeEach(({ skip }) => {
		if ('skip' in opened) skip(opened.skip);
	});
	const enrol = (part: Partial<NewPerson> = {}) =>
		enrolPerson(db, { ...entry, ...part }, { passwordHash, at: 1 });

	test('takes nobody before there is a city', async () => {
		expect(await enrol()).toEqual({ ok: false, fault: 'no_city' });
	});

	test('adds a person who can sign in and whom devices and rules know', async () => {
		await db.tx((tx) => installCity(tx, { profile, ...rest }, 0));
		expect(await enrol()).toMatchObject({
			ok: true,
			person: { userName: 'salim.1', directorateId: team?.directorateId, areas: ['/muscat/'] }
		});
		const auth = openAuth(db, { secret: 's'.repeat(32), origin: undefined, now: Date.now });
		const typed = { userName: 'salim.1', password: 'wadi-al-khoud-2026' };
		expect((await auth.signIn(typed, '127.0.0.1', new Headers())).ok).toBe(true);
		const person = await findPersonByUserName(db.kysely, 'salim.1');
		const policy = await db.snapshot(readPolicy);
		expect(policy?.person(person?.id ?? '')).toEqual(person);
	});

	test.each([
		['user_name_taken', { userName: 'SALIM.1' }],
		['user_name_shape', { userName: 'salim al harthi' }],
		['team_needed', { userName: 'a', teamId: null }],
		['team_unknown', { userName: 'a', teamId: 'nowhere' }],
		['directorate_needed', { userName: 'a', role: 'directorate', teamId: null }],
		['directorate_unknown', { userName: 'a', directorateId: 'nowhere' }],
		['area_unknown', { userName: 'a', areas: ['/muscat/atlantis/'] }]
	] as const)('refuses with %s', async (fault, part) => {
		expect(await enrol(part)).toEqual({ ok: false, fault });
	});

	test('signs a retired person out at once and lets them back in later', async () => {
		const auth = openAuth(db, { secret: 's'.repeat(32), origin: undefined, now: Date.now });
		const typed = { userName: 'salim.1', password: 'wadi-al-khoud-2026' };
		const result = await auth.signIn(typed, '127.0.0.1', new Headers());
		const cookies = result.ok ? result.cookies : [];
		const cookie = cookies.map((text) => text.split(';')[0]).join('; ');
		expect(await setActive(db, 'Salim.1', false, 2)).toBe(true);
		expect(await auth.session(new Headers({ cookie }))).toBeNull();
		expect((await auth.signIn(typed, '127.0.0.1', new Headers())).ok).toBe(false);
		expect(await setActive(db, 'salim.1', true, 3)).toBe(true);
		expect((await auth.signIn(typed, '127.0.0.1', new Headers())).ok).toBe(true);
		expect(await setActive(db, 'nobody', false, 4)).toBe(false);
	});

	test('keeps the mark of a demo account whatever is done to it', async () => {
		await db.tx((tx) => publishPeople(tx, [aPerson('inspector')], { isDemo: true, at: 5 }));
		await setActive(db, 'inspector1', false, 6);
		expect(await hasDemoAccounts(db)).toBe(true);
	});
});
