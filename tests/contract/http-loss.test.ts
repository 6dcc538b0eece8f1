/** Somebody tries to make the server lose, open up or invent work, on both engines. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { macHeader, replicaHeader } from '../../src/lib/protocol/escrow';
import { reviewList } from '../../src/lib/protocol/review';
import { newId } from '../../src/lib/server/clock';
import { settleCommand } from '../../src/lib/server/repositories/commands';
import { revokeReplicas } from '../../src/lib/server/repositories/replicas';
import { setActive } from '../../src/lib/server/usecases/manage-people';
import { publishPeople } from '../../src/lib/server/usecases/ref-data';
import { aPerson, plainArgs } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { engines } from './http-support';
import { openService, settle, type Service } from './http-service';
import {
	aTablet,
	commandOf as command,
	exchange as exchangeWith,
	handIn,
	mint,
	readReport,
	receiptOf,
	sendPhoto,
	signedFor,
	type Tablet
} from './http-tablet';

const salma = aPerson('supervisor', { id: 'salma', userName: 'salma' });

/** A picture of its own for each test. */
async function picture(background: string) {
	const plain = { width: 40, height: 30, channels: 3, background } as const;
	const bytes = await sharp({ create: plain }).jpeg().toBuffer();
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const size = bytes.length;
	return { bytes, sha256, args: { ...plainArgs.addPhoto, sha256, size, width: 40, height: 30 } };
}

