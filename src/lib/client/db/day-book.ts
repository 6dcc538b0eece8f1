/**
 * A person's day on this device: shifts with their trails, the order in which the stops are visited,
 * and which urgent assignments were acknowledged. One database per person.
 *
 * 1. Writes are durable when they resolve: what the screen calls saved survives a reload.
 * 2. A shift and what was told of it lie in one row; its points are numbered 1, 2, 3 ... in the
 *    transaction that stores them, whichever tab does.
 * 3. Nothing that was not told yet is forgotten before its time (`trailKeptMs`) is over.
 * Not here: the outbox (acts on reports), when to tell (day/shift-lane).
 */
import Dexie, { type EntityTable, type Table } from 'dexie';
import { isNextPoint, type Shift, type TrailPoint } from '$lib/domain/dispatch/shift';
import { maxPointsPerReport, type ShiftReceipt, type ShiftReport } from '$lib/protocol/shift';
import { persistently } from './persistently';

/** A shift of this device, and how much of it the server knows. */
export interface ShiftRow {
	id: string;
	shift: Shift;
	/** Rises with every change. */
	rev: number;
	startedAt: number;
	/** When this app was last open in it, ms. */
	aliveAt: number;
	/** Way made in it, metres, by exact fixes: the number stays here. */
	metres: number;
	toldRev: number;
	toldPoint: number;
	toldAt: number;
	/** The server will not have it, and why. */
	refusedBy: string | null;
}

export interface PointRow extends TrailPoint {
	shiftId: string;
	n: number;
}

export interface KeptRoute {
	/** Report ids in the order of visit. */
	ids: readonly string[];
	/** Put in order by the person's own hand. */
	isOwn: boolean;
}

interface RouteRow extends KeptRoute {
	day: string;
}
interface AlarmRow {
	key: string;
	isHeard: boolean;
	at: number;
}
interface MetaRow {
	key: 'precise';
	value: boolean;
}

/** A lasting shift is told again after this much silence, so that the server knows of its person, ms. */
const tellAgainMs = 10 * 60_000;

class DayDatabase extends Dexie {
	declare meta: EntityTable<MetaRow, 'key'>;
	declare shifts: EntityTable<ShiftRow, 'id'>;
	declare points: Table<PointRow, [string, number]>;
	declare routes: EntityTable<RouteRow, 'day'>;
	declare alarms: EntityTable<AlarmRow, 'key'>;

	constructor(personId: string) {
		super(nameOf(personId), { chromeTransactionDurability: 'strict' });
		this.version(1).stores({
			meta: 'key',
			shifts: 'id, startedAt',
			points: '[shiftId+n], at',
			routes: 'day',
			alarms: 'key'
		});
	}
}

const nameOf = (personId: string) => `maydan-day-${personId}`;

/** Opens the day book of a person; creates it where there is none. */
export async function openDayBook(personId: string): Promise<DayBook> {
	const db = new DayDatabase(personId);
	await db.open();
	return new DayBook(db);
}

/** Deletes the day book of a person with everything that was not told. */
export async function deleteDayBook(personId: string): Promise<void> {
	await Dexie.delete(nameOf(personId));
}

export class DayBook {
	readonly #db: DayDatabase;
	#isClosed = false;

	constructor(db: DayDatabase) {
		this.#db = db;
	}

	/** The shift that began last; undefined before the first one. */
	lastShift(): Promise<ShiftRow | undefined> {
		return this.#db.shifts.orderBy('startedAt').last();
	}

	/** Shifts that began since a moment (ms), oldest first. */
	shiftsSince(at: number): Promise<ShiftRow[]> {
		return this.#db.shifts.where('startedAt').aboveOrEqual(at).sortBy('startedAt');
	}

	pointsOf(shiftId: string): Promise<PointRow[]> {
		return this.#pointsAfter(shiftId, 0).toArray();
	}

	addShift(shift: Shift): Promise<void> {
		const { id, startedAt } = shift;
		const told = { toldRev: 0, toldPoint: 0, toldAt: 0, refusedBy: null };
		const row = { ...{ id, shift, startedAt, rev: 1, aliveAt: startedAt, metres: 0 }, ...told };
		return this.#persistently(async () => void (await this.#db.shifts.put(row)));
	}

