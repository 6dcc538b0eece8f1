/** The endpoints of shifts and push over the whole edge: limits, strange bodies, and whose browser it is. */
import { createServer } from 'node:https';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shiftReceipt } from '../../src/lib/protocol/shift';
import { newId } from '../../src/lib/server/clock';
import { openPush, type Push } from '../../src/lib/server/notify/push';
import { shiftsPerMinute } from '../../src/lib/server/open-edge';
import type { News } from '../../src/lib/server/usecases/job-news';
import { aPerson } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { localTls } from './fixtures/local-tls';
import { engines } from './http-support';
import { openService, settle, type Asked, type Service } from './http-service';

const ali = aPerson('inspector', { id: 'ali', userName: 'ali' });
const badr = aPerson('inspector', { id: 'badr', userName: 'badr' });

/** A browser's keys, as it makes them for a subscription. */
function browserKeys() {
	const pair = createECDH('prime256v1');
	pair.generateKeys();
	return {
		p256dh: pair.getPublicKey('base64url'),
		auth: randomBytes(16).toString('base64url')
	};
}

describe.each(engines)('shifts and push over the edge, on %s', (engine) => {
	let service: Service;
	let postgres: TestPostgres | { skip: string } | undefined;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-shift-'));
	const cookies = new Map<string, string>();
	const ask = (person: { id: string }, path: string, asked: Asked = {}) =>
		service.ask(path, { ...asked, cookie: cookies.get(person.id) });

	beforeAll(async () => {
		postgres = engine === 'postgres' ? await startPostgres() : undefined;
		if (postgres !== undefined && 'skip' in postgres) return;
		service = await openService({ DATA_DIR: dataDir, DATABASE_URL: postgres?.url ?? '' });
		await settle(service.app, [ali, badr], []);
		for (const person of [ali, badr]) cookies.set(person.id, await service.signIn(person));
	});
	beforeEach(({ skip }) => {
		if (postgres !== undefined && 'skip' in postgres) skip(postgres.skip);
	});
	afterAll(async () => {
		await service?.close();
		if (postgres !== undefined && 'stop' in postgres) await postgres.stop();
		rmSync(dataDir, { recursive: true, force: true });
	});

	const aShift = () => ({
		...{ id: newId(), rev: 1, startedAt: service.app.now(), breaks: [] },
		...{ endedAt: null, endedBy: null, isPrecise: false }
	});

	test('takes the own shift and answers how it stands', async () => {
		const shift = aShift();
		const answer = await ask(ali, '/api/shift', { method: 'POST', body: { shift, points: [] } });
		expect(shiftReceipt.parse(await answer.json())).toEqual({ shift });
		const strange = { method: 'POST' as const, body: { shift: { ...shift, rev: 2 }, points: [] } };
		expect((await ask(badr, '/api/shift', strange)).status).toBe(404);
	});

	test('names the wrong field of a strange report, and reads no more of it than a report can be', async () => {
		const body = { shift: { ...aShift(), rev: 'first' }, points: [] };
		const strange = await ask(ali, '/api/shift', { method: 'POST', body });
		expect(await strange.json()).toEqual({ code: 'malformed', field: 'shift.rev' });
		const huge = { shift: aShift(), points: [], more: 'x'.repeat(60_000) };
		expect((await ask(ali, '/api/shift', { method: 'POST', body: huge })).status).toBe(413);
	});

	test('slows down a device that tells its shift in a circle', async () => {
		const asked = { method: 'POST' as const, body: { shift: aShift(), points: [] } };
		const statuses: number[] = [];
		for (let i = 0; i <= shiftsPerMinute; i += 1)
			statuses.push((await ask(badr, '/api/shift', asked)).status);
		expect(statuses.at(0)).toBe(200);
		expect(statuses.at(-1)).toBe(429);
	});

	test('keeps one subscription per browser, and lets nobody else end it', async () => {
		const endpoint = 'https://push.example.com/send/1';
		const body = { endpoint, ...browserKeys(), language: 'ar' };
		const post = { method: 'POST' as const, body };
		expect((await ask(ali, '/api/push', post)).status).toBe(204);
		expect((await ask(ali, '/api/push', post)).status).toBe(204);
		const remove = { method: 'DELETE' as const, body: { endpoint } };
		const kept = () =>
			service.app.db.kysely.selectFrom('push_subscription').select('person_id').execute();
		expect((await ask(badr, '/api/push', remove)).status).toBe(204);
		expect(await kept()).toEqual([{ person_id: 'ali' }]);
		expect((await ask(ali, '/api/push', remove)).status).toBe(204);
		expect(await kept()).toEqual([]);
	});

	test('takes no address that is not https', async () => {
		const body = { endpoint: 'http://push.example.com/1', ...browserKeys(), language: 'ar' };
		const answer = await ask(ali, '/api/push', { method: 'POST', body });
		expect(await answer.json()).toEqual({ code: 'malformed', field: 'endpoint' });
	});

	describe('messages', () => {
		/** What the browser's push service was asked, and what it answers. */
		let received: { path: string; headers: NodeJS.Dict<string | string[]>; bytes: number }[] = [];
		let status = 201;
		let push: Push;
		const maker = createServer(localTls, (request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const { url: path = '', headers } = request;
				received.push({ path, headers, bytes: Buffer.concat(parts).length });
				response.writeHead(status).end();
			});
		});
		let port = 0;

		beforeAll(async () => {
			if (postgres !== undefined && 'skip' in postgres) return;
			maker.listen(0, '127.0.0.1');
			await once(maker, 'listening');
			port = (maker.address() as AddressInfo).port;
			push = await openPush(service.app.db, {
				push: { isLocalAllowed: true, authority: localTls.cert }
			});
		});
		afterEach(async () => {
			received = [];
			status = 201;
			await service.app.db.kysely.deleteFrom('push_subscription').execute();
		});
		afterAll(async () => {
			await push?.close();
			maker.close();
		});

		const news = (personId: string, kind: News['kind'] = 'assigned'): News => ({
			...{ personId, kind, reportId: newId(), reportNumber: 'MM-26-000001-7' }
		});
		const subscribe = async (person: { id: string }, path: string) => {
			const endpoint = `https://127.0.0.1:${port}${path}`;
			const body = { endpoint, ...browserKeys(), language: 'ar' };
			expect((await ask(person, '/api/push', { method: 'POST', body })).status).toBe(204);
		};
		const tell = async (...list: News[]) => {
			push.tell(list);
			await push.settled();
		};

		test('go to the browsers of whom they are for, signed, encrypted and soon', async () => {
			await subscribe(ali, '/ali');
			await subscribe(badr, '/badr');
			await tell(news('ali', 'urgent'));
			expect(received.map(({ path }) => path)).toEqual(['/ali']);
			expect(received[0]?.headers).toMatchObject({
				'content-encoding': 'aes128gcm',
				urgency: 'high'
			});
			expect(received[0]?.headers.authorization).toMatch(/^vapid t=.*k=/);
			expect(received[0]?.bytes).toBeGreaterThan(100);
		});

		test('are no longer sent to a browser that its maker does not know any more', async () => {
			await subscribe(ali, '/gone');
			status = 410;
			await tell(news('ali'));
			await tell(news('ali'));
			expect(received).toHaveLength(1);
		});

		test('are sent again after a push service was busy', async () => {
			await subscribe(ali, '/busy');
			status = 503;
			await tell(news('ali'));
			status = 201;
			await tell(news('ali'));
			expect(received).toHaveLength(2);
		});

		test('end with the session that asked for them', async () => {
			cookies.set('ali', await service.signIn(ali));
			await subscribe(ali, '/left');
			await ask(ali, '/api/auth/sign-out', { method: 'POST', body: {} });
			await tell(news('ali'));
			expect(received).toEqual([]);
			cookies.set('ali', await service.signIn(ali));
		});

		test('never go to this machine’s own network outside of development', async () => {
			await subscribe(ali, '/local');
			const strict = await openPush(service.app.db, { push: { isLocalAllowed: false } });
			expect(strict.mayGoTo(`https://127.0.0.1:${port}/local`)).toBe(false);
			expect(strict.mayGoTo('https://fcm.googleapis.com/fcm/send/1')).toBe(true);
			await strict.close();
		});

		test('are signed by the same key after a restart', async () => {
			const again = await openPush(service.app.db, { push: { isLocalAllowed: true } });
			expect(again.publicKey).toBe(push.publicKey);
			const answer = await ask(ali, '/api/push');
			expect(await answer.json()).toEqual({ publicKey: push.publicKey });
			await again.close();
		});
	});
});
