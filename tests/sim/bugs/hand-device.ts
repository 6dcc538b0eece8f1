/**
 * A device driven by hand: the real exchange over stores in memory and the real use cases, one step
 * at a time and without timers, so that a scenario says exactly what happens when.
 */
import { createHmac } from 'node:crypto';
import { MemoryCache } from '../../../src/lib/client/db/memory-cache';
import { MemoryOutbox } from '../../../src/lib/client/db/memory-outbox';
import type { Answer, Failure } from '../../../src/lib/client/errors';
import { exchange, type Exchanged } from '../../../src/lib/client/sync/exchange';
import { fullBatch } from '../../../src/lib/client/sync/plan';
import type { Draft, Signer, StoredCommand, SyncServer } from '../../../src/lib/client/sync/ports';
import { ReadAhead } from '../../../src/lib/client/sync/read-ahead';
import { noDoubts } from '../../../src/lib/client/sync/verify';
import type { Person } from '../../../src/lib/domain/people/actor';
import type { Report } from '../../../src/lib/domain/report/report';
import { scopesFor, scopesOf } from '../../../src/lib/domain/report/scope';
import { syncResponse, type SyncRequest, type SyncResponse } from '../../../src/lib/protocol/sync';
import { mintReplica } from '../../../src/lib/server/usecases/mint-replica';
import { newId } from '../../../src/lib/server/clock';
import type { TestCity } from '../../contract/sync-support';
import { equal, holds, Violation } from '../invariant';

/** How many exchanges a queue may take that meets no fault. */
const maxRounds = 20;

/** How many more calls of its stores a page lives to make. */
export interface Lifetime {
	calls: number;
}

export class HandDevice {
	readonly outbox = new MemoryOutbox();
	readonly cache = new MemoryCache();
	/** What the server answers instead of serving; null: it serves. */
	failure: Failure | null = null;
	/** What an answer waits for on its way back, asked when the server has given it. */
	onTheWay: () => Promise<void> = () => Promise.resolve();
	readonly #city: TestCity;

	constructor(
		city: TestCity,
		public person: Person
	) {
		this.#city = city;
	}

