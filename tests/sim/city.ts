/**
 * The server of a simulated history: the real use cases over SQLite, and what its routes and hooks
 * do around them (who asks, which failure, which part of an answer), without HTTP.
 *
 * 1. Its clock is the history's, its ids count: the same plan gives the same history.
 * 2. It can restart, be backed up, and come back from its last backup under a new epoch. A history
 *    without any of these keeps its database in memory.
 * 3. It looks at each page that it sends: nothing outside the caller's view is in there (I5).
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Person } from '../../src/lib/domain/people/actor';
import { failures, type FailureCode } from '../../src/lib/protocol/failure';
import { syncRequest, type CommandResult, type SyncRequest } from '../../src/lib/protocol/sync';
import { escrowRequest } from '../../src/lib/protocol/escrow';
import type { ReportInput } from '../../src/lib/domain/report/new-report';
import type { Report } from '../../src/lib/domain/report/report';
import { openApp, type ServerApp } from '../../src/lib/server/app';
import { connect } from '../../src/lib/server/db/connect';
import { beginEpoch } from '../../src/lib/server/epoch';
import { findPerson } from '../../src/lib/server/repositories/people';
import { findReplica, hasEnded } from '../../src/lib/server/repositories/replicas';
import { findRecall } from '../../src/lib/server/repositories/recalls';
import { findReport } from '../../src/lib/server/repositories/reports';
import { ExchangeFault } from '../../src/lib/server/usecases/apply-commands';
import { setActive } from '../../src/lib/server/usecases/manage-people';
import { mintReplica } from '../../src/lib/server/usecases/mint-replica';
import { installCity, publishPeople } from '../../src/lib/server/usecases/ref-data';
import { recallTablet } from '../../src/lib/server/usecases/recall-tablet';
import { receiveEscrow } from '../../src/lib/server/usecases/receive-escrow';
import { profile } from '../contract/sync-support';
import { ali, areas, badr, huda, inspected, salma } from '../support/builders';
import { checkPage } from './oracle';
import { PhotoShelf } from './photo-shelf';
import type { VirtualTime } from './virtual-time';

/** Two inspectors and a supervisor of the first team, its directorate, and a supervisor of the other. */
export const people: readonly Person[] = [
	...[ali, badr, salma, huda],
	{ ...salma, id: 'noor', teamId: 'team-2' }
].map((person) => ({ ...person, userName: person.id }));

/** What comes over the line, before a device has read it. */
export interface Wire {
	status: number;
	text: string;
	retryAfter: string | null;
	/** The answer carries our header. */
	isOurs: boolean;
}

/** Who sends: a session, or nobody. */
export interface Sender {
	personId: string;
	hasSession: boolean;
}

export type Place = 'seeb' | 'muttrah';
const places: Record<Place, { areaPath: string; lat: number; lon: number }> = {
	seeb: { areaPath: '/muscat/seeb/', lat: 23.67, lon: 58.19 },
	muttrah: { areaPath: '/muscat/muttrah/', lat: 23.6, lon: 58.55 }
};

/** What a channel says of a new report. */
export function reportInput(reference: string, place: Place, receivedAt: number): ReportInput {
	// One in three asks questions of whoever finishes it.
	const categoryId = /[0369]$/.test(reference) ? inspected.id : 'sewage';
	return {
		...{ categoryId, channelId: 'phone', channelReference: reference },
		...{ description: 'طفح مجاري', addressText: 'السيب', landmark: null, accessNote: null },
		...{ ...places[place], accuracyMetres: null, receivedAt }
	};
}

interface Backup {
	file: string;
	photos: PhotoShelf;
	durableThrough: number;
}

export class SimCity {
	app!: ServerApp;
	photos = new PhotoShelf(this);
	/** Up to when backups reach; null: none are made. */
	durableThrough: number | null = null;
	/** The server's wall clock jumped by so much. */
	clockOffMs = 0;
	/** How often a photo was damaged on its way, by its hash. */
	readonly flips = new Map<string, number>();
	/** Changes with each restore: what was learnt before may not hold. */
	restores = 0;
	readonly #time: VirtualTime;
	readonly #dir: string | null;
	readonly #reports: { reference: string; place: Place; receivedAt: number }[] = [];
	#backup: Backup | null = null;
	#ids = 0;

