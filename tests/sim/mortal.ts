/**
 * Lets a page die between any two of its steps: from that moment stores, lines and timers answer no
 * more. What was durable before stays, what was asked for later never happens.
 */
import type { Timers } from '../../src/lib/client/sync/ports';

export class Life {
	isOver = false;
	readonly #died: () => void;
	/** Steps that are left: a call begun and a call answered are one each. */
	#left = Infinity;

	constructor(died: () => void) {
		this.#died = died;
	}

	/** The page dies after so many more steps; 0: now. */
	endAfter(steps: number): void {
		this.#left = steps;
		if (steps <= 0) this.end();
	}

	/** The page is to live on, whatever was decided. */
	spare(): void {
		this.#left = Infinity;
	}

	end(): void {
		if (this.isOver) return;
		this.isOver = true;
		this.#died();
	}

	/** One step; false where it does not happen any more. */
	step(): boolean {
		if (this.isOver) return false;
		this.#left -= 1;
		if (this.#left < 0) this.end();
		return !this.isOver;
	}
}

const never = () => new Promise<never>(() => undefined);

/** The store or line, for as long as the life lasts: it ends before a call, or before its answer. */
export function mortal<T extends object>(port: T, life: Life): T {
	return new Proxy(port, {
		get(target, key) {
			const member: unknown = Reflect.get(target, key, target);
			if (typeof member !== 'function') return member;
			return (...args: unknown[]): unknown => {
				if (!life.step()) return never();
				const answer: unknown = Reflect.apply(member, target, args);
				return answer instanceof Promise ? untilDeath(answer, life) : answer;
			};
		}
	});
}

async function untilDeath(answer: Promise<unknown>, life: Life): Promise<unknown> {
	try {
		const value = await answer;
		return life.step() ? value : never();
	} catch (error) {
		if (!life.step()) return never();
		throw error;
	}
}

/** Timers that die with the page. */
export function mortalTimers(
	timers: Pick<Timers, 'after'>,
	random: () => number,
	life: Life
): Timers {
	return {
		random,
		after: (ms, run) =>
			timers.after(ms, () => {
				if (life.step()) run();
			})
	};
}
