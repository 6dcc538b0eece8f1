/**
 * The person's shift on this device: what the screens show of it, and what they do with it.
 *
 * 1. An act is shown when the day book has it on disk, with or without a network.
 * 2. The device's place is watched while the shift is on, and at no other moment; where nothing may be
 *    watched, the shift goes on without a place.
 * 3. A shift whose app was closed ends by the rule of domain/dispatch/shift, here and on the server.
 * Not here: telling the server (day/shift-lane).
 */
import { distanceMetres } from '$lib/domain/geo/distance';
import {
	afterShiftAct,
	isNextPoint,
	sharedPlace,
	sharesAt,
	shiftAsOf,
	shiftState,
	startShift,
	type Shift,
	type ShiftAct
} from '$lib/domain/dispatch/shift';
import type { WorkingClock } from '$lib/domain/time/working-calendar';
import type { Place } from '$lib/domain/report/report';
import type { PositionState, PositionWatch } from '../camera/position';
import type { DayBook, PointRow, ShiftRow } from '../db/day-book';
import type { Timers } from '../sync/ports';

/** How often a shift that lasts is looked at, ms. */
const lookEveryMs = 60_000;
const dayMs = 24 * 60 * 60_000;

export interface ShiftPorts {
	book: DayBook;
	/** A watch of its own: it runs while the shift is on, wherever the person is in the app. */
	watch: PositionWatch;
	timers: Timers;
	/** Milliseconds since the epoch, corrected. */
	now(): number;
	/** Undefined until the reference data is here. */
	clock(): WorkingClock | undefined;
	newId(): string;
	/** There is something to tell the server. */
	onChanged(): void;
	onFailed(error: unknown): void;
}

export class ShiftState {
	readonly #ports: ShiftPorts;
	#row = $state.raw<ShiftRow | null>(null);
	#trail = $state.raw<readonly PointRow[]>([]);
	#earlier = $state.raw<readonly ShiftRow[]>([]);
	#isPrecise = $state(false);
	#position = $state.raw<PositionState>('off');
	#lastFix: Place | null = null;
	#isClosed = false;
	#cancelLook = () => {};
	readonly #unfollow: () => void;

	constructor(ports: ShiftPorts) {
		this.#ports = ports;
		this.#unfollow = ports.watch.subscribe(() => this.#moved());
	}

	/** The shift that lasts; null where the person is not on shift. */
	get current(): Shift | null {
		const shift = this.#row?.shift;
		return shift === undefined || shiftState(shift) === 'ended' ? null : shift;
	}

	/** The last shift, also one that has ended; null before the first. */
	get last(): Shift | null {
		return this.#row?.shift ?? null;
	}

	/** Shifts of the last day, oldest first. */
	get today(): readonly Shift[] {
		return this.#earlier.map(({ shift }) => shift);
	}

	/** The server knows of everything that was done with the last shift. */
	get isTold(): boolean {
		return this.#row === null || this.#row.rev <= this.#row.toldRev;
	}

	get refusedBy(): string | null {
		return this.#row?.refusedBy ?? null;
	}

	/** The trail of the last shift, as it is shared. */
	get trail(): readonly PointRow[] {
		return this.#trail;
	}

	/** Way made in the shifts of the last day, metres. */
	get travelledMetres(): number {
		return this.#earlier.reduce((sum, { metres }) => sum + metres, 0);
	}

	get isPrecise(): boolean {
		return this.#isPrecise;
	}

	/** Whether the place can be had that the shift shares. */
	get position(): PositionState {
		return this.#position;
	}

	/** Reads what stands in the book, ends what is over, and goes on from there. */
	async load(): Promise<void> {
		this.#isPrecise = await this.#ports.book.isPrecise();
		await this.#alive();
		this.#look();
	}