	private constructor(time: VirtualTime, dir: string | null) {
		this.#time = time;
		this.#dir = dir;
		if (dir !== null) this.durableThrough = 0;
	}

	/** An installed city without reports. `isOnDisk`: it can restart and be restored. */
	static async open(time: VirtualTime, isOnDisk = false): Promise<SimCity> {
		const city = new SimCity(time, isOnDisk ? newDir() : null);
		await city.#open();
		await city.app.db.tx(async (tx) => {
			const empty = { type: 'FeatureCollection', features: [] } as const;
			const basemap = { ...empty, features: [] };
			await installCity(tx, { profile, areas, basemap }, city.now);
			await publishPeople(tx, people, { isDemo: true, at: city.now });
		});
		return city;
	}

	get now(): number {
		return this.#time.now + this.clockOffMs;
	}

	async close(): Promise<void> {
		await this.app.close();
		if (this.#dir !== null) rmSync(this.#dir, { recursive: true, force: true });
	}

	async person(id: string): Promise<Person> {
		const person = await findPerson(this.app.db.kysely, id);
		if (person === undefined) throw new Error(`There is no ${id}`);
		return person;
	}

	async read(id: string): Promise<Report> {
		const report = await findReport(this.app.db.kysely, id);
		if (report === undefined) throw new Error(`There is no report ${id}`);
		return report;
	}

	/** A new report, taken in by its channel; its id. */
	async report(place: Place = 'seeb'): Promise<string> {
		const reference = `r${this.#reports.length + 1}`;
		this.#reports.push({ reference, place, receivedAt: this.now });
		await this.#takeIn();
		const row = await this.app.db.kysely
			.selectFrom('report')
			.select('id')
			.where('channel_reference', '=', reference)
			.executeTakeFirstOrThrow();
		return row.id;
	}

	/** Another team, other areas, another role. */
	async change(id: string, part: Partial<Person>): Promise<void> {
		const person = { ...(await this.person(id)), ...part };
		await this.app.db.tx((tx) => publishPeople(tx, [person], { isDemo: true, at: this.now }));
	}

	async setActive(id: string, isActive: boolean): Promise<void> {
		await setActive(this.app.db, id, isActive, this.now);
	}

	/** The first team's supervisor recalls the tablet of a replica; false where she may not. */
	async recall(replicaId: string): Promise<boolean> {
		return recallTablet(this.app, await this.person(salma.id), replicaId);
	}

	async restart(): Promise<void> {
		if (this.#dir === null) return;
		await this.app.close();
		await this.#open();
	}

	/** A copy of the database as it stands, and of the photos that are there. */
	async backup(): Promise<void> {
		if (this.#dir === null) return;
		const file = join(this.#dir, `backup-${this.now}.db`);
		const before = this.durableThrough ?? 0;
		const beganAt = this.now;
		rmSync(file, { force: true });
		const live = new DatabaseSync(join(this.#dir, 'maydan.db'));
		live.exec(`vacuum into '${file}'`);
		live.close();
		this.#backup = { file, photos: this.photos.copy(), durableThrough: before };
		this.durableThrough = beganAt;
	}

	/**
	 * Back to the last backup; nothing where there is none. `isAnnounced`: by the restore command;
	 * else somebody has put the file back, and the note beside it tells.
	 */
	async restore(isAnnounced: boolean): Promise<void> {
		if (this.#dir === null || this.#backup === null) return;
		const { file, photos, durableThrough } = this.#backup;
		await this.app.close();
		for (const end of ['-wal', '-shm']) rmSync(join(this.#dir, `maydan.db${end}`), { force: true });
		cpSync(file, join(this.#dir, 'maydan.db'));
		if (isAnnounced) await announceRestore(this.#dir);
		this.restores += 1;
		await this.#open();
		this.photos = photos.copy();
		this.durableThrough = durableThrough;
		await this.photos.markFound();
		// The channel brings again what the backup does not know.
		await this.#takeIn();
	}

	async mint(sender: Sender, asking: { install: string; deviceName: string; isNew: boolean }) {
		const refused = await this.#refuse(await this.person(sender.personId), sender, null);
		if (refused !== null) return refused;
		const { install, deviceName, isNew: isStorageNew } = asking;
		const { personId } = sender;
		const minted = await mintReplica(this.app, { personId, install, deviceName, isStorageNew });
		return answer(200, JSON.stringify(minted));
	}

	/** `isCutShort`: the database fails midway. `isOld`: the page is too old to pull. */
	async exchange(
		sender: Sender,
		text: string,
		{ isCutShort = false, isOld = false, limit = Infinity } = {}
	): Promise<Wire> {
		const asked = syncRequest.parse(JSON.parse(text));
		const person = await this.person(sender.personId);
		const refused = await this.#refuse(person, sender, asked.replica);
		if (refused !== null) return refused;
		const whole = asked.commands;
		const commands = isCutShort ? whole.slice(0, Math.ceil(whole.length / 2)) : whole;
		try {
			const { app } = this;
			const applied = await app.applyCommands(person, asked.replica, commands, asked.pending);
			if (!applied.ok) return failure(applied.reason, applied);
			if (isCutShort) return this.#partly('busy', asked, applied.results);
			if (isOld) return this.#partly('upgrade_needed', asked, applied.results);
			const page = await app.readChanges(person, asked.cursor, Math.min(asked.limit, limit), asked);
			const { ok: _ok, versions: _versions, ...told } = applied;
			checkPage(person, JSON.parse(page.json), this.now);
			const head = {
				...{ epoch: app.epoch, exchange: asked.exchange, serverTime: this.now },
				durableThrough: this.durableThrough,
				...(page.isRestored ? { restored: true } : {}),
				...told
			};
			return answer(200, `${JSON.stringify(head).slice(0, -1)},"changes":${page.json}}`);
		} catch (error) {
			if (!(error instanceof ExchangeFault)) throw error;
			return this.#partly('busy', asked, error.applied.results);
		}
	}

	async escrow(text: string): Promise<Wire> {
		const taken = await receiveEscrow(this.app, escrowRequest.parse(JSON.parse(text)));
		return taken.ok ? answer(200, JSON.stringify(taken.receipt)) : failure(taken.code);
	}

	#partly(code: FailureCode, asked: SyncRequest, results: readonly CommandResult[]): Wire {
		const body = { code, epoch: this.app.epoch, exchange: asked.exchange, results };
		return { ...answer(failures[code], JSON.stringify(body)), retryAfter: '5' };
	}

	/** As the hooks: without a session a device is told whether its access has ended. */
	async #refuse(person: Person, sender: Sender, replicaId: string | null): Promise<Wire | null> {
		if (sender.hasSession && person.active) return null;
		const replica =
			replicaId === null ? undefined : await findReplica(this.app.db.reader, replicaId);
		if (replica === undefined || !hasEnded(replica, person)) return failure('signed_out');
		const isRecalled = (await findRecall(this.app.db.reader, replica.id)) !== undefined;
		return failure('replica_revoked', { lastN: replica.last_n, isRecalled });
	}

	async #takeIn(): Promise<void> {
		const list = this.#reports.map(({ reference, place, receivedAt }) => ({
			input: reportInput(reference, place, receivedAt)
		}));
		await this.app.takeInReports(list);
	}

	async #open(): Promise<void> {
		this.app = await openApp({
			dataDir: this.#dir ?? ':memory:',
			secret: 'a secret that only the simulation knows of',
			mode: 'demo',
			now: () => this.now,
			newId: () => this.#newId()
		});
	}

	#newId(): string {
		this.#ids += 1;
		return `01900000-0000-7000-8000-${this.#ids.toString(16).padStart(12, '0')}`;
	}
}

/** In memory where the machine has a file system for that. */
function newDir(): string {
	const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
	return mkdtempSync(join(base, 'maydan-sim-'));
}

async function announceRestore(dataDir: string): Promise<void> {
	const db = connect({ dataDir });
	await db.tx(beginEpoch);
	await db.close();
}

export const answer = (status: number, text: string): Wire => {
	return { status, text, retryAfter: null, isOurs: true };
};

export const failure = (
	code: FailureCode,
	{ lastN, isRecalled, retryAfter = null }: FailureDetails = {}
): Wire => ({ ...answer(failures[code], JSON.stringify({ code, lastN, isRecalled })), retryAfter });

interface FailureDetails {
	lastN?: number;
	isRecalled?: boolean;
	retryAfter?: string | null;
	/** Of a refusal that is told as it was made. */
	reason?: string;
}
