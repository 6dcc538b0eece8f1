/**
 * The server as one object: a migrated database, the installed city, and the use cases bound to them.
 *
 * 1. Everything that a request needs comes from here; there is no other state of the process.
 * 2. Listeners are woken after a commit, never inside it.
 * Not here: who may call (auth), HTTP (routes), the lock of the data directory (cli).
 */
import { systemClock, newId as newUuid } from './clock';
import type { Person } from '$lib/domain/people/actor';
import type { PendingReport } from '$lib/protocol/sync';
import { connect, type Database } from './db/connect';
import { migrate } from './db/migrate';
import { noteEpoch, openEpoch } from './epoch';
import { log } from './log';
import { photoFiles } from './media/photo-files';
import { openPush, type Push, type PushSettings } from './notify/push';
import { readMeta } from './repositories/meta';
import {
	applyCommands,
	applyHandedIn,
	ExchangeFault,
	type Applied,
	type CommandDeps
} from './usecases/apply-commands';
import { applyDeferred } from './usecases/apply-deferred';
import { findPhotos } from './usecases/find-photos';
import { keepTrails } from './usecases/keep-trails';
import { markPhoto } from './usecases/mark-photo';
import { pruneFeed } from './usecases/prune-feed';
import { readChanges, readHeads, type Asked, type ChangePage } from './usecases/read-changes';
import { policyReader, type ServerPolicy } from './usecases/ref-data';
import { listenToPostgres } from './db/wake-postgres';
import { takeInReports, type ReportToTakeIn, type TakenIn } from './usecases/take-in-report';
import { followCalendar } from './usecases/follow-calendar';
import { createWake, type Heads, type Wake } from './wake';

export interface AppSettings {
	/** Folder of the SQLite database, and of the photos with either engine; ":memory:" keeps nothing. */
	dataDir: string;
	/** PostgreSQL instead of SQLite. */
	databaseUrl?: string;
	/** Signs session cookies; at least 32 characters. */
	secret: string;
	mode: 'demo' | 'production';
	/** Public address; absent in the demo. */
	origin?: string;
	/** Moments in ms; the machine's clock where absent. */
	now?: () => number;
	newId?: () => string;
	/** Whom push messages may go to; public addresses that show a certificate of a known authority. */
	push?: PushSettings;
}

export interface ServerApp {
	settings: Readonly<AppSettings>;
	db: Database;
	/** Names this database; a restore from backup gives it a new one. */
	epoch: string;
	now(): number;
	newId(): string;
	/** Backups reach up to here, ms; null where none was ever made. At most a minute old. */
	durableThrough(): number | null;
	/** The installed city and its people; throws `NoCity` while there is none. */
	policy(): Promise<ServerPolicy>;
	/** Throws `ExchangeFault`; also then, what was committed has been announced. */
	applyCommands(
		person: Person,
		replica: string,
		raw: readonly unknown[],
		pending: PendingReport,
		/** The session that the device came with. */
		sessionId?: string
	): Promise<Applied>;
	/** As `applyCommands`, for work that somebody else brings (usecases/receive-escrow). */
	applyHandedIn(
		person: Person,
		replica: string,
		raw: readonly unknown[],
		mode: 'judge' | 'escrow'
	): Promise<Applied>;
	readChanges(
		person: Person,
		cursor: string | null,
		limit: number,
		asked?: Asked
	): Promise<ChangePage>;
	/** Where the feeds of a person's scopes stand. */
	readHeads(person: Person): Promise<Heads>;
	/** New reports from a channel; those that came before are counted and left alone. */
	takeInReports(
		list: Iterable<ReportToTakeIn> | AsyncIterable<ReportToTakeIn>,
		onPiece?: (soFar: TakenIn) => void
	): Promise<TakenIn>;
	/** All bytes of a photo are verified and stored. Safe to repeat. */
	markPhotoStored(sha256: string): Promise<void>;
	/** The bytes that came are not the declared ones, for good. */
	markPhotoCorrupt(sha256: string): Promise<void>;
	wake: Wake;
	push: Push;
	close(): Promise<void>;
}