describe.each(engines)('loss on %s', (engine) => {
	let service: Service;
	let postgres: TestPostgres | { skip: string } | undefined;
	let cookie: string;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-loss-'));

	beforeAll(async () => {
		postgres = engine === 'postgres' ? await startPostgres() : undefined;
		if (postgres !== undefined && 'skip' in postgres) return;
		service = await openService({ DATA_DIR: dataDir, DATABASE_URL: postgres?.url ?? '' });
		await settle(service.app, [salma], []);
		cookie = await service.signIn(salma);
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
	const exchange = (tablet: Tablet, commands: unknown[], part: object = {}) =>
		exchangeWith(service, tablet, commands, part);
	const read = ({ report }: Tablet) => readReport(service, report.id);
	const review = async () =>
		reviewList.parse(await (await service.ask('/api/review', { cookie })).json());
	const unsentOf = async ({ replica }: Pick<Tablet, 'replica'>) =>
		service.app.db.kysely
			.selectFrom('replica')
			.select(['pending_commands', 'pending_photos'])
			.where('id', '=', replica)
			.executeTakeFirstOrThrow();
	/** Both have declared the photo, the first has sent it, the second only knows its hash. */
	const shared = async (background: string) => {
		const photo = await picture(background);
		const [owner, other] = [await field(), await field()];
		await exchange(owner, [command(owner, 1, 'addPhoto', photo.args)]);
		await sendPhoto(service, photo.sha256, photo.bytes, owner);
		await exchange(other, [command(other, 1, 'addPhoto', photo.args)]);
		return { photo, owner, other };
	};

	describe('photos', () => {
		test('opens no stored photo to somebody who declares its hash, until they send it [H5]', async () => {
			const { photo, other } = await shared('#101010');
			const look = () =>
				service.ask(`/api/reports/${other.report.id}/photos/${photo.sha256}`, other);
			expect((await look()).status).toBe(404);
			expect((await sendPhoto(service, photo.sha256, photo.bytes, other)).status).toBe(201);
			expect((await look()).status).toBe(200);
		});

		test('spoils no stored photo, whatever somebody sends under its hash [H5, I9]', async () => {
			const { photo, owner, other } = await shared('#202020');
			const wrong = Buffer.alloc(photo.bytes.length, 7);
			for (let i = 0; i < 4; i++) {
				expect((await sendPhoto(service, photo.sha256, wrong, other)).status).toBe(422);
			}
			expect((await read(owner)).photos).toMatchObject([{ state: 'stored' }]);
			expect((await read(other)).photos).toMatchObject([{ state: 'corrupt' }]);
			const look = `/api/reports/${owner.report.id}/photos/${photo.sha256}`;
			expect((await service.ask(look, owner)).status).toBe(200);
			// A later good upload still counts.
			await sendPhoto(service, photo.sha256, photo.bytes, other);
			expect((await read(other)).photos).toMatchObject([{ state: 'stored' }]);
		});

		test('wants a handed-in photo that somebody else has stored already', async () => {
			const photo = await picture('#303030');
			const [owner, other] = [await field(), await field()];
			await exchange(owner, [command(owner, 1, 'addPhoto', photo.args)]);
			await sendPhoto(service, photo.sha256, photo.bytes, owner);
			await setActive(service.app.db, other.person.userName, false, 2000);
			const batch = [command(other, 1, 'addPhoto', photo.args)];
			expect(await receiptOf(handIn(service, other, batch))).toMatchObject({
				photos: [photo.sha256]
			});
			const headers = signedFor(other, photo.sha256);
			expect((await sendPhoto(service, photo.sha256, photo.bytes, { headers })).status).toBe(201);
			expect(await receiptOf(handIn(service, other, batch))).toMatchObject({ photos: [] });
		});

		test('takes by signature what its person declared, not what a colleague did', async () => {
			const photo = await picture('#404040');
			const owner = await field();
			const office = { ...salma, cookie };
			const signer = { ...owner, ...(await mint(service, { person: salma, cookie })) };
			await exchange(owner, [command(owner, 1, 'addPhoto', photo.args)]);
			const headers = signedFor(signer, photo.sha256);
			expect((await sendPhoto(service, photo.sha256, photo.bytes, { headers })).status).toBe(403);
			expect((await sendPhoto(service, photo.sha256, photo.bytes, office)).status).toBe(201);
		});
	});

	test('looks no signature up for whoever keeps guessing', async () => {
		const tablet = await field();
		const headers = {
			...{ 'x-test-address': '10.0.0.9', [macHeader]: 'guess' },
			...{ [replicaHeader]: tablet.replica }
		};
		const path = `/api/photos/${'a'.repeat(64)}`;
		let last = 0;
		for (let i = 0; i < 1_201; i++) {
			last = (await service.ask(path, { method: 'HEAD', headers })).status;
		}
		expect(last).toBe(429);
	});

	describe('work that is handed in', () => {
		test('is asked for again, not called broken, when the database fails', async () => {
			const tablet = await field();
			const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
			const fails = vi.spyOn(service.app.db, 'tx').mockRejectedValue(full);
			const answer = await handIn(service, tablet, [command(tablet, 1, 'seen', {})]);
			fails.mockRestore();
			expect([answer.status, answer.headers.has('retry-after')]).toEqual([507, true]);
			expect(await receiptOf(handIn(service, tablet, [command(tablet, 1, 'seen', {})]))).toEqual(
				expect.objectContaining({ received: 1 })
			);
		});

		test('is taken from both tablets where one was copied, each once [C20, D3]', async () => {
			const tablet = await field();
			const [mine, copied] = ['من الجهاز', 'من نسخته'].map((text) =>
				[1, 2].map((n) => command(tablet, n, 'addNote', { text: `${text} ${n}` }))
			);
			await setActive(service.app.db, tablet.person.userName, false, 2000);
			await receiptOf(handIn(service, tablet, mine ?? []));
			const receipt = { received: 2, expect: null, isUnderReview: true };
			const first = await receiptOf(handIn(service, tablet, copied ?? []));
			expect(first).toMatchObject({ ...receipt, known: 0 });
			const again = await receiptOf(handIn(service, tablet, copied ?? []));
			expect(again).toMatchObject({ ...receipt, known: 2 });
			const notes = (await read(tablet)).notes.map(({ text }) => text);
			expect(notes).toEqual(['من الجهاز 1', 'من الجهاز 2', 'من نسخته 1', 'من نسخته 2']);
		});

		test('is not waited for any more, and no loss later', async () => {
			const tablet = await field();
			await exchange(tablet, [], { pending: { commands: 2, photos: 0, oldestAt: 900 } });
			const batch = [1, 2].map((n) => command(tablet, n, 'addNote', { text: `${n}` }));
			await handIn(service, tablet, batch);
			expect(await unsentOf(tablet)).toEqual({ pending_commands: 0, pending_photos: 0 });
			expect((await mint(service, tablet, { isStorageNew: true })).lost).toBeNull();
		});
	});

	describe('access that ended', () => {
		test('is told as such also where the person was retired by the city’s own data', async () => {
			const tablet = await field();
			const person = { ...tablet.person, active: false };
			await service.app.db.tx((tx) => publishPeople(tx, [person], { isDemo: false, at: 1 }));
			const answer = await exchange(tablet, []);
			expect(await answer.json()).toMatchObject({ code: 'replica_revoked' });
			const signedOut = await service.ask('/api/sync', {
				method: 'POST',
				headers: { [replicaHeader]: newId() }
			});
			expect(signedOut.status).toBe(401);
		});

		test('waits for no replica that the same outbox has replaced', async () => {
			const tablet = await field();
			await exchange(tablet, [], { pending: { commands: 0, photos: 3, oldestAt: 900 } });
			await service.app.db.tx((tx) => revokeReplicas(tx, tablet.person.id));
			expect((await mint(service, tablet, { isStorageNew: false })).lost).toBeNull();
			expect(await unsentOf(tablet)).toEqual({ pending_commands: 0, pending_photos: 0 });
		});
	});

	describe('losses', () => {
		test('are told once, however often the device repeats them', async () => {
			const tablet = await field();
			const lost = { commands: 1, photos: 0, oldestAt: 700, reports: ['MM-26-000099-1'] };
			for (const isStorageNew of [true, true, false]) {
				await mint(service, tablet, { isStorageNew, lost });
			}
			await mint(service, tablet, { isStorageNew: true, lost: { ...lost, commands: 0 } });
			const { incidents } = await review();
			expect(incidents.filter(({ personId }) => personId === tablet.person.id)).toHaveLength(1);
		});

		test('are none where a person threw the work away and said so', async () => {
			const tablet = await field();
			await exchange(tablet, [], { pending: { commands: 3, photos: 2, oldestAt: 900 } });
			const discarded = { commands: 3, photos: 2 };
			const left = { method: 'POST', cookie: tablet.cookie, body: { discarded } } as const;
			expect((await service.ask('/api/auth/sign-out', left)).status).toBe(204);
			expect(await unsentOf(tablet)).toEqual({ pending_commands: 0, pending_photos: 0 });
			const install = /maydan_install=.*/.exec(tablet.cookie)?.[0] ?? '';
			const back = `${await service.signIn(tablet.person)}; ${install}`;
			const minted = await mint(service, { ...tablet, cookie: back }, { isStorageNew: true });
			expect(minted.lost).toBeNull();
		});

		test('do not keep an older page from signing out', async () => {
			const { cookie: own } = await field();
			const answer = await service.ask('/api/auth/sign-out', { method: 'POST', cookie: own });
			expect(answer.status).toBe(204);
		});

		test('break nothing when a device counts without end, or names itself oddly', async () => {
			const tablet = await field();
			const endless = Number.MAX_SAFE_INTEGER;
			const pending = { commands: endless, photos: endless, oldestAt: 1 };
			expect((await exchange(tablet, [], { pending })).status).toBe(200);
			const lost = { ...pending, reports: [] };
			expect((await mint(service, tablet, { lost })).lost).toMatchObject({ oldestAt: 1 });
			const odd = { personId: tablet.person.id, deviceName: 'Tab\u0000let' };
			const asked = { method: 'POST', cookie: tablet.cookie } as const;
			const statuses = [
				await service.ask('/api/replicas', { ...asked, body: odd }),
				await exchange({ ...tablet, replica: 'a\u0000b' }, []).catch(() => null),
				await service.ask('/api/review', {
					...{ method: 'POST', cookie, body: { kind: 'incident', id: '\u0000' } }
				})
			].map((answer) => answer?.status ?? 400);
			expect(Math.max(...statuses)).toBeLessThan(500);
		});
	});

	describe('the review list', () => {
		test('names the photos of a refused command, whose bytes nobody takes [H8]', async () => {
			const photo = await picture('#606060');
			const tablet = await field();
			const foreign = { ...tablet, report: { ...tablet.report, id: newId() } };
			const refused = command(foreign, 1, 'addPhoto', photo.args);
			const answer = await (await exchange(tablet, [refused])).json();
			expect(answer.results).toMatchObject([{ outcome: 'rejected' }]);
			expect((await sendPhoto(service, photo.sha256, photo.bytes, tablet)).status).toBe(404);
			const shown = (await review()).commands.filter(({ id }) => id === refused.id);
			expect(shown).toMatchObject([{ outcome: 'rejected', photos: [photo.sha256] }]);
			const rows = service.app.db.kysely.selectFrom('photo').select('sha256');
			expect(await rows.where('sha256', '=', photo.sha256).execute()).toEqual([]);
		});

		test('shows a command under an id that names another one [I12]', async () => {
			const tablet = await field();
			const first = command(tablet, 1, 'addNote', { text: 'الأول' });
			const second = { ...command(tablet, 2, 'addNote', { text: 'الثاني' }), id: first.id };
			await exchange(tablet, [first, second]);
			const shown = (await review()).commands.filter(({ id }) => id === first.id);
			expect(shown).toMatchObject([{ outcome: 'rejected', text: 'الثاني' }]);
		});

		test('shows a refusal again that was only waiting when it was seen [I12]', async () => {
			const tablet = await field();
			const newer = { ...command(tablet, 1, 'levitate', {}), typeVersion: 9 };
			await exchange(tablet, [newer]);
			const seen = { kind: 'command', id: newer.id };
			await service.ask('/api/review', { method: 'POST', cookie, body: seen });
			const shown = async () => (await review()).commands.filter(({ id }) => id === newer.id);
			expect(await shown()).toEqual([]);
			const result = JSON.stringify({ reason: 'not_permitted', detail: null, cover: {} });
			await service.app.db.tx((tx) =>
				settleCommand(tx, { id: newer.id, outcome: 'rejected', result })
			);
			expect(await shown()).toMatchObject([{ outcome: 'rejected', reason: 'not_permitted' }]);
		});

		test('passes on no more of a malformed payload than a command may hold', async () => {
			const tablet = await field();
			const args = { text: 'س'.repeat(90_000), photos: Array(9_000).fill('x'), sha256: 7 };
			const huge = { ...command(tablet, 1, 'addNote', args), type: 't'.repeat(30) };
			const odd = { ...command(tablet, 2, 'addNote', null), reportId: 'r'.repeat(9_000) };
			await exchange(tablet, [huge, odd]);
			const own = (await review()).commands.filter(({ personId }) => personId === tablet.person.id);
			expect(own).toHaveLength(2);
			for (const one of own) expect(JSON.stringify(one).length).toBeLessThan(8_000);
		});
	});
});
