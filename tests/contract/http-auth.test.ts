/** Sign-in, sessions, passwords and their throttle, on both engines. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/lib/domain/people/actor';
import { createAccount, hasDemoAccounts, hashPassword } from '../../src/lib/server/auth/accounts';
import { openAuth, type Auth } from '../../src/lib/server/auth/open-auth';
import type { Database } from '../../src/lib/server/db/connect';
import { savePeople } from '../../src/lib/server/repositories/people';
import { engines, openEngine, type OpenedEngine } from './http-support';

const password = 'wadi-al-khoud-2026';
const aPerson = (name: string, active = true): Person => ({
	id: `person-${name}`,
	userName: name,
	name: { ar: 'سالم الحارثي', en: 'Salim Al Harthi' },
	role: 'inspector',
	teamId: 'seeb-1',
	directorateId: null,
	areas: ['/muscat/seeb/'],
	active
});
const cookieOf = (cookies: readonly string[]) =>
	new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') });

describe.each(engines)('identity on %s', (engine) => {
	let opened: OpenedEngine | { skip: string };
	let db: Database;
	let auth: Auth;
	let at: number;
	let serial = 0;

	beforeAll(async () => {
		opened = await openEngine(engine);
		if ('db' in opened) db = opened.db;
	});
	afterAll(async () => {
		if ('close' in opened) await opened.close();
	});
	beforeEach(({ skip }) => {
		if ('skip' in opened) skip(opened.skip);
		at = Date.now();
		auth = openAuth(db, { secret: 's'.repeat(40), origin: undefined, now: () => at });
	});

	/** A new person each time, because attempts are remembered by name. */
	async function settle(active = true): Promise<Person> {
		const person = aPerson(`inspector${++serial}`, active);
		const hash = await hashPassword(password);
		await db.tx(async (tx) => {
			await savePeople(tx, [person], false);
			await createAccount(tx, person, hash, at);
		});
		return person;
	}
	const signIn = (userName: string, typed = password, address = `10.0.0.${++serial}`) =>
		auth.signIn({ userName, password: typed }, address, new Headers({ 'user-agent': 'tablet' }));
	async function signedIn(person: Person): Promise<Headers> {
		const result = await signIn(person.userName);
		if (!result.ok) throw new Error(result.reason);
		return cookieOf(result.cookies);
	}
	/** The answers to several tries in a row: true, or why not. */
	async function tries(count: number, userName: string, address?: string) {
		const answers: (string | true)[] = [];
		for (let n = 0; n < count; n++) {
			const result = await signIn(userName, 'a guess', address);
			answers.push(result.ok || result.reason);
		}
		return answers;
	}

	test('signs in by name, however it is typed, and knows the person by the cookie', async () => {
		const person = await settle();
		const typed = ` ${person.userName.toUpperCase().replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit)))} `;
		const result = await signIn(typed);
		if (!result.ok) throw new Error(result.reason);
		expect(result.cookies[0]).toMatch(/HttpOnly; SameSite=Lax/);
		const session = await auth.session(cookieOf(result.cookies));
		expect(session).toMatchObject({ personId: person.id, cookies: [] });
	});

	test('gives the cookie to https only where the service is on https', async () => {
		const person = await settle();
		const origin = 'https://maydan.example';
		auth = openAuth(db, { secret: 's'.repeat(40), origin, now: () => at });
		const result = await signIn(person.userName);
		expect(result.ok && result.cookies[0]).toMatch(/^__Secure-maydan.*; Secure;/);
	});

	test('answers alike to a wrong password, an unknown name and an inactive person', async () => {
		const wrong = { ok: false, reason: 'wrong_password' };
		const person = await settle();
		const inactive = await settle(false);
		expect(await signIn(person.userName, 'not this one')).toEqual(wrong);
		expect(await signIn('nobody-of-that-name')).toEqual(wrong);
		expect(await signIn(inactive.userName)).toEqual(wrong);
	});

	test('knows nobody by a cookie that was made up or altered', async () => {
		const cookie = (await signedIn(await settle())).get('cookie') ?? '';
		const altered = cookie.replace(/=./, '=_');
		expect(await auth.session(new Headers({ cookie: altered }))).toBeNull();
		expect(await auth.session(new Headers())).toBeNull();
	});

	test('slows down the sixth guess of one name, whatever the address, and doubles the wait', async () => {
		const { userName } = await settle();
		expect(await tries(6, userName)).toEqual([
			...Array<string>(5).fill('wrong_password'),
			'too_many_requests'
		]);
		expect(await signIn(userName)).toMatchObject({ ok: false, retryAfterMs: 30_000 });
		at += 30_000;
		expect(await tries(1, userName)).toEqual(['wrong_password']);
		expect(await signIn(userName)).toMatchObject({ ok: false, retryAfterMs: 60_000 });
		at += 60_000;
		expect((await signIn(userName)).ok).toBe(true);
	});

	test('slows down a name that nobody has in the same way', async () => {
		expect((await tries(6, 'ghost')).at(-1)).toBe('too_many_requests');
	});

	test('slows down an address that tries many names', async () => {
		const address = '192.0.2.7';
		for (let n = 0; n < 30; n++) await tries(1, `guess-${n}`, address);
		const person = await settle();
		expect(await signIn(person.userName, password, address)).toMatchObject({
			reason: 'too_many_requests'
		});
		expect((await signIn(person.userName)).ok).toBe(true);
	});

	test('counts guesses that arrive all at once', async () => {
		const { userName } = await settle();
		const results = await Promise.all(Array.from({ length: 12 }, () => signIn(userName, 'guess')));
		const admitted = results.filter((result) => !result.ok && result.reason === 'wrong_password');
		expect(admitted.length).toBeLessThanOrEqual(engine === 'sqlite' ? 5 : 12);
		expect(await signIn(userName)).toMatchObject({ reason: 'too_many_requests' });
	});

	test('forgets failures after a success and after a quarter of an hour', async () => {
		const { userName } = await settle();
		await tries(4, userName);
		expect((await signIn(userName)).ok).toBe(true);
		expect(await tries(5, userName)).toEqual(Array<string>(5).fill('wrong_password'));
		at += 15 * 60_000;
		expect(await tries(5, userName)).toEqual(Array<string>(5).fill('wrong_password'));
	});

	test('lists and ends own sessions, and nobody else’s', async () => {
		const [person, other] = [await settle(), await settle()];
		const [here, there] = [await signedIn(person), await signedIn(person)];
		const current = await auth.session(here);
		const list = await auth.sessions(person.id, current?.id ?? '');
		expect(list.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
		expect(list[0]?.userAgent).toBe('tablet');
		const theirs = list.find(({ isCurrent }) => !isCurrent);
		expect(await auth.revoke(other.id, theirs?.id ?? '')).toBe(false);
		expect(await auth.session(there)).not.toBeNull();
		expect(await auth.revoke(person.id, theirs?.id ?? '')).toBe(true);
		expect(await auth.session(there)).toBeNull();
		expect(await auth.session(here)).not.toBeNull();
	});

	test('ends the session at sign-out and clears its cookie', async () => {
		const here = await signedIn(await settle());
		const cleared = await auth.signOut(here);
		expect(cleared.join()).toMatch(/Max-Age=0/);
		expect(await auth.session(here)).toBeNull();
	});

	test('changes the own password only with the current one, and ends the other sessions', async () => {
		const person = await settle();
		const [here, there] = [await signedIn(person), await signedIn(person)];
		const session = await auth.session(here);
		if (session === null) throw new Error('no session');
		const next = 'a longer new password';
		const change = { current: 'not this one', next, address: '10.1.0.1' };
		expect(await auth.changePassword(session, change)).toEqual({
			ok: false,
			reason: 'wrong_password'
		});
		expect(await auth.changePassword(session, { ...change, current: password })).toEqual({
			ok: true
		});
		expect(await auth.session(there)).toBeNull();
		expect(await auth.session(here)).not.toBeNull();
		expect((await signIn(person.userName)).ok).toBe(false);
		expect((await signIn(person.userName, next)).ok).toBe(true);
	});

	test('forgets sessions that ended by themselves', async () => {
		const person = await settle();
		await signedIn(person);
		const later = at + 15 * 24 * 60 * 60_000;
		at = later;
		await signedIn(await settle());
		expect(await auth.sessions(person.id, '')).toEqual([]);
	});

	test('ends every session when somebody else sets the password', async () => {
		const person = await settle();
		const here = await signedIn(person);
		expect(await auth.setPassword(person.id, 'given by the supervisor')).toBe(true);
		expect(await auth.session(here)).toBeNull();
		expect((await signIn(person.userName, 'given by the supervisor')).ok).toBe(true);
		expect(await auth.setPassword('nobody', 'given by the supervisor')).toBe(false);
	});

	test('tells whether accounts of the demo exist', async () => {
		expect(await hasDemoAccounts(db)).toBe(false);
		await db.tx((tx) => savePeople(tx, [aPerson('demo1')], true));
		expect(await hasDemoAccounts(db)).toBe(true);
	});
});
