/**
 * A tablet that several people share, as the edge sees it: each has a session of their own, one of
 * which counts at a time, and nobody is ever answered under another one's.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { savePeople } from '../../src/lib/server/repositories/people';
import { personHeader } from '../../src/lib/protocol/session';
import { aPerson } from '../support/builders';
import { openService, password, settle, type Asked, type Service } from './http-service';
import { aTablet, commandOf, exchange, handIn } from './http-tablet';

const salim = aPerson('inspector', { id: 'salim', userName: 'salim' });
const badr = aPerson('inspector', { id: 'badr', userName: 'badr' });

describe('a shared tablet', () => {
	let service: Service;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-seats-'));

	beforeAll(async () => {
		service = await openService({ DATA_DIR: dataDir, DATABASE_URL: '' });
		await settle(service.app, [salim, badr], []);
	});
	afterAll(async () => {
		await service.close();
		rmSync(dataDir, { recursive: true, force: true });
	});

	/** A browser's memory of cookies; what the server says about them is obeyed. */
	function aBrowser() {
		const jar = new Map<string, string>();
		const ask = async (path: string, asked: Asked = {}) => {
			const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
			const answer = await service.ask(path, cookie === '' ? asked : { ...asked, cookie });
			for (const line of answer.headers.getSetCookie()) keep(line);
			return answer;
		};
		const keep = (line: string) => {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			if (/max-age=0/i.test(line)) jar.delete(name);
			else jar.set(name, value);
		};
		const post = (path: string, body: object = {}) => ask(path, { method: 'POST', body });
		return {
			jar,
			ask,
			post,
			signIn: (userName: string) => post('/api/auth/sign-in', { userName, password }),
			switchTo: (personId: string) => post('/api/auth/switch', { personId }),
			async who() {
				const answer = await ask('/api/auth/me');
				const body: { person?: { id: string } } = await answer.json();
				return body.person?.id ?? null;
			},
			as: (personId: string, path: string) => ask(path, { headers: { [personHeader]: personId } })
		};
	}

	/** The service as a page reaches it that names a person under a cookie. */
	function under(cookie: string, personId: string): Service {
		const ask: Service['ask'] = (path, asked) => {
			const headers = { ...asked?.headers, [personHeader]: personId };
			return service.ask(path, { ...asked, cookie, headers });
		};
		return { ...service, ask };
	}

	/** Both are enrolled; Badr was here last. */
	async function aSharedTablet() {
		const tablet = aBrowser();
		for (const { userName } of [salim, badr]) {
			await tablet.signIn(userName);
			expect((await tablet.post('/api/auth/seats')).status).toBe(204);
		}
		return tablet;
	}

	test('lets enrolled people come back to their own session without a password, in any order [D2] [story 28]', async () => {
		const tablet = await aSharedTablet();
		expect(await tablet.who()).toBe('badr');
		for (const person of ['salim', 'badr', 'salim']) {
			expect((await tablet.switchTo(person)).status).toBe(204);
			expect(await tablet.who()).toBe(person);
		}
	});

	test('answers a request for the person it names or not at all, so that nothing is read or sent as another [D2] [story 28]', async () => {
		const tablet = await aSharedTablet();
		expect((await tablet.as('badr', '/api/auth/me')).status).toBe(200);
		for (const path of ['/api/auth/me', '/api/auth/sessions', '/api/search?q=1', '/api/nothing']) {
			const answer = await tablet.as('salim', path);
			expect([answer.status, await answer.json()]).toEqual([401, { code: 'other_person' }]);
		}
	});

	test('keeps the queue of one person whose exchange comes under the session of another [D2] [story 28]', async () => {
		const first = await aTablet(service);
		const second = await aTablet(service);
		const command = commandOf(first, 1, 'addNote', { text: 'mine' });
		const wrong = await exchange(under(second.cookie, first.person.id), first, [command]);
		expect([wrong.status, await wrong.json()]).toEqual([401, { code: 'other_person' }]);
		const right = await exchange(under(first.cookie, first.person.id), first, [command]);
		expect(await right.json()).toMatchObject({ results: [{ n: 1, outcome: 'applied' }] });
	});

	test('takes signed work of a person under the cookie of another, for the signature is its right', async () => {
		const first = await aTablet(service);
		const second = await aTablet(service);
		const batch = [commandOf(first, 1, 'addNote', { text: 'signed' })];
		const answer = await handIn(under(second.cookie, first.person.id), first, batch);
		expect(answer.status).toBe(200);
	});

	test('opens nobody’s session to a browser that has no seat of theirs, and none by another one’s', async () => {
		const stranger = aBrowser();
		expect((await stranger.switchTo('salim')).status).toBe(401);
		const tablet = await aSharedTablet();
		const [seat, other] = [...tablet.jar.keys()].filter((name) => name.startsWith('maydan_seat_'));
		tablet.jar.set(seat!, tablet.jar.get(other!)!);
		expect((await tablet.switchTo('salim')).status).toBe(401);
		expect(await tablet.who()).toBe('badr');
	});

	test('forgets a seat whose session has ended: a changed password, a sign-out, access withdrawn', async () => {
		const tablet = await aSharedTablet();
		await tablet.switchTo('salim');
		await tablet.post('/api/auth/sign-out');
		expect(await tablet.who()).toBeNull();
		expect((await tablet.switchTo('salim')).status).toBe(401);
		expect((await tablet.switchTo('badr')).status).toBe(204);

		const again = await aSharedTablet();
		const { db } = service.app;
		await db.tx((tx) => savePeople(tx, [{ ...salim, active: false }], false));
		await again.switchTo('salim');
		expect(await again.who()).toBeNull();
		await db.tx((tx) => savePeople(tx, [salim], false));
		expect((await again.switchTo('salim')).status).toBe(401);
	});

	test('gives the seat to the newest session of its person, and ends the one before', async () => {
		const tablet = await aSharedTablet();
		const first = [...tablet.jar].filter(([name]) => name.startsWith('maydan_seat_'));
		await tablet.signIn('badr');
		const copied = aBrowser();
		for (const [name, value] of first) copied.jar.set(name, value);
		expect((await copied.switchTo('badr')).status).toBe(401);
		await tablet.switchTo('salim');
		expect((await tablet.switchTo('badr')).status).toBe(204);
	});

	test('keeps a seat away from scripts, from other sites and from every address but those of sign-in', async () => {
		const tablet = aBrowser();
		await tablet.signIn('salim');
		const answer = await tablet.post('/api/auth/seats');
		const [line = ''] = answer.headers.getSetCookie();
		expect(line).toMatch(
			/^maydan_seat_[0-9a-f]+=.+; Path=\/api\/auth; HttpOnly; SameSite=Strict; Max/
		);
		expect(line).not.toContain('salim');
		const foreign = await tablet.ask('/api/auth/switch', {
			...{ method: 'POST', body: { personId: 'salim' } },
			headers: { origin: 'https://evil.example' }
		});
		expect(foreign.status).toBe(403);
		await tablet.ask('/api/auth/seats', { method: 'DELETE' });
		expect((await tablet.switchTo('salim')).status).toBe(401);
	});
});