	/** Changes a shift; null from `change` leaves it as it is. Answers with the row that stands. */
	changeShift(id: string, change: (shift: Shift) => Shift | null): Promise<ShiftRow | undefined> {
		return this.#edit(id, (row) => {
			const shift = change(row.shift);
			return shift === null ? {} : { shift, rev: row.rev + 1 };
		});
	}

	/** The app is open in this shift at `at` (ms). */
	beat(id: string, at: number): Promise<ShiftRow | undefined> {
		return this.#edit(id, () => ({ aliveAt: at }));
	}

	/** Adds a place to the trail where it is worth a point; `metres` is the way since the last one. */
	addPoint(shiftId: string, point: TrailPoint, metres: number): Promise<PointRow | null> {
		const { shifts, points } = this.#db;
		return this.#db.transaction('rw', shifts, points, async () => {
			const row = await shifts.get(shiftId);
			const last = await this.#pointsAfter(shiftId, 0).last();
			if (row === undefined || !isNextPoint(last, point)) return null;
			const added = { ...point, shiftId, n: (last?.n ?? 0) + 1 };
			await points.add(added);
			await shifts.update(shiftId, { metres: row.metres + metres, aliveAt: point.at });
			return added;
		});
	}

	/** The oldest thing that the server does not know; null where it knows everything. `now` in ms. */
	async nextReport(now: number): Promise<ShiftReport | null> {
		for (const row of await this.#db.shifts.orderBy('startedAt').toArray()) {
			if (row.refusedBy !== null) continue;
			const unsaid = this.#pointsAfter(row.id, row.toldPoint);
			const points = await unsaid.limit(maxPointsPerReport).toArray();
			const isSilent = row.shift.endedAt === null && now - row.toldAt >= tellAgainMs;
			if (row.rev > row.toldRev || points.length > 0 || isSilent) return reportOf(row, points);
		}
		return null;
	}

	/** The server has taken a report at `at` (ms); where it has ended the shift, so it is here. */
	told(report: ShiftReport, receipt: ShiftReceipt, at: number): Promise<ShiftRow | undefined> {
		return this.#edit(report.shift.id, (row) => {
			const { rev, ...shift } = receipt.shift;
			const isEnded = shift.endedAt !== null && row.shift.endedAt === null && rev === row.rev;
			return {
				...(isEnded ? { shift } : {}),
				toldRev: Math.max(row.toldRev, report.shift.rev),
				toldPoint: Math.max(row.toldPoint, report.points.at(-1)?.n ?? 0),
				toldAt: at
			};
		});
	}

	/** The server will never take this shift; it stays readable here. */
	refuse(id: string, code: string): Promise<ShiftRow | undefined> {
		return this.#edit(id, () => ({ refusedBy: code }));
	}

	/** Whether exact places are to be shared from the next shift on. */
	async isPrecise(): Promise<boolean> {
		return (await this.#db.meta.get('precise'))?.value ?? false;
	}

	async setPrecise(value: boolean): Promise<void> {
		await this.#db.meta.put({ key: 'precise', value });
	}

	/** The order of a day ("YYYY-MM-DD"); null where none was kept. */
	async route(day: string): Promise<KeptRoute | null> {
		const row = await this.#db.routes.get(day);
		return row === undefined ? null : { ids: row.ids, isOwn: row.isOwn };
	}

	/** Keeps the order of a day, or forgets it; those of other days go. */
	keepRoute(day: string, route: KeptRoute | null): Promise<void> {
		const { routes } = this.#db;
		return this.#persistently(() =>
			this.#db.transaction('rw', routes, async () => {
				await routes.clear();
				if (route !== null) await routes.put({ day, ids: [...route.ids], isOwn: route.isOwn });
			})
		);
	}

	/** Urgent assignments that were told of here, and whether each was acknowledged. */
	async alarms(): Promise<ReadonlyMap<string, boolean>> {
		const rows = await this.#db.alarms.toArray();
		return new Map(rows.map(({ key, isHeard }) => [key, isHeard]));
	}

	async keepAlarm(key: string, isHeard: boolean, at: number): Promise<void> {
		await this.#db.alarms.put({ key, isHeard, at });
	}

	/** Forgets what is older than a moment (ms), told or not: it may not be kept longer. */
	async prune(before: number): Promise<void> {
		const { shifts, points, alarms } = this.#db;
		await this.#db.transaction('rw', shifts, points, alarms, async () => {
			await points.where('at').below(before).delete();
			await shifts.where('startedAt').below(before).delete();
			await alarms.filter(({ at }) => at < before).delete();
		});
	}

	close(): void {
		this.#isClosed = true;
		this.#db.close();
	}

	#pointsAfter(shiftId: string, n: number) {
		return this.#db.points
			.where('[shiftId+n]')
			.between([shiftId, n], [shiftId, Infinity], false, true);
	}

	/** Made again after a cut connection it changes nothing more: acts know the state they begin in. */
	#edit(id: string, change: (row: ShiftRow) => Partial<ShiftRow>): Promise<ShiftRow | undefined> {
		const { shifts } = this.#db;
		return this.#persistently(() =>
			this.#db.transaction('rw', shifts, async () => {
				const row = await shifts.get(id);
				if (row === undefined) return undefined;
				const changed = { ...row, ...change(row) };
				await shifts.put(changed);
				return changed;
			})
		);
	}

	#persistently<T>(write: () => Promise<T>): Promise<T> {
		return persistently(write, () => this.#isClosed);
	}
}

function reportOf(row: ShiftRow, points: readonly PointRow[]): ShiftReport {
	const { shift, rev } = row;
	return {
		shift: { ...shift, rev, breaks: shift.breaks.map((each) => ({ ...each })) },
		points: points.map(({ n, at, lat, lon, accuracyMetres }) => ({
			...{ n, at, lat, lon, accuracyMetres }
		}))
	};
}