	async start(): Promise<void> {
		if (this.current !== null) return;
		const { book, now, newId } = this.#ports;
		await book.addShift(startShift(newId(), Math.round(now()), this.#isPrecise));
		await this.#changed();
	}

	/** False where the shift's state does not allow it (any more). */
	async act(act: ShiftAct): Promise<boolean> {
		const shift = this.current;
		if (shift === null) return false;
		const at = Math.round(this.#ports.now());
		const row = await this.#ports.book.changeShift(shift.id, (now) => afterShiftAct(now, act, at));
		await this.#changed();
		return row !== undefined;
	}

	/** Exact or rounded places, from here on. */
	async setPrecise(isPrecise: boolean): Promise<void> {
		const { book } = this.#ports;
		await book.setPrecise(isPrecise);
		this.#isPrecise = isPrecise;
		const shift = this.current;
		if (shift !== null) await book.changeShift(shift.id, (now) => ({ ...now, isPrecise }));
		await this.#changed();
	}

	/** The server has answered, or another tab has done something. */
	async refresh(): Promise<void> {
		if (!this.#isClosed) await this.#reread();
	}

	close(): void {
		this.#isClosed = true;
		this.#cancelLook();
		this.#unfollow();
		this.#ports.watch.stop();
	}

	async #changed(): Promise<void> {
		await this.#reread();
		this.#ports.onChanged();
	}

	async #reread(): Promise<void> {
		const { book, now } = this.#ports;
		const row = (await book.lastShift()) ?? null;
		const trail = row === null ? [] : await book.pointsOf(row.id);
		const earlier = await book.shiftsSince(now() - dayMs);
		if (this.#isClosed) return;
		[this.#row, this.#trail, this.#earlier] = [row, trail, earlier];
		this.#follow();
	}

	/** The place is watched exactly while it is shared. */
	#follow(): void {
		const { watch } = this.#ports;
		const isOn = this.current !== null && shiftState(this.current) === 'on';
		if (isOn) return watch.start();
		this.#lastFix = null;
		if (watch.state !== 'off') watch.stop();
	}

	#moved(): void {
		const { watch } = this.#ports;
		this.#position = watch.state;
		const fix = watch.latest;
		if (watch.state !== 'fixed' || fix === null || fix === this.#lastFix) return;
		void this.#record(fix).catch(this.#ports.onFailed);
	}

	async #record(fix: Place): Promise<void> {
		const shift = this.current;
		if (shift === null || !sharesAt(shift, fix.fixedAt)) return;
		const { lat, lon, accuracyMetres } = fix;
		const point = { lat, lon, accuracyMetres, at: Math.round(fix.fixedAt) };
		const metres = this.#lastFix === null ? 0 : distanceMetres(this.#lastFix, fix);
		const shared = sharedPlace(point, shift.isPrecise);
		// Receivers answer every second; the book decides, but is asked only for what may be news.
		if (!isNextPoint(this.#trail.at(-1), shared)) return;
		const added = await this.#ports.book.addPoint(shift.id, shared, metres);
		if (added === null) return;
		this.#lastFix = fix;
		await this.#changed();
	}

	/** The app is open at this moment: a shift that lasts goes on, one whose time is over ends. */
	async #alive(): Promise<void> {
		const { book, now } = this.#ports;
		const row = await book.lastShift();
		const after = row === undefined ? undefined : await this.#endIfOver(row);
		if (after?.shift.endedAt === null) await book.beat(after.id, Math.round(now()));
		await this.#changed();
	}

	#endIfOver(row: ShiftRow): Promise<ShiftRow | undefined> {
		const { book, now, clock } = this.#ports;
		const calendar = clock();
		return book.changeShift(row.id, (shift) => {
			if (calendar === undefined) return null;
			const asOf = shiftAsOf(shift, row.aliveAt, now(), calendar);
			return asOf === shift ? null : asOf;
		});
	}

	#look(): void {
		if (this.#isClosed) return;
		this.#cancelLook = this.#ports.timers.after(lookEveryMs, () => {
			void this.#alive()
				.catch(this.#ports.onFailed)
				.finally(() => this.#look());
		});
	}
}
