/**
 * Devices out in the field and the server that they work with: the built product in a process of its
 * own on either engine, each device with a line and a session, and what must hold of them all.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stream } from '../../src/lib/client/sync/stream';
import { people } from '../sim/city';
import { seeded, seedFor } from '../sim/chance';
import { holds } from '../sim/invariant';
import { checkAtRest } from '../sim/oracle';
import { Tablet } from '../sim/tablet';
import { startServer, type RunningServer } from '../support/server';
import { City, environmentOf, password } from './city';
import { FaultProxy, type Moment, type ProxySettings } from './fault-proxy';
import { HttpLink, type DeviceLine } from './http-link';
import { ScaledTime } from './scaled-time';
import { Told } from './told';
import { until } from './until';
import type { Lane } from './wire-faults';

/** So many times faster than real time do devices wait. */
export const pace = 12;
const origin = 'http://maydan.localhost';
/** I11, and what real work (a start, uploads, a busy machine) may add to it. */
const drainMs = 60_000 / pace + 90_000;
const restMs = 120_000;
/** A look of everybody at the server, and then one at all of them, has to have an end. */
const comeEveryMs = 400;
/** Longer than any test. */
const neverMs = 3_600_000;

export interface FieldSettings {
	seed?: number;
	reports?: number;
	/** PostgreSQL instead of SQLite: an empty database. */
	databaseUrl?: string | undefined;
	/** How many times faster than real time devices wait; the server works as fast as it can. */
	pace?: number;
}

export interface Joining {
	/** A line that is there already; one of its own unless told. */
	line?: DeviceLine;
	/** What its own line is like. */
	shape?: ProxySettings['shape'];
	outbox?: Tablet['outbox'];
	/** Hears the server say "come". */
	listens?: boolean;
	/** Works in the session of another device of the same person. */
	like?: Device;
}

export interface Device {
	tablet: Tablet;
	link: HttpLink;
}

export class Field {
	readonly time: ScaledTime;
	readonly told = new Told();
	readonly tablets: Tablet[] = [];
	readonly lines: FaultProxy[] = [];
	/** Hears of the moments of every line. */
	onMoment: (moment: Moment, lane: Lane) => void = () => undefined;
	readonly #streams: Stream[] = [];
	readonly #seed: number;

	private constructor(
		readonly city: City,
		readonly server: RunningServer,
		seed: number,
		ownPace: number
	) {
		this.#seed = seed;
		this.time = new ScaledTime(ownPace, seeded(seed));
	}

	/** A city with reports and a server, without any device. */
	static async open(settings: FieldSettings = {}): Promise<Field> {
		const { seed = 1, reports = 0, databaseUrl, pace: ownPace = pace } = settings;
		const dataDir = mkdtempSync(join(tmpdir(), 'maydan-torture-'));
		const ground = { dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) };
		const city = await City.found(ground);
		for (let count = 0; count < reports; count++) await city.report();
		const env = environmentOf(ground, origin);
		const server = await startServer({ command: 'serve', dataDir, env });
		return new Field(city, server, seed, ownPace);
	}

	async close(): Promise<void> {
		for (const stream of this.#streams) stream.stop();
		for (const tablet of this.tablets) tablet.die(0, neverMs);
		this.time.stop();
		for (const line of this.lines) await line.close();
		await this.server.kill();
		await this.city.close();
		rmSync(this.server.dataDir, { recursive: true, force: true });
	}

	/** A line to the server, good until somebody troubles it. */
	async line(shape: ProxySettings['shape'] = {}): Promise<FaultProxy> {
		const line = await FaultProxy.open({
			...{
				port: this.server.port,
				seed: seedFor(this.#seed, 6, this.lines.length),
				rate: 0,
				shape
			},
			onMoment: (moment, lane) => this.onMoment(moment, lane)
		});
		this.lines.push(line);
		return line;
	}

	/** A device of this person, signed in and at work. */
	async join(personId: string, joining: Joining = {}): Promise<Device> {
		const { line = await this.line(joining.shape), outbox, like } = joining;
		const person = people.find(({ id }) => id === personId);
		if (person === undefined) throw new Error(`There is no ${personId}`);
		const world = { time: this.time, person: (id: string) => this.city.person(id) };
		const place = { person, index: this.tablets.length, seed: this.#seed };
		const link = (own: Tablet) => this.#link(own, line);
		const tablet = new Tablet({ ...world, link }, { ...place, ...(outbox ? { outbox } : {}) });
		const device = { tablet, link: tablet.link as HttpLink };
		this.tablets.push(tablet);
		if (like === undefined) await tablet.link.signIn();
		else device.link.share(like.link);
		if (joining.listens === true) this.#listen(device);
		await tablet.start();
		return device;
	}

	/** A first sync has come to its end everywhere. */
	settled(): Promise<void> {
		return until(async () => {
			for (const { cache, name, state } of this.tablets) {
				holds((await cache.meta()).isComplete, `${name} has read the city; it is ${state}`);
			}
		}, restMs);
	}

	/** I11: nothing is left to be sent; ms of the devices' time that it took. */
	async drained(): Promise<number> {
		const beganAt = this.time.now;
		await until(async () => {
			for (const tablet of this.tablets) await checkDrained(tablet);
		}, drainMs);
		return this.time.now - beganAt;
	}

	/** The world has come to rest, and everything holds. */
	async atRest(): Promise<void> {
		const come = () => this.tablets.forEach((tablet) => tablet.hearCome());
		come();
		await until(() => this.#checkRest(), restMs, come, comeEveryMs);
		for (const { book, errors } of this.tablets) {
			for (const error of [...book.violations, ...errors]) throw error;
		}
		const lines = this.server.output().split('\n');
		const broken = lines.filter((line) => line.includes('"broken"'));
		holds(broken.length === 0, `The server broke\n${broken.slice(0, 3).join('\n')}`);
	}

	async #checkRest(): Promise<void> {
		const { city, tablets } = this;
		await checkAtRest({
			...{ db: city.db.kysely, now: Date.now(), restores: 0, tablets },
			person: (id) => city.person(id),
			storedPhoto: (sha256) => city.storedPhoto(sha256)
		});
		this.told.check(await city.db.kysely.selectFrom('command').selectAll().execute());
		await city.checkChains();
	}

	#listen({ tablet, link }: Device): void {
		const stream = new Stream({
			open: (signal) => link.api.stream(signal),
			timers: this.time,
			onCome: () => tablet.hearCome()
		});
		this.#streams.push(stream);
		stream.start();
	}

	#link(tablet: Tablet, line: DeviceLine): HttpLink {
		return new HttpLink({
			...{ line, origin, told: this.told, password, person: tablet.person },
			hasSession: () => tablet.hasSession,
			isNew: async () => (await tablet.outbox.store.identity()) === null
		});
	}
}

async function checkDrained({ outbox, name, person, state }: Tablet): Promise<void> {
	const pending = await outbox.store.pending();
	const isEmpty = pending.commands + pending.photos === 0;
	const who = `${name} of ${person.id} in ${state}`;
	holds(isEmpty, `I11 ${who} has drained\n  ${JSON.stringify(pending)}`);
}
