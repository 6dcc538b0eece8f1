/**
 * A town under attack: people who send what they like, and one whose reports they must never see.
 *
 * 1. Everything goes the real way: sign-in, replica, exchange; only the reports are put in place.
 * 2. `renew` empties the desk, so that a long campaign works on a town that does not grow.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { vi } from 'vitest';
import type { Person } from '../../src/lib/domain/people/actor';
import type { Report } from '../../src/lib/domain/report/report';
import { replicaMinted } from '../../src/lib/protocol/session';
import { newId } from '../../src/lib/server/clock';
import { bumpScopes } from '../../src/lib/server/repositories/feed';
import { touchesOf } from '../../src/lib/server/usecases/touch-report';
import { openService, settle, storeReports, type Service } from '../contract/http-service';
import { anAssignment, aPerson, aReport } from '../support/builders';

/** Stands in every text of the reports that nobody here may read. */
export const secretMark = 'only-for-badr-7f3a';
const statuses = ['assigned', 'in_progress', 'in_progress', 'on_hold', 'done', 'received'] as const;
const reportsEach = 8;
const victim = aPerson('inspector', {
	...{ id: 'badr', userName: 'badr', teamId: 'team-2', directorateId: 'bawshar' },
	areas: ['/muscat/bawshar/']
});
const senders: readonly Person[] = [
	...['ali', 'omar', 'said', 'zayd'].map((id) =>
		aPerson('inspector', { id, userName: id, areas: ['/muscat/seeb/'] })
	),
	aPerson('supervisor', { id: 'salma', userName: 'salma', areas: ['/muscat/seeb/'] }),
	aPerson('directorate', { id: 'huda', userName: 'huda', areas: ['/muscat/seeb/'] })
];

/** Somebody who sends, with what is known of the server. */
export interface Sender {
	person: Person;
	cookie: string;
	replica: string;
	secret: string;
	/** The counter of the next command that the server would take. */
	nextN: number;
	cursor: string | null;
	/** Reports of this sender. */
	reports: Report[];
}

export interface TownPhoto {
	sha256: string;
	bytes: Buffer;
}

export interface Town {
	service: Service;
	senders: Sender[];
	photos: readonly TownPhoto[];
	/** Reports of the one who is to be left alone. */
	secretReports: Report[];
	/** Hands a sender a new replica. */
	mint(sender: Sender): Promise<void>;
	/** A new day: yesterday's reports, replicas and photos are gone, everybody signs in again. */
	renew(): Promise<void>;
	close(): Promise<void>;
}

/** Opens a town over an empty database. The clock is the town's: `vi.setSystemTime` moves it. */
export async function openTown(env: Record<string, string>): Promise<Town> {
	vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
	const service = await openService(env);
	await settle(service.app, [...senders, victim], []);
	const photos = await somePhotos();
	const town: Town = {
		service,
		senders: [],
		photos,
		secretReports: [],
		async mint(sender) {
			const body = { personId: sender.person.id, deviceName: 'Tablet' };
			const { cookie } = sender;
			const answer = await service.ask('/api/replicas', { method: 'POST', cookie, body });
			const { replica, secret } = replicaMinted.parse(await answer.json());
			Object.assign(sender, { replica, secret, nextN: 1, cursor: null });
		},
		async renew() {
			vi.setSystemTime(Date.now() + 25 * 60 * 60 * 1000);
			await clearDesk(service, env.DATA_DIR ?? '');
			town.senders = [];
			for (const person of senders) {
				const cookie = await service.signIn(person);
				const sender: Sender = {
					...{ person, cookie, replica: '', secret: '', nextN: 1, cursor: null },
					reports: await reportsFor(service, person, '')
				};
				await town.mint(sender);
				town.senders.push(sender);
			}
			town.secretReports = await reportsFor(service, victim, secretMark);
		},
		async close() {
			await service.close();
			vi.useRealTimers();
		}
	};
	await town.renew();
	return town;
}

let serial = 0;

async function reportsFor({ app }: Service, person: Person, mark: string): Promise<Report[]> {
	const reports = Array.from({ length: reportsEach }, (_, at) => reportFor(person, mark, at));
	await app.db.tx(async (tx) => {
		await storeReports(tx, reports);
		for (const { id, assignment } of reports) {
			if (assignment === null) continue;
			await tx
				.insertInto('assignment')
				.values({ report_id: id, epoch: 1, assignee_id: person.id, from_at: 0, to_at: null })
				.execute();
		}
		const touches = reports.flatMap((report) => touchesOf(null, report, Date.now()));
		await bumpScopes(tx, touches, Date.now());
	});
	return reports;
}

function reportFor(person: Person, mark: string, at: number): Report {
	serial += 1;
	const isField = person.role === 'inspector';
	const status = isField ? statuses[at % statuses.length] : 'received';
	const report = aReport({
		...{ id: newId(), number: `MM-26-${String(serial).padStart(6, '0')}-7`, status },
		...{ teamId: person.teamId ?? 'team-1', directorateId: person.directorateId },
		...{ areaPath: person.areas[0] ?? '/muscat/', photos: [] },
		...(mark === '' ? {} : { description: mark, addressText: mark, landmark: mark })
	});
	if (report.assignment === null) return report;
	const finish = report.finish === null ? null : { ...report.finish, actorId: person.id };
	return { ...report, finish, assignment: anAssignment({ assigneeId: person.id }) };
}

/** In order of what refers to what. */
const deskTables = [
	...['incident', 'photo_use', 'photo', 'assignment', 'event', 'reporter_contact'],
	...['command', 'replica']
] as const;

async function clearDesk({ app }: Service, dataDir: string): Promise<void> {
	await app.db.tx(async (tx) => {
		for (const table of deskTables) await tx.deleteFrom(table).execute();
		await tx.deleteFrom('feed').where('kind', 'in', ['report', 'outcome']).execute();
		await tx.deleteFrom('reference').where('kind', '=', 'outcome').execute();
		await tx.deleteFrom('report').execute();
	});
	await rm(join(dataDir, 'photos', 'staging'), { recursive: true, force: true });
}

/** Small pictures, and bytes that are none. */
async function somePhotos(): Promise<TownPhoto[]> {
	const colours = ['#58a', '#5a8', '#a58', '#000'];
	const pictures = await Promise.all(
		colours.map((background) =>
			sharp({ create: { width: 60, height: 40, channels: 3, background } })
				.jpeg()
				.toBuffer()
		)
	);
	const others = [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), Buffer.alloc(300, 7)];
	return [...pictures, ...others].map((bytes) => ({
		bytes,
		sha256: createHash('sha256').update(bytes).digest('hex')
	}));
}
