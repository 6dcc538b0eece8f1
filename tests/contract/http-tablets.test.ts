/** What tablets tell of themselves, who reads it, and their recall; over HTTP, on both engines. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { presenceList } from '../../src/lib/protocol/online';
import { newId } from '../../src/lib/server/clock';
import { setActive } from '../../src/lib/server/usecases/manage-people';
import { aPerson, plainArgs } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { engines } from './http-support';
import { openService, settle, type Service } from './http-service';
import {
	aTablet,
	commandOf as command,
	exchange,
	handIn,
	macOf,
	mint,
	readReport,
	receiptOf,
	sendPhoto,
	signedFor,
	type Tablet
} from './http-tablet';

const salma = aPerson('supervisor', { id: 'salma', userName: 'salma' });
const rashid = aPerson('supervisor', { id: 'rashid', userName: 'rashid', teamId: 'team-2' });
const huda = aPerson('directorate', { id: 'huda', userName: 'huda' });
const nothing = { commands: 0, photos: 0, oldestAt: null };
const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#85a' } })
	.jpeg()
	.toBuffer();
const sha256 = createHash('sha256').update(jpeg).digest('hex');
const photoArgs = { ...plainArgs.addPhoto, sha256, size: jpeg.length, width: 40, height: 30 };

describe.each(engines)('tablets on %s', (engine) => {
	let service: Service;
	let postgres: TestPostgres | { skip: string } | undefined;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-tablets-'));
	const cookies = new Map<string, string>();

	beforeAll(async () => {
		postgres = engine === 'postgres' ? await startPostgres() : undefined;
		if (postgres !== undefined && 'skip' in postgres) return;
		service = await openService({ DATA_DIR: dataDir, DATABASE_URL: postgres?.url ?? '' });
		await settle(service.app, [salma, rashid, huda], []);
		for (const person of [salma, rashid, huda]) {
			cookies.set(person.id, await service.signIn(person));
		}
	});
	beforeEach(({ skip }) => {
		if (postgres !== undefined && 'skip' in postgres) skip(postgres.skip);
	});
	afterAll(async () => {
		await service?.close();
		if (postgres !== undefined && 'stop' in postgres) await postgres.stop();
		rmSync(dataDir, { recursive: true, force: true });
	});

	const seenBy = async (who: string, { person }: Pick<Tablet, 'person'>) => {
		const answer = await service.ask('/api/presence', { cookie: cookies.get(who) });
		if (answer.status !== 200) return answer.status;
		const list = presenceList.parse(await answer.json());
		return list.find(({ personId }) => personId === person.id)?.devices;
	};
	const recall = (who: string, replica: string) =>
		service.ask(`/api/team/tablets/${replica}/recall`, {
			...{ method: 'POST', body: {} },
			cookie: cookies.get(who)
		});
	const visit = (tablet: Tablet, pending: object = nothing) =>
		exchange(service, tablet, [], { pending });

	test('tells the own team’s supervisor what a tablet says of itself, and nobody else', async () => {
		const tablet = await aTablet(service);
		const told = { app: '1.2.3', freeBytes: 4_000_000_000, batteryPercent: 81, isCharging: false };
		await visit(tablet, { ...nothing, commands: 2, tablet: told });
		expect(await seenBy('salma', tablet)).toMatchObject([
			{
				...{ replica: tablet.replica, appVersion: '1.2.3', freeBytes: 4_000_000_000 },
				...{ batteryPercent: 81, isCharging: false, pendingCommands: 2 },
				...{ recalledAt: null, reachedAt: null }
			}
		]);
		expect(await seenBy('rashid', tablet)).toBeUndefined();
		expect(await seenBy('huda', tablet)).toBe(403);
	});

	test('understands a tablet that says nothing of itself, and forgets nothing it said before', async () => {
		const tablet = await aTablet(service);
		await visit(tablet);
		expect(await seenBy('salma', tablet)).toMatchObject([{ appVersion: null, freeBytes: null }]);
		// At once, though it has been heard a moment ago.
		await visit(tablet, { ...nothing, tablet: { app: '1' } });
		await visit(tablet, { ...nothing, commands: 2 });
		expect(await seenBy('salma', tablet)).toMatchObject([{ appVersion: '1', freeBytes: null }]);
	});

	test('refuses what no tablet says', async () => {
		const tablet = await aTablet(service);
		const strange = [{ batteryPercent: 101 }, { app: 'x'.repeat(41) }, { owner: 'somebody' }];
		for (const told of strange) {
			expect((await visit(tablet, { ...nothing, tablet: told })).status).toBe(400);
		}
	});

	test('names one tablet per device, and an earlier replica of it only while it has work', async () => {
		const tablet = await aTablet(service);
		await visit(tablet, { ...nothing, commands: 3 });
		const again = { ...tablet, ...(await mint(service, tablet)) };
		await visit(again);
		const names = async () => {
			const devices = await seenBy('salma', tablet);
			return Array.isArray(devices) ? devices.map(({ replica }) => replica).sort() : devices;
		};
		expect(await names()).toEqual([tablet.replica, again.replica].sort());
		await visit(tablet);
		await visit(again, { ...nothing, commands: 1 });
		expect(await names()).toEqual([again.replica]);
	});

	test('ends the session of a recalled tablet at once, and leaves the person’s other one [D3]', async () => {
		const tablet = await aTablet(service);
		const cookie = `${await service.signIn(tablet.person)}; maydan_install=${newId()}`;
		const other = { ...tablet, cookie, ...(await mint(service, { ...tablet, cookie })) };
		for (const one of [tablet, other]) expect((await visit(one)).status).toBe(200);
		expect((await recall('salma', tablet.replica)).status).toBe(204);
		const refused = await visit(tablet);
		expect(refused.status).toBe(403);
		expect(await refused.json()).toMatchObject({ code: 'replica_revoked', isRecalled: true });
		expect((await service.ask('/api/auth/me', { cookie: tablet.cookie })).status).toBe(401);
		expect((await visit(other)).status).toBe(200);
	});

	test('ends every session of the person where the tablet’s own is not known', async () => {
		const tablet = await aTablet(service);
		const other = await service.signIn(tablet.person);
		await recall('salma', tablet.replica);
		for (const cookie of [tablet.cookie, other]) {
			expect((await service.ask('/api/auth/me', { cookie })).status).toBe(401);
		}
	});

	test('lets nobody recall but a supervisor of the own team, and no colleague of the same right', async () => {
		const tablet = await aTablet(service);
		await visit(tablet);
		const desk = {
			...tablet,
			person: salma,
			cookie: `${cookies.get('salma')}; maydan_install=${newId()}`
		};
		const { replica } = await mint(service, desk);
		const refused = [
			await recall('rashid', tablet.replica),
			await recall('huda', tablet.replica),
			await recall('salma', newId()),
			await recall('salma', replica),
			await service.ask(`/api/team/tablets/${tablet.replica}/recall`, {
				...{ method: 'POST', body: {}, cookie: tablet.cookie }
			})
		];
		expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
		expect((await visit(tablet)).status).toBe(200);
	});

	test('takes the work of a recalled tablet, photos too, for the supervisor to decide [D3]', async () => {
		const tablet = await aTablet(service);
		await visit(tablet, { commands: 2, photos: 1, oldestAt: 900 });
		await recall('salma', tablet.replica);
		const batch = [
			command(tablet, 1, 'addPhoto', photoArgs),
			command(tablet, 2, 'finish', { ...plainArgs.finish, photos: [sha256] })
		];
		const receipt = await receiptOf(handIn(service, tablet, batch));
		expect(receipt).toMatchObject({ received: 2, isUnderReview: true, photos: [sha256] });
		const right = { headers: signedFor(tablet, sha256) };
		expect((await sendPhoto(service, sha256, jpeg, right)).status).toBe(201);
		expect(await readReport(service, tablet.report.id)).toMatchObject({
			status: 'in_progress',
			claims: [{ kind: 'finish', isEscrowed: true, actorId: tablet.person.id }],
			photos: [{ sha256, state: 'stored' }]
		});
		expect(await receiptOf(handIn(service, tablet, batch))).toMatchObject({ known: 2 });
	});

	test('shows that a tablet was recalled, and from when on it knows', async () => {
		const tablet = await aTablet(service);
		await visit(tablet, { ...nothing, commands: 2 });
		await recall('salma', tablet.replica);
		expect(await seenBy('salma', tablet)).toMatchObject([
			{ recalledAt: expect.any(Number), reachedAt: null, pendingCommands: 2 }
		]);
		await visit(tablet);
		const [first] = await service.app.db.kysely
			.selectFrom('recall')
			.selectAll()
			.where('replica_id', '=', tablet.replica)
			.execute();
		expect(first).toMatchObject({
			by_id: 'salma',
			pending_commands: 2,
			person_id: tablet.person.id
		});
		expect(first?.reached_at).toEqual(expect.any(Number));
		await visit(tablet);
		expect(await seenBy('salma', tablet)).toMatchObject([{ reachedAt: first?.reached_at }]);
	});

	test('waits for nothing more of a recalled tablet that says it has nothing left', async () => {
		const tablet = await aTablet(service);
		await visit(tablet, { commands: 1, photos: 1, oldestAt: 900 });
		const last = () => {
			const content = { format: 1, replica: tablet.replica, madeAt: 5, commands: [], isLast: true };
			const batch = JSON.stringify(content);
			return handIn(service, tablet, [], { batch, mac: macOf(tablet.secret, batch) });
		};
		expect((await last()).status).toBe(200);
		expect(await seenBy('salma', tablet)).toMatchObject([{ pendingPhotos: 1, emptiedAt: null }]);
		await recall('salma', tablet.replica);
		expect((await last()).status).toBe(200);
		expect(await seenBy('salma', tablet)).toMatchObject([
			{ pendingCommands: 0, pendingPhotos: 0, emptiedAt: expect.any(Number) }
		]);
	});

	test('is recalled once, however often it is asked for', async () => {
		const tablet = await aTablet(service);
		await visit(tablet);
		const both = [recall('salma', tablet.replica), recall('salma', tablet.replica)];
		expect((await Promise.all(both)).map(({ status }) => status)).toEqual([204, 204]);
		const rows = service.app.db.kysely.selectFrom('recall').select('by_id');
		expect(await rows.where('replica_id', '=', tablet.replica).execute()).toEqual([
			{ by_id: 'salma' }
		]);
	});

	test('lets the person sign in anew on the recalled tablet, and work on under another replica', async () => {
		const tablet = await aTablet(service);
		await visit(tablet);
		await recall('salma', tablet.replica);
		const install = /maydan_install=.*/.exec(tablet.cookie)?.[0];
		const cookie = `${await service.signIn(tablet.person)}; ${install}`;
		const back = { ...tablet, cookie };
		const refused = await visit(back);
		expect(await refused.json()).not.toHaveProperty('isRecalled');
		const again = { ...back, ...(await mint(service, back, { isStorageNew: false })) };
		expect((await visit(again)).status).toBe(200);
	});

	test('recalls the tablet of somebody whose access has ended', async () => {
		const tablet = await aTablet(service);
		await visit(tablet);
		await setActive(service.app.db, tablet.person.userName, false, 2000);
		expect((await recall('salma', tablet.replica)).status).toBe(204);
		const told = await visit(tablet);
		expect(await told.json()).toMatchObject({ code: 'replica_revoked', isRecalled: true });
	});
});