	/** A page that leads; it dies before the call after its last one. */
	async open(lifetime: Lifetime = { calls: Infinity }): Promise<HandPage> {
		return new HandPage(this, await this.cache.beginTerm(), lifetime, this.#city);
	}

	/** A new page that exchanges until nothing is left to do. */
	async settle(): Promise<void> {
		await (await this.open()).settle();
	}

	/** A command as the screens queue it; `deviceAt` as the device's clock has it. */
	note(report: Report, text: string, deviceAt = this.#city.now): Promise<StoredCommand[]> {
		return this.outbox.append([draftOf(report, text, deviceAt)]);
	}

	/** I1: everything queued here stands once on the server, as it was written. */
	async checkQueued(): Promise<void> {
		for (const command of await this.outbox.commands()) {
			const rows = await this.#city.app.db.kysely
				.selectFrom('command')
				.select('payload')
				.where('id', '=', command.id)
				.execute();
			equal(rows.length, 1, `I1 "${JSON.stringify(command.envelope.args)}" is stored once`);
			equal(JSON.parse(rows[0]?.payload ?? ''), command.envelope, 'I1 as it was written');
		}
	}

	/** I4, I5: the rows here are those that the server would show this person now. */
	async checkView(): Promise<void> {
		const mine = new Set(scopesFor(this.person));
		const rows = await this.#city.app.db.kysely.selectFrom('report').select('body').execute();
		const own = rows
			.map(({ body }): Report => JSON.parse(body))
			.filter((report) => scopesOf(report, this.#city.now).some((scope) => mine.has(scope)));
		const revs = new Map(own.map(({ id, rev }) => [id, rev]));
		const held = await this.cache.reports();
		for (const { id } of held) holds(revs.has(id), `I5 ${id} is held beyond ${this.person.id}`);
		for (const { id, rev } of held) equal(rev, revs.get(id), `I4 rev of ${id}`);
		equal(held.length, own.length, `I4 all that ${this.person.id} should see`);
	}
}

export class HandPage {
	readonly #device: HandDevice;
	readonly #city: TestCity;
	readonly #term: number;
	readonly #ports: Parameters<typeof exchange>[0];
	readonly #died = Promise.withResolvers<'died'>();
	#number = 0;

	constructor(device: HandDevice, term: number, lifetime: Lifetime, city: TestCity) {
		this.#device = device;
		this.#term = term;
		this.#city = city;
		this.#ports = {
			outbox: this.#mortal(device.outbox, lifetime),
			cache: this.#mortal(device.cache, lifetime),
			server: this.#server(),
			clock: { wallMs: () => city.now, monoMs: () => 0, offsetMinutes: () => 240, session: 's' },
			deviceName: 'Tablet',
			makeRoom: () => Promise.resolve(false),
			signer
		};
	}

	/** One exchange; `died` where the page did not live to see its end. */
	exchange(): Promise<Exchanged | 'died'> {
		this.#number += 1;
		const done = exchange(this.#ports, {
			term: this.#term,
			number: this.#number,
			limit: fullBatch,
			signal: new AbortController().signal,
			keepalive: false,
			check: false,
			doubts: noDoubts,
			pages: new ReadAhead(this.#ports),
			onSending: () => undefined
		});
		return Promise.race([done, this.#died.promise]);
	}

	/** Exchanges until nothing is left to do; throws where that never comes. */
	async settle(): Promise<'settled' | 'died'> {
		for (let round = 0; round < maxRounds; round++) {
			const done = await this.exchange();
			if (done === 'died') return done;
			const isOpen = await this.#device.outbox.hasUnanswered();
			if (done.event === 'settled' && !done.more && !isOpen) return 'settled';
		}
		throw new Violation(`I11 the queue of ${this.#device.person.id} drains`);
	}

	#mortal<T extends object>(store: T, lifetime: Lifetime): T {
		return new Proxy(store, {
			get: (target, key) => {
				const member: unknown = Reflect.get(target, key, target);
				if (typeof member !== 'function') return member;
				return (...args: unknown[]): unknown => {
					if (lifetime.calls > 0) {
						lifetime.calls -= 1;
						return Reflect.apply(member, target, args);
					}
					this.#died.resolve('died');
					return new Promise(() => undefined);
				};
			}
		});
	}

	#server(): SyncServer {
		const device = this.#device;
		const personId = device.person.id;
		return {
			exchange: async (request) => {
				const { failure } = device;
				if (failure !== null) return { ok: false, failure };
				const answer = await serve(this.#city, device.person, request);
				await device.onTheWay();
				return answer;
			},
			mintReplica: async (deviceName) => {
				const asked = { personId, install: 'hand', deviceName };
				return { ok: true, value: await mintReplica(this.#city.app, asked) };
			},
			escrow: () => Promise.reject(new Error('Nobody’s access ends here'))
		};
	}
}

/** What the route does, without HTTP; everything goes through JSON, as on the wire. */
async function serve(
	{ app }: TestCity,
	person: Person,
	request: SyncRequest
): Promise<Answer<SyncResponse>> {
	const asked: SyncRequest = JSON.parse(JSON.stringify(request));
	const applied = await app.applyCommands(person, asked.replica, asked.commands, asked.pending);
	if (!applied.ok) throw new Error(applied.reason);
	const page = await app.readChanges(person, asked.cursor, asked.limit, asked);
	const { ok: _ok, versions: _versions, ...told } = applied;
	const head = { epoch: app.epoch, exchange: asked.exchange, serverTime: app.now(), ...told };
	const body = `${JSON.stringify(head).slice(0, -1)},"changes":${page.json}}`;
	return { ok: true, value: syncResponse.parse(JSON.parse(body)) };
}

function draftOf(
	{ id: reportId, rev, assignEpoch }: Report,
	text: string,
	deviceAt: number
): Draft {
	return {
		envelope: {
			...{ id: newId(), type: 'addNote', typeVersion: 1, reportId },
			base: { rev, assignEpoch },
			...{ deviceAt, deviceOffsetMinutes: 240, monoMs: 0, session: 's' },
			...{ skew: null, group: null, isVoid: false, args: { text }, signature: null }
		},
		snapshot: { number: '', address: '' }
	};
}

/** The same bytes on another tablet: same replica, same counters, same commands. */
export async function copyOutbox(from: MemoryOutbox, to: MemoryOutbox): Promise<void> {
	const identity = await from.identity();
	if (identity === null) throw new Error('There is nothing to copy');
	const commands = await from.commands();
	await to.append(commands.map(({ envelope, snapshot }) => ({ envelope, snapshot })));
	await to.adopt(identity, false);
	await to.take(fullBatch);
	for (const { result, resultEpoch, answeredAt } of commands) {
		if (result !== null) await to.acknowledge([result], resultEpoch ?? '', answeredAt ?? 0);
	}
}

const signer: Signer = {
	keyOf: () => Promise.resolve(null),
	sign: (_key, text) =>
		Promise.resolve(createHmac('sha256', 'key').update(text).digest('base64url'))
};
