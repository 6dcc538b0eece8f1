/**
 * A device with a plain queue of writes, in the same world as the product's tablets: its page can die
 * between any two of its steps, its store survives, its line is the simulation's.
 */
import { seeded } from '../chance';
import { FaultyLine, type LineSettings } from '../faulty-line';
import { Life, mortal, mortalTimers } from '../mortal';
import type { Contestant, Place } from './contestant';
import { NaiveQueue, NoteStore } from './naive-queue';
import { NoteEndpoint } from './note-endpoint';
import { WorkboxQueue } from './workbox-queue';
import type { QueuePorts, WriteQueue } from './write-queue';

type Open = (ports: QueuePorts, life: Life) => WriteQueue;

class QueueDevice implements Contestant {
	readonly #server = new NoteEndpoint();
	readonly #place: Place;
	readonly #open: Open;
	readonly #line: FaultyLine;
	#life = new Life(() => undefined);
	#queue: WriteQueue | null = null;
	/** How long a page that dies stays away; null: it does not come back by itself. */
	#awayMs: number | null = null;

	constructor(place: Place, open: Open) {
		const { time, seed, met } = place;
		const settings: LineSettings = { time, seed, met };
		this.#place = place;
		this.#open = open;
		this.#line = new FaultyLine(settings, place.faults);
	}

	open(): Promise<void> {
		const { time, seed } = this.#place;
		const life = new Life(() => this.#died());
		const { fetch } = mortal({ fetch: (request: Request) => this.#fetch(request) }, life);
		const timers = mortalTimers(time, seeded(seed), life);
		this.#life = life;
		this.#queue = this.#open({ fetch, timers }, life);
		void this.#queue.send();
		return Promise.resolve();
	}

	async note(text: string): Promise<void> {
		await this.#queue?.add(text);
	}

	die(afterSteps: number, awayMs: number): void {
		this.#awayMs = awayMs;
		this.#life.endAfter(afterSteps);
	}

	#died(): void {
		if (this.#awayMs === null) return;
		this.#place.time.after(this.#awayMs, () => {
			if (this.#life.isOver) void this.open();
		});
	}

	endSession(): void {
		this.#server.hasSession = false;
	}

	signIn(): Promise<void> {
		this.#server.hasSession = true;
		void this.#queue?.send();
		return Promise.resolve();
	}

	async calm(): Promise<void> {
		this.#line.calm();
		this.#awayMs = null;
		this.#life.end();
		await this.open();
	}

	stored(): Promise<readonly string[]> {
		return Promise.resolve(this.#server.notes);
	}

	close(): Promise<void> {
		this.#awayMs = null;
		this.#life.end();
		return Promise.resolve();
	}

	/** As the browser's: nothing heard rejects, everything else has a status. */
	async #fetch(request: Request): Promise<Response> {
		const text = await request.text();
		const wire = await this.#line.ask((part) => this.#server.post(text, part), 1);
		if (wire === null) throw new TypeError('Failed to fetch');
		return new Response(wire.text, { status: wire.status });
	}
}

/** The queue that people write first. */
export function openNaive(place: Place): Promise<Contestant> {
	const store = new NoteStore();
	const open: Open = (ports, life) => new NaiveQueue(mortal(store, life), ports);
	return Promise.resolve(new QueueDevice(place, open));
}

let queues = 0;

/** The queue of Workbox. */
export function openWorkbox(place: Place): Promise<Contestant> {
	const name = `notes-${queues++}`;
	const { time } = place;
	const open: Open = (ports, life) => new WorkboxQueue(name, { ...ports, time, life });
	return Promise.resolve(new QueueDevice(place, open));
}
