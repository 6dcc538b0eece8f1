/** Work without a session, losses of storage, and what a supervisor reads of both; over HTTP, on both engines. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	macHeader,
	maxEscrowBytes,
	photoMacText,
	replicaHeader
} from '../../src/lib/protocol/escrow';
import { reviewList } from '../../src/lib/protocol/review';
import { newId } from '../../src/lib/server/clock';
import { revokeReplicas } from '../../src/lib/server/repositories/replicas';
import { setActive } from '../../src/lib/server/usecases/manage-people';
import { aPerson, plainArgs } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { engines } from './http-support';
import { openService, settle, type Service } from './http-service';
import {
	aTablet,
	commandOf as command,
	exchange as exchangeWith,
	handIn,
	macOf,
	mint,
	readReport,
	receiptOf,
	sendPhoto,
	type Tablet
} from './http-tablet';

const salma = aPerson('supervisor', { id: 'salma', userName: 'salma' });
const rashid = aPerson('supervisor', { id: 'rashid', userName: 'rashid', teamId: 'team-2' });
const huda = aPerson('directorate', { id: 'huda', userName: 'huda' });
const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#5a8' } })
	.jpeg()
	.toBuffer();
const sha256 = createHash('sha256').update(jpeg).digest('hex');

describe.each(engines)('recovery on %s', (engine) => {
	let service: Service;
	let postgres: TestPostgres | { skip: string } | undefined;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-recovery-'));
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

	const field = () => aTablet(service);
	const escrow = (tablet: Tablet, commands: unknown[], part: object = {}) =>
		handIn(service, tablet, commands, part);
	const read = (id: string) => readReport(service, id);
	const exchange = (tablet: Tablet, commands: unknown[], part: object = {}) =>
		exchangeWith(service, tablet, commands, part);
	const finishArgs = { ...plainArgs.finish, photos: [sha256] };
	const photoArgs = { ...plainArgs.addPhoto, sha256, size: jpeg.length, width: 40, height: 30 };

	test('takes what a deactivated person had done, as a claim for the supervisor [D3]', async () => {
		const tablet = await field();
		await setActive(service.app.db, tablet.person.userName, false, 2000);
		const refused = await exchange(tablet, []);
		expect(refused.status).toBe(403);
		expect(await refused.json()).toMatchObject({ code: 'replica_revoked' });
		const batch = [
			command(tablet, 1, 'addPhoto', photoArgs),
			command(tablet, 2, 'addNote', { text: 'قبل الإيقاف' }),
			command(tablet, 3, 'finish', finishArgs)
		];
		const receipt = await receiptOf(await escrow(tablet, batch));
		expect(receipt).toEqual({
			...{ received: 3, known: 0, expect: null, isUnderReview: true },
			photos: [sha256]
		});
		const report = await read(tablet.report.id);
		expect(report.status).toBe('in_progress');
		expect(report.claims).toMatchObject([
			{ kind: 'finish', state: 'open', isEscrowed: true, actorId: tablet.person.id }
		]);
		expect(report.notes).toMatchObject([{ text: 'قبل الإيقاف', isLate: true }]);
		expect(report.photos).toMatchObject([{ sha256, state: 'awaited', isLate: true }]);
		expect(await receiptOf(await escrow(tablet, batch))).toMatchObject({ received: 3, known: 3 });
		expect((await read(tablet.report.id)).claims).toHaveLength(1);
	});

	test('closes a job by work that was handed in only once a supervisor uses it [D3]', async () => {
		const tablet = await field();
		const desk = { ...tablet, person: salma, cookie: cookies.get('salma') ?? '' };
		const office = { ...desk, ...(await mint(service, desk)) };
		await setActive(service.app.db, tablet.person.userName, false, 2000);
		const finish = command(tablet, 1, 'finish', { ...finishArgs, outcome: 'nothing_found' });
		await escrow(tablet, [finish]);
		const waiting = await read(tablet.report.id);
		expect(waiting).toMatchObject({ status: 'in_progress', claims: [{ state: 'open' }] });
		const args = { claimId: finish.id, text: 'صور واضحة' };
		const use = command({ ...office, report: waiting }, 1, 'acceptClaim', args);
		const { results } = await (await exchange(office, [use])).json();
		expect(results).toMatchObject([{ outcome: 'applied' }]);
		expect(await read(tablet.report.id)).toMatchObject({
			status: 'done',
			finish: { actorId: tablet.person.id }
		});
	});

	test('takes its photos by signature, and only those [D3]', async () => {
		const tablet = await field();
		await setActive(service.app.db, tablet.person.userName, false, 2000);
		await escrow(tablet, [command(tablet, 1, 'addPhoto', photoArgs)]);
		const send = (headers: Record<string, string>) => sendPhoto(service, sha256, jpeg, { headers });
		const signed = (text: string) => ({
			[replicaHeader]: tablet.replica,
			[macHeader]: macOf(tablet.secret, text)
		});
		expect((await send({})).status).toBe(401);
		expect((await send(signed('photo of another'))).status).toBe(403);
		expect((await send(signed(photoMacText(sha256)))).status).toBe(201);
		expect((await read(tablet.report.id)).photos).toMatchObject([{ sha256, state: 'stored' }]);
	});

	test('applies a rescue file of somebody who may still work, once [I1]', async () => {
		const tablet = await field();
		const note = command(tablet, 1, 'addNote', { text: 'من ملف الإنقاذ' });
		expect(await receiptOf(await escrow(tablet, [note]))).toMatchObject({
			...{ received: 1, known: 0, isUnderReview: false }
		});
		const later = await (await exchange(tablet, [note])).json();
		expect(later.results).toMatchObject([{ outcome: 'applied', duplicate: true }]);
		expect((await read(tablet.report.id)).notes).toMatchObject([{ isLate: false }]);
	});

	test('says which counter it waits for, and takes nothing beyond it', async () => {
		const tablet = await field();
		const receipt = await receiptOf(
			await escrow(tablet, [command(tablet, 2, 'addNote', { text: 'x' })])
		);
		expect(receipt).toMatchObject({ received: 0, expect: 1 });
	});

	test('answers every wrong signature alike, and takes nothing [D6]', async () => {
		const tablet = await field();
		const other = await field();
		const note = command(tablet, 1, 'addNote', { text: 'x' });
		const answers = [
			await escrow(tablet, [note], { mac: macOf(other.secret, 'x') }),
			await escrow(tablet, [note], { replica: newId() }),
			await escrow({ ...tablet, secret: other.secret }, [note]),
			await escrow({ ...other, replica: tablet.replica }, [note])
		];
		for (const answer of answers) {
			expect(answer.status).toBe(403);
			expect(await answer.json()).toEqual({ code: 'not_permitted' });
		}
		expect((await read(tablet.report.id)).notes).toEqual([]);
	});

	test('refuses what is malformed, too large or too often', async () => {
		const tablet = await field();
		const big = await service.ask('/api/escrow', {
			method: 'POST',
			body: { replica: tablet.replica, batch: 'x'.repeat(maxEscrowBytes), mac: '' }
		});
		expect(big.status).toBe(413);
		const text = '['.repeat(50_000);
		const signed = { replica: tablet.replica, batch: text, mac: macOf(tablet.secret, text) };
		const deep = await service.ask('/api/escrow', { method: 'POST', body: signed });
		expect(deep.status).toBe(400);
		const statuses: number[] = [];
		for (let i = 0; i < 61; i++) statuses.push((await escrow(tablet, [])).status);
		expect(statuses.at(-1)).toBe(429);
		expect(statuses[0]).toBe(200);
	});

	test('keeps work of a single closed device under review, while its person works elsewhere [B7]', async () => {
		const tablet = await field();
		await service.app.db.tx((tx) => revokeReplicas(tx, tablet.person.id, tablet.replica));
		expect((await exchange(tablet, [])).status).toBe(403);
		const receipt = await receiptOf(
			await escrow(tablet, [command(tablet, 1, 'finish', finishArgs)])
		);
		expect(receipt.isUnderReview).toBe(true);
		const again = { ...tablet, ...(await mint(service, tablet)) };
		expect((await exchange(again, [])).status).toBe(200);
	});

	test('tells supervisor and person what a tablet lost with its storage [C7]', async () => {
		const tablet = await field();
		const pending = { commands: 3, photos: 2, oldestAt: 900 };
		await exchange(tablet, [], { pending });
		const minted = await mint(service, tablet, { isStorageNew: true });
		expect(minted.lost).toEqual({ ...pending, reports: [] });
		const review = reviewList.parse(
			await (await service.ask('/api/review', { cookie: cookies.get('salma') })).json()
		);
		const own = review.incidents.filter(({ personId }) => personId === tablet.person.id);
		expect(own).toMatchObject([{ deviceName: 'Tablet 7', ...pending }]);
		// Told once: the tablet is not waited for any more.
		expect((await mint(service, tablet, { isStorageNew: true })).lost).toBeNull();
	});

	test('prefers the device’s own account, and sees no loss in a fork or on another device', async () => {
		const tablet = await field();
		await exchange(tablet, [], { pending: { commands: 3, photos: 0, oldestAt: 900 } });
		expect((await mint(service, tablet)).lost).toBeNull();
		const elsewhere = tablet.cookie.replace(/maydan_install=.*/, `maydan_install=${newId()}`);
		expect(
			(await mint(service, { ...tablet, cookie: elsewhere }, { isStorageNew: true })).lost
		).toBeNull();
		const lost = { commands: 5, photos: 1, oldestAt: 800, reports: ['MM-26-000011-1'] };
		const minted = await mint(service, tablet, { isStorageNew: true, lost });
		expect(minted.lost).toEqual(lost);
	});

	test('shows refused commands to the own team’s supervisor until seen, and to nobody else [I12]', async () => {
		const tablet = await field();
		const foreign = { ...tablet, report: { ...tablet.report, id: newId() } };
		const refused = command(foreign, 1, 'addNote', { text: 'بلاغ ليس لي' });
		await exchange(tablet, [refused]);
		const list = async (person: { id: string }) => {
			const answer = await service.ask('/api/review', { cookie: cookies.get(person.id) });
			return answer.status === 200 ? reviewList.parse(await answer.json()).commands : answer.status;
		};
		const mine = async () => {
			const commands = await list(salma);
			if (typeof commands === 'number') throw new Error(String(commands));
			return commands.filter(({ id }) => id === refused.id);
		};
		expect(await mine()).toMatchObject([
			{
				...{ personId: tablet.person.id, outcome: 'rejected', reason: 'unknown_report' },
				...{ text: 'بلاغ ليس لي', reportNumber: null, type: 'addNote' }
			}
		]);
		expect(await list(rashid)).toEqual([]);
		expect(await list(huda)).toBe(403);
		const seen = (person: { id: string }) =>
			service.ask('/api/review', {
				method: 'POST',
				cookie: cookies.get(person.id),
				body: { kind: 'command', id: refused.id }
			});
		expect((await seen(rashid)).status).toBe(404);
		expect((await seen(salma)).status).toBe(204);
		expect(await mine()).toEqual([]);
		expect((await seen(salma)).status).toBe(404);
	});

	test('counts a drained tablet as drained at once', async () => {
		const tablet = await field();
		const pending = { commands: 2, photos: 1, oldestAt: 900 };
		const batch = [1, 2].map((n) => command(tablet, n, 'addNote', { text: `${n}` }));
		await exchange(tablet, batch, { pending });
		const row = await service.app.db.kysely
			.selectFrom('replica')
			.select(['pending_commands', 'pending_photos', 'drained_at'])
			.where('id', '=', tablet.replica)
			.executeTakeFirstOrThrow();
		expect(row).toEqual({ pending_commands: 0, pending_photos: 1, drained_at: null });
	});
});
