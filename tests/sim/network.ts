/**
 * The line between a simulated device and the server: what is said goes through JSON and the device's
 * own parsers, over a line that may lose, cut, double or delay it, or answer in our place.
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
import type { Sender, SimCity, Wire } from './city';
import {
	FaultyLine,
	type LineFault,
	type LineSettings,
	type PlannedFault,
	type Serve
} from './faulty-line';

export { lineFaults, type LineFault, type PlannedFault } from './faulty-line';

export interface Line extends LineSettings {
	city: SimCity;
	sender(): Sender;
	/** What asking for a replica says of the device. */
	device(): Promise<{ install: string; deviceName: string; isNew: boolean }>;
}

export class Network implements SyncServer {
	readonly #line: Line;
	readonly #wire: FaultyLine;

	constructor(line: Line, faults: readonly PlannedFault<LineFault>[] = []) {
		this.#line = line;
		this.#wire = new FaultyLine(line, faults);
	}

	/** Without a signal nothing leaves. */
	get isDown(): boolean {
		return this.#wire.isDown;
	}

	set isDown(isDown: boolean) {
		this.#wire.isDown = isDown;
	}

	/** From here on nothing goes wrong. */
	calm(): void {
		this.#wire.calm();
	}

	async mintReplica(): Promise<Answer<{ replica: string; secret: string }>> {
		const { city } = this.#line;
		const asking = await this.#line.device();
		const wire = await this.#wire.ask(() => city.mint(this.#line.sender(), asking), 1);
		return read(wire, replicaMinted);
	}

	async escrow(request: EscrowRequest): Promise<Answer<EscrowReceipt>> {
		const text = JSON.stringify(request);
		return read(await this.#wire.ask(() => this.#line.city.escrow(text), 1), escrowReceipt);
	}

	async exchange(request: SyncRequest, signal: AbortSignal): Promise<Answer<SyncResponse>> {
		// As on the wire: what the device changes afterwards does not travel.
		const text = JSON.stringify(request);
		const random = this.#wire.chance(this.#wire.nth);
		// Small pages now and then: results must wait for the page that covers them.
		const limit = random() < 0.3 ? 1 + Math.floor(random() * 4) : Infinity;
		const serve: Serve = (part) =>
			this.#line.city.exchange(this.#line.sender(), text, { limit, ...part });
		const asked = this.#wire.ask(serve, request.commands.length);
		const aborted = new Promise<null>((resolve) => {
			signal.addEventListener('abort', () => resolve(null), { once: true });
		});
		const wire = await Promise.race([asked, aborted]);
		return wire?.isOurs === false ? offline : read(wire, syncResponse);
	}
}

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
