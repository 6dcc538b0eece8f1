/**
 * What a line does to requests: each has a number, and the plan says which of them meet a fault. How
 * long a request takes follows from the seed and its number, so that taking one fault away does not
 * move the others. What is asked and how the answer is read is not here.
 */
import { seeded, seedFor } from './chance';
import { failure, type Wire } from './city';
import type { VirtualTime } from './virtual-time';

export const lineFaults = [
	/** The request never arrives. */
	'lost_before',
	/** It takes effect, its answer never arrives. */
	'lost_after',
	/** Its answer ends after some bytes. */
	'cut',
	/** It arrives twice at once. */
	'doubled',
	/** It arrives a second time when others have come since. */
	'doubled_late',
	/** It arrives when the device has long given it up, and sent others. */
	'delayed',
	/** Nothing happens, not even an error. */
	'black_hole',
	/** Somebody else answers: a page, or JSON. */
	'portal_page',
	'portal_json',
	/** A proxy in front of the server answers. */
	'proxy_502',
	'error_500',
	'busy_503',
	'too_many_429',
	/** The database fails midway: some results, and an error. */
	'partial_503',
	'too_large_413',
	/** The server does not let this page pull any more. */
	'upgrade_426'
] as const;
export type LineFault = (typeof lineFaults)[number];

/** What happens to the nth request of a device. `draw` decides the details. */
export interface PlannedFault<K extends string> {
	nth: number;
	kind: K;
	draw: number;
}

/** Answers a request; the parts are what a fault makes of it. */
export type Serve = (part?: { isCutShort?: boolean; isOld?: boolean }) => Promise<Wire>;

export interface LineSettings {
	time: VirtualTime;
	seed: number;
	/** A fault was met. */
	met(kind: string): void;
}

export class FaultyLine {
	/** Without a signal nothing leaves. */
	isDown = false;
	/** The number of the next request. */
	nth = 0;
	readonly #settings: LineSettings;
	#faults: Map<number, PlannedFault<LineFault>>;

	constructor(settings: LineSettings, faults: readonly PlannedFault<LineFault>[] = []) {
		this.#settings = settings;
		this.#faults = new Map(faults.map((fault) => [fault.nth, fault]));
	}

	/** From here on nothing goes wrong. */
	calm(): void {
		this.#faults = new Map();
		this.isDown = false;
	}

	/** What is heard of a request with so many commands; null: nothing. */
	async ask(serve: Serve, commands: number): Promise<Wire | null> {
		const nth = this.nth++;
		const { time, met } = this.#settings;
		const random = this.chance(nth + 0.5);
		const planned = this.#faults.get(nth);
		await time.sleep(delayMs(random));
		if (this.isDown) return null;
		if (planned !== undefined) met(planned.kind);
		const wire = await this.#through(planned, serve, commands);
		await time.sleep(delayMs(random));
		return this.isDown ? null : wire;
	}

	async #through(
		planned: PlannedFault<LineFault> | undefined,
		serve: Serve,
		commands: number
	): Promise<Wire | null> {
		const { time } = this.#settings;
		const run: Serve = (part) => time.busy(() => serve(part));
		if (planned === undefined) return run();
		const random = seeded(planned.draw);
		switch (planned.kind) {
			case 'lost_before':
				return null;
			case 'lost_after':
				await run();
				return null;
			case 'cut': {
				const wire = await run();
				return { ...wire, text: wire.text.slice(0, Math.floor(random() * wire.text.length)) };
			}
			case 'doubled':
				return (await Promise.all([run(), run()]))[1];
			case 'doubled_late':
				time.after(random() * 90_000, () => void run());
				return run();
			case 'delayed':
				await time.sleep(random() * 90_000);
				return run();
			case 'black_hole':
				return new Promise(() => undefined);
			case 'portal_page':
				return foreign(200, '<html>Sign in to the network</html>');
			case 'portal_json':
				return foreign(200, random() < 0.5 ? '{}' : '{"results":[],"ok":true}');
			case 'proxy_502':
				return foreign(502, '<html>Bad Gateway</html>');
			case 'error_500':
				return failure('broken');
			case 'busy_503':
				return failure('busy', { retryAfter: retryAfter(random) });
			case 'too_many_429':
				return failure('too_many_requests', { retryAfter: retryAfter(random) });
			case 'partial_503':
				return run({ isCutShort: true });
			case 'too_large_413':
				// Of a single command only our server could say so, and it never would.
				if (commands < 2) return run();
				return random() < 0.5 ? failure('too_large') : foreign(413, '<html>Too large</html>');
			case 'upgrade_426':
				return run({ isOld: true });
		}
	}

	/** Chance of a request, the same whatever happened before it. */
	chance(nth: number): () => number {
		return seeded(seedFor(this.#settings.seed, Math.round(nth * 2)));
	}
}

/** Seconds. */
const retryAfter = (random: () => number) => String(1 + Math.floor(random() * 20));

const delayMs = (random: () => number) => 20 + Math.round(random() * 1500);
const foreign = (status: number, text: string): Wire => {
	return { status, text, retryAfter: null, isOurs: false };
};
