/**
 * A small city on either engine, and devices that speak to it the way the protocol says: a counter,
 * an outbox, and rows kept by marking and sweeping. Time stands still unless a test moves it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type ServerApp } from '../../src/lib/server/app';
import type { Profile } from '../../src/lib/domain/city/profile';
import type { Person } from '../../src/lib/domain/people/actor';
import { commandTypeVersion } from '../../src/lib/domain/report/command';
import type { CommandType } from '../../src/lib/domain/report/lifecycle';
import type { ReportInput } from '../../src/lib/domain/report/new-report';
import type { Report } from '../../src/lib/domain/report/report';
import type { Change, PendingReport, SyncResponse } from '../../src/lib/protocol/sync';
import { addReplica } from '../../src/lib/server/repositories/replicas';
import { findReport } from '../../src/lib/server/repositories/reports';
import type { Applied } from '../../src/lib/server/usecases/apply-commands';
import { installCity, publishPeople } from '../../src/lib/server/usecases/ref-data';
import { newId } from '../../src/lib/server/clock';
import { startPostgres, type TestPostgres } from '../support/postgres';
import {
	ali,
	areas,
	badr,
	category,
	huda,
	inspected,
	morning,
	plainArgs,
	reasons,
	salma
} from '../support/builders';

export const engines = ['sqlite', 'postgres'] as const;
type TestEngine = (typeof engines)[number];

const name = { ar: 'مدينة', en: 'City' };
const workingDay = [{ from: '07:30', to: '14:30' }];

/** Two teams of one directorate; everything in Seeb goes to the first, Muttrah waits in the duty queue. */
export const profile: Profile = {
	id: 'test',
	name,
	numberPrefix: 'MM',
	languages: ['ar', 'en'],
	bounds: [22, 57, 25, 60],
	center: { lat: 23.6, lon: 58.4, zoom: 10 },
	deskPhone: '1111',
	rootArea: '/muscat/',
	areaToleranceMetres: 1500,
	calendar: {
		timeZone: 'Asia/Muscat',
		week: [workingDay, workingDay, workingDay, workingDay, workingDay, [], []],
		seasons: [],
		holidays: []
	},
	channels: [
		{ id: 'phone', name },
		{ id: 'app', name }
	],
	sectors: [{ id: 'cleanliness', name }],
	categories: [category, inspected, { ...category, id: 'other', isOther: true }],
	directorates: [{ id: 'seeb', name }],
	teams: [
		{ id: 'team-1', name, directorateId: 'seeb' },
		{ id: 'team-2', name, directorateId: 'seeb' }
	],
	areas: [
		{ path: '/muscat/seeb/', name, label: { lat: 23.67, lon: 58.19 } },
		{ path: '/muscat/muttrah/', name, label: { lat: 23.6, lon: 58.55 } }
	],
	routing: [
		{ id: 'seeb', name, areas: ['/muscat/seeb/'], directorateId: 'seeb', teamId: 'team-1' }
	],
	reasons
};

export const people = [ali, badr, salma, huda].map((person) => ({
	...person,
	userName: person.id
}));
export const nothingPending: PendingReport = { commands: 0, photos: 0, oldestAt: null };

export interface Engines {
	/** Settings of an empty database, or why there is none. */
	open(engine: TestEngine): Promise<{ dataDir: string; databaseUrl?: string } | { skip: string }>;
	close(): Promise<void>;
}

/** Both engines for one test file; PostgreSQL is started when it is first asked for. */
export function bothEngines(): Engines {
	const dirs: string[] = [];
	let postgres: Promise<TestPostgres | { skip: string }> | undefined;
	return {
		async open(engine) {
			const dataDir = mkdtempSync(join(tmpdir(), 'maydan-sync-'));
			dirs.push(dataDir);
			if (engine === 'sqlite') return { dataDir };
			postgres ??= startPostgres();
			const cluster = await postgres;
			if ('skip' in cluster) return cluster;
			return { dataDir, databaseUrl: cluster.createDatabase(`t${dirs.length}`) };
		},
		async close() {
			const cluster = await postgres;
			if (cluster !== undefined && !('skip' in cluster)) await cluster.stop();
			for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
		}
	};
}

export class TestCity {
	readonly app: ServerApp;
	/** The server's clock. */
	now: number;

	private constructor(app: ServerApp, time: { now: number }) {
		this.app = app;
		this.now = time.now;
	}

	/** Opens an empty database, installs the city and its people. */
	static async open(settings: { dataDir: string; databaseUrl?: string }): Promise<TestCity> {
		const time = { now: morning, at: () => time.now };
		const app = await openApp({
			...settings,
			secret: 'a secret that only the tests know of',
			mode: 'demo',
			now: () => time.at()
		});
		await app.db.tx(async (tx) => {
			const empty = { type: 'FeatureCollection', features: [] } as const;
			await installCity(tx, { profile, areas, basemap: { ...empty, features: [] } }, time.now);
			await publishPeople(tx, people, { isDemo: true, at: time.now });
		});
		const city = new TestCity(app, time);
		time.at = () => city.now;
		return city;
	}

