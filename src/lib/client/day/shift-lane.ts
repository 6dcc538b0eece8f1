/**
 * Tells the server of shifts and trails: a lane of its own beside the engine, so that a trail never
 * stands in the way of work.
 *
 *   idle ─ kick ─▶ telling ─ nothing left ─▶ idle
 *                     ├─ unreachable, busy ─▶ waits (sync/plan: back-off, Retry-After) ─▶ telling
 *                     ├─ signed out ────────▶ stops until the next start
 *                     └─ refused ───────────▶ that shift is passed over, its reason kept
 *
 * 1. One report after the other, oldest first; an answer that is no receipt of ours acknowledges
 *    nothing, and the same report goes again.
 * 2. Two tabs may tell the same: the server takes it once.
 */
import type { ShiftReceipt, ShiftReport } from '$lib/protocol/shift';
import type { DayBook, ShiftRow } from '../db/day-book';
import type { Answer, Failure } from '../errors';
import { backoffMs, mayBegin, type Trigger } from '../sync/plan';
import type { Timers } from '../sync/ports';

export interface ShiftLanePorts {
	book: Pick<DayBook, 'nextReport' | 'told' | 'refuse'>;
	post(report: ShiftReport): Promise<Answer<ShiftReceipt>>;
	timers: Timers;
	/** Milliseconds, for waiting times. */
	monoMs(): number;
	/** Milliseconds since the epoch. */
	now(): number;
	/** What stands here of a shift after the server has answered. */
	onTold(row: ShiftRow): void;
	onFailed(error: unknown): void;
}

export class ShiftLane {
	readonly #ports: ShiftLanePorts;
	#isTelling = false;
	#isAskedAgain = false;
	#isStopped = false;
	#attempt = 0;
	#wait = { nextTryAt: 0, notBeforeAt: 0 };
	#cancelRetry = () => {};

	constructor(ports: ShiftLanePorts) {
		this.#ports = ports;
	}

	/** A report is on its way. */
	get isTelling(): boolean {
		return this.#isTelling;
	}

	/** There may be something to tell. Never before the server's own Retry-After. */
	kick(trigger: Trigger): void {
		if (this.#isStopped || !mayBegin(trigger, this.#ports.monoMs(), this.#wait)) return;
		if (this.#isTelling) {
			this.#isAskedAgain = true;
			return;
		}
		void this.#tell().catch(this.#ports.onFailed);
	}

	stop(): void {
		this.#isStopped = true;
		this.#cancelRetry();
	}

	async #tell(): Promise<void> {
		this.#isTelling = true;
		this.#cancelRetry();
		try {
			do {
				this.#isAskedAgain = false;
				while (await this.#tellNext());
			} while (this.#isAskedAgain && !this.#isStopped);
		} finally {
			this.#isTelling = false;
		}
	}

	/** False where there is nothing left, or nothing more can be told now. */
	async #tellNext(): Promise<boolean> {
		const { book, post, now, onTold } = this.#ports;
		const report = this.#isStopped ? null : await book.nextReport(now());
		if (report === null) return false;
		const answer = await post(report);
		if (this.#isStopped) return false;
		if (!answer.ok) return this.#failed(report, answer.failure);
		this.#attempt = 0;
		const row = await book.told(report, answer.value, now());
		if (row !== undefined) onTold(row);
		return true;
	}

	async #failed(report: ShiftReport, failure: Failure): Promise<boolean> {
		const { book, onTold } = this.#ports;
		if (failure.kind === 'signed_out' || failure.kind === 'too_old') return false;
		const isFinal = failure.kind === 'refused' && failure.retryAfterMs === 0;
		if (!isFinal && failure.kind !== 'too_big') {
			this.#retryLater(failure.retryAfterMs);
			return false;
		}
		const row = await book.refuse(report.shift.id, failure.code ?? failure.kind);
		if (row !== undefined) onTold(row);
		return true;
	}

	#retryLater(retryAfterMs: number): void {
		const { timers, monoMs } = this.#ports;
		const waitMs = backoffMs(this.#attempt, timers.random(), retryAfterMs);
		this.#attempt += 1;
		this.#wait = { nextTryAt: monoMs() + waitMs, notBeforeAt: monoMs() + retryAfterMs };
		this.#isAskedAgain = false;
		this.#cancelRetry = timers.after(waitMs, () => this.kick('retry'));
	}
}
