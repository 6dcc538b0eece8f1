/** Two tabs and one lock, with a lock manager that keeps the browser's promises. */
import { beforeEach, expect, it } from 'vitest';
import { Leader } from './leader';

interface Held {
	end(): void;
	steal(): void;
}

/** One exclusive lock with a queue, stealing and giving up, as browsers do it. */
class OneLock {
	#held: Held | null = null;
	#queue: (() => void)[] = [];

	request(_name: string, options: LockOptions, run: () => Promise<unknown>): Promise<unknown> {
		return new Promise((resolve, reject) => {
			const begin = () => {
				const held: Held = {
					end: () => {
						if (this.#held !== held) return;
						this.#held = null;
						this.#queue.shift()?.();
					},
					steal: () => reject(new DOMException('stolen', 'AbortError'))
				};
				this.#held = held;
				void run()
					.then(resolve, reject)
					.finally(() => held.end());
			};
			if (options.steal === true) {
				this.#held?.steal();
				return begin();
			}
			options.signal?.addEventListener('abort', () => {
				this.#queue = this.#queue.filter((waiting) => waiting !== begin);
				reject(new DOMException('given up', 'AbortError'));
			});
			if (this.#held === null) begin();
			else this.#queue.push(begin);
		});
	}
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
let now: number;
let timers: { at: number; run: () => void }[];
let isPending: boolean;
beforeEach(() => {
	now = 0;
	timers = [];
	isPending = true;
});

async function pass(ms: number): Promise<void> {
	const end = now + ms;
	for (;;) {
		await turn();
		const next = timers.toSorted((a, b) => a.at - b.at)[0];
		if (next === undefined || next.at > end) break;
		timers = timers.filter((timer) => timer !== next);
		now = next.at;
		next.run();
	}
	now = end;
}

function aTab(locks: OneLock | undefined) {
	const log: string[] = [];
	const leader = new Leader('p', {
		locks: locks as unknown as LockManager | undefined,
		timers: {
			after: (ms, run) => {
				const timer = { at: now + ms, run };
				timers.push(timer);
				return () => {
					timers = timers.filter((other) => other !== timer);
				};
			},
			random: () => 0
		},
		monoMs: () => now,
		hasPendingWork: () => Promise.resolve(isPending),
		onLead: () => void log.push('lead'),
		onStop: () => void log.push('stop')
	});
	leader.start();
	return { leader, log };
}

it('leads in one tab, and in the next when that one closes [C17]', async () => {
	const locks = new OneLock();
	const [first, second] = [aTab(locks), aTab(locks)];
	await turn();
	expect([first.leader.isLeading, second.leader.isLeading]).toEqual([true, false]);
	first.leader.stop();
	await turn();
	expect([first.leader.isLeading, second.leader.isLeading]).toEqual([false, true]);
	expect(first.log).toEqual(['lead', 'stop']);
});

it('is taken over from a frozen tab after a minute of silence, where there is work', async () => {
	const locks = new OneLock();
	const [first, second] = [aTab(locks), aTab(locks)];
	await pass(50_000);
	expect(second.leader.isLeading).toBe(false);
	second.leader.heard();
	await pass(50_000);
	expect(second.leader.isLeading).toBe(false);
	await pass(30_000);
	expect([first.leader.isLeading, second.leader.isLeading]).toEqual([false, true]);
});

it('is left to a silent tab while there is nothing to send', async () => {
	isPending = false;
	const locks = new OneLock();
	aTab(locks);
	const second = aTab(locks);
	await pass(300_000);
	expect(second.leader.isLeading).toBe(false);
});

it('leads alone where the browser has no locks [C18]', async () => {
	const { leader } = aTab(undefined);
	await turn();
	expect(leader.isLeading).toBe(true);
});