/** Opens the database, brings it to the newest schema, and applies what waited for this version. */
export async function openApp(settings: AppSettings): Promise<ServerApp> {
	const { dataDir, databaseUrl } = settings;
	const db = connect(databaseUrl === undefined ? { dataDir } : { databaseUrl });
	try {
		await migrate(db);
		return await assemble(settings, db);
	} catch (error) {
		await db.close();
		throw error;
	}
}

async function assemble(settings: AppSettings, db: Database): Promise<ServerApp> {
	const { now = systemClock.now, newId = newUuid, databaseUrl } = settings;
	const epoch = await openEpoch(db, settings.dataDir);
	const wake = createWake();
	const policy = policyReader();
	const other =
		databaseUrl === undefined ? null : await listenToPostgres(databaseUrl, db, wake, newUuid());
	const announce = (versions: ReadonlyMap<string, number>) => {
		wake.announce(versions);
		other?.announce(versions);
	};
	const deps: CommandDeps = { db, now, newId, policy };
	const mark = async (sha256: string, state: 'stored' | 'corrupt') =>
		announce(await markPhoto({ db, now, newId }, sha256, state));
	announce(await applyDeferred(deps));
	await pruneFeed(db, now());
	await followCalendar({ db, now, newId, announce });
	const found = await findPhotos(db, photoFiles(settings.dataDir), (sha256) =>
		mark(sha256, 'stored')
	);
	if (found > 0) log.info({ photos: found }, 'found on disk what the restored database awaited');
	const upkeep = await openUpkeep(db, settings.dataDir, now);
	const push = await openPush(db, settings);
	return {
		settings,
		db,
		epoch,
		now,
		newId,
		policy: () => db.snapshot(policy),
		applyCommands: (person, replica, raw, pending, sessionId) =>
			announced({ announce, push }, () =>
				applyCommands(deps, person, replica, raw, pending, sessionId)
			),
		applyHandedIn: (person, replica, raw, mode) =>
			announced({ announce, push }, () => applyHandedIn(deps, person, replica, raw, mode)),
		readChanges: (person, cursor, limit, asked) =>
			readChanges({ db, epoch, now }, person, cursor, limit, asked),
		readHeads: (person) => readHeads(db, person),
		takeInReports: (list, onPiece) => takeInReports({ ...deps, announce }, list, onPiece),
		markPhotoStored: (sha256) => mark(sha256, 'stored'),
		markPhotoCorrupt: (sha256) => mark(sha256, 'corrupt'),
		wake: { ...wake, announce },
		push,
		durableThrough: upkeep.durableThrough,
		async close() {
			wake.close();
			await upkeep.close();
			await push.close();
			await other?.close();
			await db.close();
		}
	};
}

const upkeepEveryMs = 60_000;
const trailsEveryMs = 60 * 60_000;

/**
 * What is noted and looked up every minute: how far the database has come, and its backups. Every hour
 * shifts and trails are looked through.
 */
async function openUpkeep(
	db: Database,
	dataDir: string,
	now: () => number
): Promise<{ durableThrough(): number | null; close(): Promise<void> }> {
	let durableThrough: number | null = null;
	const keep = async () => {
		await noteEpoch(db, dataDir);
		const through = await readMeta(db.reader, 'durable_through');
		durableThrough = through === null ? null : Number(through);
	};
	await keep();
	await keepTrails(db, now());
	// A database that is away is told of by whoever needs it.
	const repeat = (work: () => Promise<void>, everyMs: number) =>
		setInterval(() => void work().catch(() => undefined), everyMs).unref();
	const timers = [repeat(keep, upkeepEveryMs), repeat(() => keepTrails(db, now()), trailsEveryMs)];
	return {
		durableThrough: () => durableThrough,
		async close() {
			for (const timer of timers) clearInterval(timer);
			await noteEpoch(db, dataDir).catch(() => undefined);
		}
	};
}

async function announced(
	{ announce, push }: { announce(versions: ReadonlyMap<string, number>): void; push: Push },
	work: () => Promise<Applied>
): Promise<Applied> {
	const tell = ({ versions, news }: Extract<Applied, { ok: true }>) => {
		announce(versions);
		push.tell(news);
	};
	try {
		const applied = await work();
		if (applied.ok) tell(applied);
		return applied;
	} catch (error) {
		if (error instanceof ExchangeFault) tell(error.applied);
		throw error;
	}
}
