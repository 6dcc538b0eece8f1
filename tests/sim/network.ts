/**
 * The line between a simulated device and the server: what is said goes through JSON and the device's
 * own parsers, and may be lost, cut, doubled, late, or answered by somebody else.
 *
 * Each request has a number; the plan says which of them meet a fault. How long a request takes
 * follows from the seed and its number, so that taking one fault away does not move the others.
 */
import type * as z from 'zod/mini';
import { failureOf, unreachable, type Answer, type Failure } from '../../src/lib/client/errors';
import type { SyncServer } from '../../src/lib/client/sync/ports';
import {
	escrowReceipt,
	type EscrowReceipt,
	type EscrowRequest
} from '../../src/lib/protocol/escrow';
import { replicaMinted } from '../../src/lib/protocol/session';
import { syncResponse, type SyncRequest, type SyncResponse } from '../../src/lib/protocol/sync';
import { seeded, seedFor } from './chance';
import { failure, type Sender, type SimCity, type Wire } from './city';
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

export interface Line {
	city: SimCity;
	time: VirtualTime;
	seed: number;
	sender(): Sender;
	/** What asking for a replica says of the device. */
	device(): Promise<{ install: string; deviceName: string; isNew: boolean }>;
	/** A fault was met. */
	met(kind: string): void;
}

type Serve = (part?: { isCutShort?: boolean; isOld?: boolean }) => Promise<Wire>;

export class Network implements SyncServer {
	/** Without a signal nothing leaves. */
	isDown = false;
	readonly #line: Line;
	#faults: Map<number, PlannedFault<LineFault>>;
	#nth = 0;

	constructor(line: Line, faults: readonly PlannedFault<LineFault>[] = []) {
		this.#line = line;
		this.#faults = new Map(faults.map((fault) => [fault.nth, fault]));
	}

	/** From here on nothing goes wrong. */
	calm(): void {
		this.#faults = new Map();
		this.isDown = false;
	}

	async mintReplica(): Promise<Answer<{ replica: string; secret: string }>> {
		const { city } = this.#line;
		const asking = await this.#line.device();
		const wire = await this.#ask(() => city.mint(this.#line.sender(), asking), 1);
		return read(wire, replicaMinted);
	}

	async escrow(request: EscrowRequest): Promise<Answer<EscrowReceipt>> {
		const text = JSON.stringify(request);
		return read(await this.#ask(() => this.#line.city.escrow(text), 1), escrowReceipt);
	}

	async exchange(request: SyncRequest, signal: AbortSignal): Promise<Answer<SyncResponse>> {
		// As on the wire: what the device changes afterwards does not travel.
		const text = JSON.stringify(request);
		const random = this.#chance(this.#nth);
		// Small pages now and then: results must wait for the page that covers them.
		const limit = random() < 0.3 ? 1 + Math.floor(random() * 4) : Infinity;
		const serve: Serve = (part) =>
			this.#line.city.exchange(this.#line.sender(), text, { limit, ...part });
		const asked = this.#ask(serve, request.commands.length);
		const aborted = new Promise<null>((resolve) => {
			signal.addEventListener('abort', () => resolve(null), { once: true });
		});
		const wire = await Promise.race([asked, aborted]);
		return wire?.isOurs === false ? offline : read(wire, syncResponse);
	}

	async #ask(serve: Serve, commands: number): Promise<Wire | null> {
		const nth = this.#nth++;
		const { time, met } = this.#line;
		const random = this.#chance(nth + 0.5);
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
		const { time } = this.#line;
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
				return failure('busy', String(1 + Math.floor(random() * 20)));
			case 'too_many_429':
				return failure('too_many_requests', String(1 + Math.floor(random() * 20)));
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

	#chance(nth: number): () => number {
		return seeded(seedFor(this.#line.seed, Math.round(nth * 2)));
	}
}

const delayMs = (random: () => number) => 20 + Math.round(random() * 1500);
const foreign = (status: number, text: string): Wire => {
	return { status, text, retryAfter: null, isOurs: false };
};

/** As the device reads it: what is not whole and ours was never heard. */
function read<T>(wire: Wire | null, schema: z.ZodMiniType<T>): Answer<T> {
	if (wire === null) return offline;
	const body = jsonOf(wire.text);
	if (wire.status !== 200) return { ok: false, failure: failed(wire, body) };
	const parsed = schema.safeParse(body);
	return parsed.success ? { ok: true, value: parsed.data } : offline;
}

const failed = ({ status, retryAfter }: Wire, body: unknown): Failure =>
	failureOf(status, body, retryAfter);

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const offline = { ok: false, failure: unreachable } as const;
