/** Who gets what from the endpoints: nobody without a session, and everybody only the own part. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { photoFiles } from '../../src/lib/server/media/photo-files';
import { savePeople } from '../../src/lib/server/repositories/people';
import { noteContact } from '../../src/lib/server/repositories/replicas';
import { replicaMinted, sessionList, signedIn } from '../../src/lib/protocol/session';
import { presenceList, reportHistory, searchResult } from '../../src/lib/protocol/online';
import { anAssignment, aPerson, aPhoto, aReport } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { engines } from './http-support';
import {
	endpoints,
	openService,
	password,
	settle,
	storeReports,
	type Asked,
	type Service
} from './http-service';

const jpeg = await sharp({
	create: { width: 900, height: 600, channels: 3, background: '#58a' }
})
	.jpeg()
	.toBuffer();
const sha256 = createHash('sha256').update(jpeg).digest('hex');

const ali = aPerson('inspector', { id: 'ali', userName: 'ali', areas: ['/muscat/seeb/'] });
const badr = aPerson('inspector', { id: 'badr', userName: 'badr' });
const stranger = aPerson('inspector', { id: 'zahir', userName: 'zahir', teamId: 'team-2' });
const salma = aPerson('supervisor', { id: 'salma', userName: 'salma' });
const rashid = aPerson('supervisor', { id: 'rashid', userName: 'rashid', teamId: 'team-2' });
const elsewhere = aPerson('supervisor', {
	...{ id: 'muna', userName: 'muna', areas: ['/muscat/qurayyat/'] }
});
const huda = aPerson('directorate', { id: 'huda', userName: 'huda' });
const farHuda = aPerson('directorate', {
	...{ id: 'noor', userName: 'noor', directorateId: 'bawshar' }
});
const people = [ali, badr, stranger, salma, rashid, elsewhere, huda, farHuda];

const report = aReport({
	status: 'in_progress',
	assignment: anAssignment({ assigneeId: 'ali' }),
	landmark: 'قرب مسجد النور',
	photos: [aPhoto('before', { sha256, size: jpeg.length, state: 'awaited' })]
});
const other = aReport({
	...{ id: '01900000-0000-7000-8000-000000000002', number: 'MM-26-000002-5' },
	...{ teamId: 'team-2', directorateId: 'bawshar', areaPath: '/muscat/bawshar/' }
});

describe.each(engines)('access on %s', (engine) => {
	let service: Service;
	let postgres: TestPostgres | { skip: string } | undefined;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-access-'));
	const cookies = new Map<string, string>();
	const as = (person: { id: string }, asked: Asked = {}): Asked => ({
		...asked,
		cookie: cookies.get(person.id)
	});

	beforeAll(async () => {
		postgres = engine === 'postgres' ? await startPostgres() : undefined;
		if (postgres !== undefined && 'skip' in postgres) return;
		service = await openService({ DATA_DIR: dataDir, DATABASE_URL: postgres?.url ?? '' });
		await settle(service.app, people, [report, other]);
		for (const person of people) cookies.set(person.id, await service.signIn(person));
	});
	beforeEach(({ skip }) => {
		if (postgres !== undefined && 'skip' in postgres) skip(postgres.skip);
	});
	afterAll(async () => {
		await service?.close();
		if (postgres !== undefined && 'stop' in postgres) await postgres.stop();
		rmSync(dataDir, { recursive: true, force: true });
	});

	test('every endpoint but four is closed to whoever is not signed in', async () => {
		const open: string[] = [];
		for (const { id, method } of await endpoints()) {
			const path = id.replace(/\[\.{0,3}\w+\]/g, 'x');
			const answer = await service.ask(path, { method });
			if (answer.status !== 401) open.push(id);
			else {
				expect(await answer.json()).toEqual({ code: 'signed_out' });
				expect(answer.headers.get('x-sync')).toBe('1');
			}
		}
		// Escrow asks for a signature instead (http-recovery), a switch for a seat (http-seats).
		const known = ['/api/auth/sign-in', '/api/auth/switch', '/api/escrow', '/api/health'];
		expect(open.sort()).toEqual(known);
	});

	test('an address that does not exist is closed too', async () => {
		expect((await service.ask('/api/nothing-here')).status).toBe(401);
		const answer = await service.ask('/api/nothing-here', as(ali));
		expect([answer.status, await answer.json()]).toEqual([404, { code: 'not_found' }]);
	});

	test('a change that another site sends with the cookie is refused', async () => {
		const asked = as(ali, { method: 'POST', body: {} });
		const answer = await service.ask('/api/auth/sign-out', {
			...asked,
			headers: { origin: 'https://evil.example' }
		});
		expect([answer.status, await answer.json()]).toEqual([403, { code: 'cross_site' }]);
		expect((await service.ask('/api/auth/me', as(ali))).status).toBe(200);
	});

	test('says who is signed in, in which city, with the clock of the server', async () => {
		const me = signedIn.parse(await (await service.ask('/api/auth/me', as(ali))).json());
		expect(me).toMatchObject({ person: { id: 'ali' }, city: { id: 'muscat' }, isDemo: true });
		expect(me.epoch).toBe(service.app.epoch);
	});

	test('answers a wrong password by its code and a strange body by the field', async () => {
		const wrong = await service.ask('/api/auth/sign-in', {
			method: 'POST',
			body: { userName: 'ali', password: 'not this' }
		});
		expect([wrong.status, await wrong.json()]).toEqual([401, { code: 'wrong_password' }]);
		const strange = await service.ask('/api/auth/sign-in', {
			method: 'POST',
			body: { userName: 'ali', password: 7 }
		});
		expect(await strange.json()).toEqual({ code: 'malformed', field: 'password' });
	});

	const readers = [
		['the assignee', ali, 200],
		['a colleague of the same team', badr, 404],
		['an inspector of another team', stranger, 404],
		['the supervisor', salma, 200],
		['a supervisor of another team', rashid, 404],
		['a supervisor of the team for another area', elsewhere, 404],
		['the officer of the directorate', huda, 200],
		['the officer of another directorate', farHuda, 404]
	] as const;
	test.each(readers)('history and photos of a report: %s', async (_, person, status) => {
		const history = await service.ask(`/api/reports/${report.id}/history`, as(person));
		expect(history.status).toBe(status);
		if (status === 200) reportHistory.parse(await history.json());
		const chain = await service.ask(`/api/reports/${report.id}/chain`, as(person));
		expect(chain.status).toBe(status);
		await service.app.markPhotoStored(sha256);
		const photos = photoFiles(dataDir);
		if ((await photos.storedSize(sha256, 'full')) === null)
			await photos.write(sha256, 'full', jpeg);
		const photo = await service.ask(
			`/api/reports/${report.id}/photos/${sha256}?size=thumb`,
			as(person)
		);
		expect(photo.status).toBe(status);
		if (status !== 200) return;
		expect(photo.headers.get('cache-control')).toMatch(/^private.*immutable$/);
		const { width } = await sharp(Buffer.from(await photo.arrayBuffer())).metadata();
		expect(width).toBe(320);
	});

	test('a hash that is known opens no photo of a report that does not use it', async () => {
		const answer = await service.ask(`/api/reports/${other.id}/photos/${sha256}`, as(rashid));
		expect(answer.status).toBe(404);
		const strange = `/api/reports/${report.id}/photos/${sha256}?size=huge`;
		expect((await service.ask(strange, as(salma))).status).toBe(404);
	});

	const finders = [
		[ali, [report.id]],
		[badr, []],
		[salma, [report.id]],
		[elsewhere, []],
		[rashid, [other.id]],
		[huda, [report.id]],
		[farHuda, [other.id]]
	] as const;
	test.each(finders)('search shows each person the own part', async (person, ids) => {
		const found = searchResult.parse(
			await (await service.ask('/api/search?q=السيب', as(person))).json()
		);
		expect(found.map(({ id }) => id)).toEqual(ids);
	});

	test('search finds by number in any digits, by folded words, and nothing for nothing', async () => {
		const ids = async (question: string) => {
			const path = `/api/search?q=${encodeURIComponent(question)}`;
			const answer = await service.ask(path, as(salma));
			return searchResult.parse(await answer.json()).map(({ id }) => id);
		};
		expect(await ids(report.number)).toEqual([report.id]);
		expect(await ids('mm ٢٦ ٠٠٠٠٠١ ٧')).toEqual([report.id]);
		expect(await ids('مجاري الحيل')).toEqual([report.id]);
		expect(await ids('نور')).toEqual([report.id]);
		expect(await ids('100% _')).toEqual([]);
		expect(await ids('  ')).toEqual([]);
	});

	test('the work of one person never gets a replica of another who has signed in meanwhile [D2]', async () => {
		const body = { personId: 'ali', deviceName: 'Tablet 7' };
		const answer = await service.ask('/api/replicas', as(badr, { method: 'POST', body }));
		expect([answer.status, await answer.json()]).toEqual([401, { code: 'signed_out' }]);
	});

	test('presence shows a supervisor the own field staff with what they have not sent', async () => {
		const minted = replicaMinted.parse(
			await (
				await service.ask(
					'/api/replicas',
					as(ali, { method: 'POST', body: { personId: 'ali', deviceName: 'لوحي ٧' } })
				)
			).json()
		);
		expect(Buffer.from(minted.secret, 'base64url')).toHaveLength(32);
		const pending = { commands: 4, photos: 2, oldestAt: 900 };
		await service.app.db.tx((tx) =>
			noteContact(tx, minted.replica, { lastN: 0, at: 1000, pending, drainedAt: null })
		);
		const list = presenceList.parse(await (await service.ask('/api/presence', as(salma))).json());
		expect(list.map(({ personId }) => personId)).toEqual(['ali', 'badr']);
		expect(list[0]).toMatchObject({
			...{ lastSeenAt: 1000, deviceName: 'لوحي ٧', pendingCommands: 4, pendingPhotos: 2 }
		});
		for (const person of [ali, huda]) {
			expect((await service.ask('/api/presence', as(person))).status).toBe(403);
		}
	});

	test('presence names every device that has something to send, not only the one heard last', async () => {
		const mint = async (deviceName: string) => {
			const body = { personId: 'badr', deviceName };
			const answer = await service.ask('/api/replicas', as(badr, { method: 'POST', body }));
			return replicaMinted.parse(await answer.json()).replica;
		};
		const hear = (replica: string, at: number, commands: number) =>
			service.app.db.tx((tx) =>
				noteContact(tx, replica, {
					...{ lastN: 0, at, drainedAt: null },
					pending: { commands, photos: 0, oldestAt: commands === 0 ? null : at }
				})
			);
		const [kept, empty, fresh] = [await mint('kept'), await mint('empty'), await mint('fresh')];
		await hear(kept, 1000, 3);
		await hear(empty, 1500, 0);
		await hear(fresh, 2000, 0);
		const list = presenceList.parse(await (await service.ask('/api/presence', as(salma))).json());
		const own = list.find(({ personId }) => personId === 'badr');
		expect(own).toMatchObject({ deviceName: 'fresh', lastSeenAt: 2000, pendingCommands: 3 });
		expect(own?.devices).toMatchObject([
			{
				...{ deviceName: 'fresh', lastSeenAt: 2000 },
				...{ pendingCommands: 0, pendingPhotos: 0, oldestPendingAt: null }
			},
			{
				...{ deviceName: 'kept', lastSeenAt: 1000 },
				...{ pendingCommands: 3, pendingPhotos: 0, oldestPendingAt: 1000 }
			}
		]);
	});

	test.each([
		['the own supervisor', salma, badr, 204],
		['a supervisor of another team', rashid, badr, 403],
		['a colleague', ali, badr, 403],
		['an officer', huda, badr, 403],
		['a supervisor for another supervisor', salma, elsewhere, 403],
		['a supervisor for nobody', salma, { id: 'nobody' }, 403]
	])('a password set by %s', async (_, person, member, status) => {
		const asked = as(person, { method: 'POST', body: { next: password } });
		expect((await service.ask(`/api/team/${member.id}/password`, asked)).status).toBe(status);
		const isStillIn = (await service.ask('/api/auth/me', as(badr))).status === 200;
		expect(isStillIn).toBe(status !== 204);
		if (!isStillIn) cookies.set(badr.id, await service.signIn(badr));
	});

	test('sessions: one’s own are listed, and ended one by one', async () => {
		const second = await service.signIn(huda);
		const list = async (cookie: string | undefined) =>
			sessionList.parse(await (await service.ask('/api/auth/sessions', { cookie })).json());
		const mine = await list(cookies.get(huda.id));
		expect(mine).toHaveLength(2);
		const theirs = mine.find(({ isCurrent }) => !isCurrent);
		const path = `/api/auth/sessions/${theirs?.id}`;
		expect((await service.ask(path, as(ali, { method: 'DELETE' }))).status).toBe(404);
		expect((await service.ask(path, as(huda, { method: 'DELETE' }))).status).toBe(204);
		expect((await service.ask('/api/auth/me', { cookie: second })).status).toBe(401);
	});

	test('an inactive person is signed out everywhere at once', async () => {
		const { db } = service.app;
		await db.tx((tx) => savePeople(tx, [{ ...stranger, active: false }], false));
		expect((await service.ask('/api/auth/me', as(stranger))).status).toBe(401);
		await db.tx((tx) => savePeople(tx, [stranger], false));
		expect((await service.ask('/api/auth/me', as(stranger))).status).toBe(401);
	});

	test('a photo travels from its declaration to every report that rests on it', async () => {
		const bytes = await sharp(jpeg).negate().jpeg().toBuffer();
		const hash = createHash('sha256').update(bytes).digest('hex');
		const photos = [aPhoto('after', { sha256: hash, size: bytes.length, state: 'awaited' })];
		const third = aReport({
			...{ id: '01900000-0000-7000-8000-000000000003', number: 'MM-26-000003-3' },
			...{ status: 'in_progress' as const, photos }
		});
		await service.app.db.tx((tx) => storeReports(tx, [third]));
		const tus = { 'tus-resumable': '1.0.0' };
		const metadata = `sha256 ${Buffer.from(hash).toString('base64')}`;
		const begin = as(ali, {
			method: 'POST',
			headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata }
		});
		expect((await service.ask('/api/photos', as(stranger, begin))).status).not.toBe(201);
		expect((await service.ask('/api/photos', begin)).status).toBe(201);
		const rest = as(ali, {
			method: 'PATCH',
			headers: {
				...{ ...tus, 'upload-offset': '0' },
				'content-type': 'application/offset+octet-stream'
			},
			body: new Blob([Buffer.from(bytes)])
		});
		expect((await service.ask(`/api/photos/${hash}`, rest)).status).toBe(204);
		const history = await service.ask(`/api/reports/${third.id}/history`, as(ali));
		const kinds = reportHistory.parse(await history.json()).map(({ kind }) => kind);
		expect(kinds).toContain('photo_stored');
		const full = await service.ask(`/api/reports/${third.id}/photos/${hash}`, as(ali));
		expect(Buffer.from(await full.arrayBuffer()).equals(bytes)).toBe(true);
	});
});
