/**
 * Reads what really stands in the books: the two databases of a device and the database of the
 * server. A test of a promise looks there, not at what either of them says of itself.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page } from '@playwright/test';
import type { RunningServer } from '../support/server.ts';

export interface QueuedCommand {
	n: number;
	id: string;
	state: string;
	type: string;
	/** Of a note. */
	text: string | null;
	outcome: string | null;
	args: Record<string, unknown>;
}

export interface QueuedPhoto {
	sha256: string;
	size: number;
	state: string;
	/** Bytes of its pieces, without the thumbnail. */
	heldBytes: number;
}

export interface OutboxBooks {
	commands: QueuedCommand[];
	photos: QueuedPhoto[];
	/** Photos that a command declares and that have no row, and pieces that no photo owns. */
	orphans: number;
}

/** A row as it leaves the page: bytes are told as their number. */
interface Row {
	id: string;
	state: string;
	envelope: { n: number; type: string; args: { text?: unknown; sha256?: string } };
	result: { outcome: string } | null;
	sha256: string;
	size: number;
	i: number;
	bytes: number;
	key: string;
	sync: { cursor: string | null };
	body: { number: string; description: string };
	text: string;
}

/** The outbox on a device, read beside the app through a connection of its own. */
export async function outboxOn(page: Page): Promise<OutboxBooks> {
	const stores = ['commands', 'photos', 'pieces'] as const;
	const { commands, photos, pieces } = await rowsOn(page, 'maydan-outbox-', stores);
	const isKnown = (sha256: string | undefined) => photos.some((photo) => photo.sha256 === sha256);
	const declared = commands.filter(({ envelope }) => envelope.type === 'addPhoto');
	return {
		commands: commands.map(({ id, state, envelope: { n, type, args }, result }) => ({
			...{ id, state, n, type },
			text: typeof args.text === 'string' ? args.text : null,
			outcome: result?.outcome ?? null,
			args
		})),
		photos: photos.map(({ sha256, size, state }) => ({
			...{ sha256, size, state },
			heldBytes: pieces
				.filter((piece) => piece.sha256 === sha256 && piece.i >= 0)
				.reduce((sum, { bytes }) => sum + bytes, 0)
		})),
		orphans:
			declared.filter(({ envelope }) => !isKnown(envelope.args.sha256)).length +
			pieces.filter(({ sha256 }) => !isKnown(sha256)).length
	};
}

/** SHA-256 of the bytes that lie on a device under each photo's name, by that name. */
export function photoBytesOn(page: Page): Promise<Record<string, string>> {
	return page.evaluate(async () => {
		const done = <T>(request: IDBRequest<T>) =>
			new Promise<T>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('The database said no'));
			});
		const known = await indexedDB.databases();
		const name = known.find((entry) => entry.name?.startsWith('maydan-outbox-'))?.name ?? '';
		const db = await done(indexedDB.open(name));
		const store = db.transaction('pieces').objectStore('pieces');
		const pieces: { sha256: string; i: number; bytes: Uint8Array }[] = await done(store.getAll());
		db.close();
		const hashes: Record<string, string> = {};
		for (const { sha256 } of pieces) {
			const own = pieces.filter((piece) => piece.sha256 === sha256 && piece.i >= 0);
			const whole = new Blob(own.map(({ bytes }) => new Uint8Array(bytes)));
			const digest = await crypto.subtle.digest('SHA-256', await whole.arrayBuffer());
			hashes[sha256] = [...new Uint8Array(digest)]
				.map((byte) => byte.toString(16).padStart(2, '0'))
				.join('');
		}
		return hashes;
	});
}

/** Closings that are being written on a device. */
export async function draftsOn(page: Page): Promise<{ text: string }[]> {
	const { drafts } = await rowsOn(page, 'maydan-outbox-', ['drafts']);
	return drafts.map(({ text }) => ({ text }));
}

/** Where the local copy has read to; null where it begins anew. */
export async function cursorOn(page: Page): Promise<string | null> {
	const { meta } = await rowsOn(page, 'maydan-cache-', ['meta']);
	return meta.find(({ key }) => key === 'sync')?.sync.cursor ?? null;
}

/** Every report of the local copy, by id. */
export async function reportsOn(page: Page): Promise<{ number: string; description: string }[]> {
	const { reports } = await rowsOn(page, 'maydan-cache-', ['reports']);
	return reports.map(({ body }) => body);
}