	/** A new report in Seeb, as it stands after it was taken in. */
	async report(part: Partial<ReportInput> = {}): Promise<Report> {
		const reference = part.channelReference ?? newId();
		const input: ReportInput = {
			categoryId: 'sewage',
			channelId: 'phone',
			channelReference: reference,
			description: 'طفح مجاري أمام المنزل',
			addressText: 'السيب، الحيل الشمالية',
			landmark: null,
			accessNote: null,
			areaPath: '/muscat/seeb/',
			lat: 23.67,
			lon: 58.19,
			accuracyMetres: null,
			receivedAt: this.now,
			...part
		};
		await this.app.takeInReports([{ input }]);
		const row = await this.app.db.kysely
			.selectFrom('report')
			.select('id')
			.where('channel_reference', '=', reference)
			.executeTakeFirstOrThrow();
		return this.read(row.id);
	}

	async read(id: string): Promise<Report> {
		const report = await findReport(this.app.db.kysely, id);
		if (report === undefined) throw new Error(`There is no report ${id}`);
		return report;
	}

	async device(person: Person, deviceName = 'Tablet 7'): Promise<TestDevice> {
		const id = newId();
		await addReplica(this.app.db.kysely, {
			id,
			user_id: person.id,
			install: newId(),
			secret: 'secret',
			device_name: deviceName,
			created_at: this.now
		});
		return new TestDevice(this, person, id);
	}
}

type Args<T extends CommandType> = (typeof plainArgs)[T];

export class TestDevice {
	/** What the device has of the server, by kind and id. */
	readonly rows = new Map<string, { scopes: Set<string>; body: Record<string, unknown> }>();
	/** Every `leave` it was told. */
	readonly left: { id: string; scope: string; reason: string | null }[] = [];
	cursor: string | null = null;
	n = 0;
	#generation = new Set<string>();

	constructor(
		readonly city: TestCity,
		readonly person: Person,
		readonly replica: string
	) {}

	/** The next command of this device, based on what it has of the report. */
	command<T extends CommandType>(
		type: T,
		report: Report,
		args: Args<T> = plainArgs[type],
		part: Record<string, unknown> = {}
	): Record<string, unknown> {
		this.n += 1;
		return {
			replica: this.replica,
			n: this.n,
			id: newId(),
			type,
			typeVersion: commandTypeVersion(type),
			reportId: report.id,
			base: { rev: report.rev, assignEpoch: report.assignEpoch },
			deviceAt: this.city.now,
			deviceOffsetMinutes: 240,
			monoMs: 0,
			session: 'session',
			skew: { ms: 0, ageSeconds: 1 },
			group: null,
			isVoid: false,
			args,
			signature: null,
			...part
		};
	}

	/** Sends raw commands; throws where the exchange as a whole was refused. */
	async send(...raw: unknown[]): Promise<Extract<Applied, { ok: true }>> {
		const applied = await this.city.app.applyCommands(
			this.person,
			this.replica,
			raw,
			nothingPending
		);
		if (!applied.ok) throw new Error(applied.reason);
		return applied;
	}

	/** Sends one command and gives back what became of it. */
	async do<T extends CommandType>(
		type: T,
		report: Report,
		args: Args<T> = plainArgs[type],
		part: Record<string, unknown> = {}
	) {
		const { results } = await this.send(this.command(type, report, args, part));
		const [result] = results;
		if (result === undefined) throw new Error('No result');
		return result;
	}

	/** One page of changes, applied. */
	async page(limit = 1000): Promise<SyncResponse['changes']> {
		const { json } = await this.city.app.readChanges(this.person, this.cursor, limit);
		const changes: SyncResponse['changes'] = JSON.parse(json);
		if (changes.mode === 'resync' && this.#generation.size === 0) this.#generation.add('begun');
		for (const change of changes.entries) this.#apply(change);
		if (changes.mode === 'resync' && !changes.more) this.#sweep();
		this.cursor = changes.cursor;
		return changes;
	}

	/** Pages until there is no more. */
	async pull(limit = 1000): Promise<SyncResponse['changes'][]> {
		const pages: SyncResponse['changes'][] = [];
		do {
			if (pages.length > 10_000) throw new Error('The pages never end');
			pages.push(await this.page(limit));
		} while (pages[pages.length - 1]?.more);
		return pages;
	}

	reports(): string[] {
		return [...this.rows.keys()].flatMap((key) => key.match(/^report (.*)$/)?.[1] ?? []).sort();
	}

	#apply(change: Change): void {
		const key = `${change.kind} ${change.id}`;
		if (change.op === 'put') {
			const scopes = this.rows.get(key)?.scopes ?? new Set();
			this.rows.set(key, { scopes: scopes.add(change.scope), body: change.body });
			this.#generation.add(key);
			return;
		}
		this.left.push({ id: change.id, scope: change.scope, reason: change.reason });
		const row = this.rows.get(key);
		row?.scopes.delete(change.scope);
		if (row?.scopes.size === 0) this.rows.delete(key);
	}

	#sweep(): void {
		for (const key of this.rows.keys()) if (!this.#generation.has(key)) this.rows.delete(key);
		this.#generation.clear();
	}
}