function rowsOn<Store extends string>(
	page: Page,
	database: string,
	stores: readonly Store[]
): Promise<Record<Store, Row[]>> {
	return page.evaluate(
		async ({ database, stores }) => {
			const done = <T>(request: IDBRequest<T>) =>
				new Promise<T>((resolve, reject) => {
					request.onsuccess = () => resolve(request.result);
					request.onerror = () => reject(request.error ?? new Error('The database said no'));
				});
			const known = await indexedDB.databases();
			const name = known.find((entry) => entry.name?.startsWith(database))?.name;
			if (name === undefined) throw new Error(`This device has no ${database}`);
			const db = await done(indexedDB.open(name));
			const read = db.transaction([...stores]);
			const plain = (_: string, value: unknown) =>
				value instanceof Uint8Array ? value.length : value;
			const rows = stores.map(async (store) => {
				const all = await done(read.objectStore(store).getAll());
				return [store, JSON.parse(JSON.stringify(all, plain)) as Row[]] as const;
			});
			const found = Object.fromEntries(await Promise.all(rows)) as Record<Store, Row[]>;
			db.close();
			return found;
		},
		{ database, stores }
	);
}

export interface ServedCommand {
	n: number;
	id: string;
	outcome: string;
	/** Events that carry its id. */
	effects: number;
}

/** What the server has stored of one person's devices, in the order of their counters. */
export function booksOf({ dataDir }: RunningServer, userName: string): ServedCommand[] {
	return asked<ServedCommand>(
		dataDir,
		`select c.n, c.id, c.outcome,
			(select count(*) from event e where e.command_id = c.id) as effects
		from command c join replica r on r.id = c.replica join person p on p.id = r.user_id
		where p.user_name = ? order by r.created_at, c.n`,
		userName
	);
}

/** How far a photo has come on the server; undefined where it was never declared. */
export function photoOn({ dataDir }: RunningServer, sha256: string): string | undefined {
	const query = 'select state from photo where sha256 = ?';
	return asked<{ state: string }>(dataDir, query, sha256)[0]?.state;
}

export interface Neighbours {
	/** Numbers of two reports of one team within 150 m of each other; nobody has begun either. */
	one: string;
	other: string;
	/** User names of who works on them, gives them out and confirms them. */
	inspector: string;
	supervisor: string;
	officer: string;
}

/**
 * Two reports in one place, far from where the test tablets are where there are such: what is open in a
 * demo city, and where, depends on the moment at which it was filled.
 */
export function neighboursOn({ dataDir }: RunningServer): Neighbours {
	const [pair] = asked<Neighbours>(
		dataDir,
		`select a.number as one, b.number as other, inspector.user_name as inspector,
			supervisor.user_name as supervisor, officer.user_name as officer
		from report a join report b on a.team_id = b.team_id and a.id < b.id
			and abs(a.lat - b.lat) < 0.0009 and abs(a.lon - b.lon) < 0.0009
		join person inspector on inspector.role = 'inspector' and inspector.team_id = a.team_id
		join person supervisor on supervisor.role = 'supervisor' and supervisor.team_id = a.team_id
		join person officer on officer.role = 'directorate'
			and officer.directorate_id = a.directorate_id
		where a.status in ('received', 'assigned') and b.status in ('received', 'assigned')
			and a.priority <> 'urgent' and b.priority <> 'urgent'
		order by a.lon < 58.4 desc, a.team_id = 'seeb-environment' desc,
			a.category_id = b.category_id desc, inspector.user_name`
	);
	if (pair === undefined) throw new Error('No team has two reports in one place');
	return pair;
}

/** The id of a person of the demo. */
export function personIdOf({ dataDir }: RunningServer, userName: string): string {
	const query = 'select id from person where user_name = ?';
	return asked<{ id: string }>(dataDir, query, userName)[0]?.id ?? '';
}

/** Each of these notes stands in the outbox once, in this order, and took effect once. */
export async function expectOnce(
	page: Page,
	server: RunningServer,
	userName: string,
	texts: readonly string[]
): Promise<void> {
	const { commands } = await outboxOn(page);
	const mine = commands.filter(({ text }) => text !== null && texts.includes(text));
	expect(mine.map(({ text }) => text)).toEqual(texts);
	const stored = booksOf(server, userName).filter(({ id }) => mine.some((one) => one.id === id));
	expect(stored.map(({ outcome, effects }) => [outcome, effects])).toEqual(
		texts.map(() => ['applied', 1])
	);
}

function asked<Found>(dataDir: string, query: string, ...values: string[]): Found[] {
	const db = new DatabaseSync(join(dataDir, 'maydan.db'), { readOnly: true });
	try {
		return db.prepare(query).all(...values) as Found[];
	} finally {
		db.close();
	}
}
