/**
 * A device as the product builds it (engine, API, books in memory) before the whole edge of the server,
 * with a line between them that does what a test says. Time is virtual: nothing waits.
 */
import { openApi, type Api } from '../../src/lib/client/api';
import { MemoryCache } from '../../src/lib/client/db/memory-cache';
import { MemoryOutbox } from '../../src/lib/client/db/memory-outbox';
import { overlaid } from '../../src/lib/client/state/overlay';
import { Engine } from '../../src/lib/client/sync/engine';
import { isInOverlay } from '../../src/lib/client/sync/plan';
import type { Draft, NewPhoto } from '../../src/lib/client/sync/ports';
import { actorOf, type Person } from '../../src/lib/domain/people/actor';
import { commandTypeVersion } from '../../src/lib/domain/report/command';
import type { CommandType } from '../../src/lib/domain/report/lifecycle';
import type { Report } from '../../src/lib/domain/report/report';
import { newId } from '../../src/lib/server/clock';
import { Life, mortal } from '../sim/mortal';
import { VirtualTime } from '../sim/virtual-time';
import { policy } from '../support/builders';
import type { Service } from './http-service';

/** What the line does with one exchange: it may carry it, spoil it, answer itself, or throw. */
export type Fault = (
	carry: (init?: RequestInit) => Promise<Response>,
	init: RequestInit
) => Promise<Response>;

const aLife = () => new Life(() => undefined);

export class LineDevice {
	outbox = new MemoryOutbox();
	cache = new MemoryCache();
	readonly time = new VirtualTime(Date.now(), () => 0.5);
	/** What becomes of the next exchanges; the line is good once they are used up. */
	readonly faults: Fault[] = [];
	/** The next exchange is answered by nobody before this is done. */
	held: Promise<void> | null = null;
	/** Exchanges that were begun. */
	exchanges = 0;
	/** What the screens would have been told of broken books. */
	readonly failures: unknown[] = [];
	engine: Engine;
	life = aLife();
	readonly #api: Api;

	constructor(
		readonly service: Service,
		readonly person: Person,
		/** Of the session; another one after a new sign-in. */
		public cookie: string
	) {
		this.#api = openApi((url, init) => this.#fetch(url, init));
		this.engine = this.#newEngine();
	}

	get state() {
		return this.engine.status.state;
	}

	async start(): Promise<void> {
		this.engine.start(await this.cache.beginTerm());
		await this.pass(0);
	}

	/** The page is gone and comes again over the same books. */
	async restart(): Promise<void> {
		this.life.end();
		this.engine.stop();
		this.life = aLife();
		this.engine = this.#newEngine();
		await this.start();
	}

	pass(ms: number): Promise<void> {
		return this.time.runUntil(this.time.now + ms);
	}

	/** Queues an act on what is here and lets the engine know. */
	async act(type: CommandType, report: Report, args: unknown, photo?: NewPhoto): Promise<string> {
		const id = newId();
		await this.outbox.append([this.#draft(id, type, report, args)], photo);
		this.engine.kick('act');
		return id;
	}

	async note(report: Report, text: string): Promise<string> {
		return this.act('addNote', report, { text });
	}

	/** State and outcome of each command, in order. */
	async books(): Promise<string[]> {
		const commands = await this.outbox.commands();
		return commands.map(({ state, result }) => result?.outcome ?? state);
	}

	/** A report as its person sees it: the row with own work on top. */
	async seen(id: string): Promise<Report | undefined> {
		const [row] = await this.cache.reportsById([id]);
		const [commands, meta] = [await this.outbox.commandsOf([id]), await this.cache.meta()];
		const own = commands.filter((command) => isInOverlay(command, meta));
		const rules = { actor: actorOf(this.person), policy, deviceName: 'Tablet 7' };
		return (
			row &&
			overlaid(
				row.body,
				own.map(({ envelope }) => envelope),
				rules
			)
		);
	}

	#draft(id: string, type: CommandType, report: Report, args: unknown): Draft {
		return {
			envelope: {
				...{ id, type, typeVersion: commandTypeVersion(type), reportId: report.id },
				...{ base: { rev: report.rev, assignEpoch: report.assignEpoch } },
				...{ deviceAt: Date.now(), deviceOffsetMinutes: 240, monoMs: 0, session: 's' },
				...{ skew: null, group: null, isVoid: false, args, signature: null }
			},
			snapshot: { number: report.number, address: '' }
		};
	}

	async #fetch(url: string, init: RequestInit): Promise<Response> {
		const carry = (sent: RequestInit = init) => this.#carry(url, sent);
		const fault = url === '/api/sync' ? this.faults.shift() : undefined;
		return fault === undefined ? carry() : fault(carry, init);
	}

	#carry(url: string, { method, body, headers }: RequestInit): Promise<Response> {
		return this.service.ask(url, {
			method: method === 'POST' ? 'POST' : 'GET',
			...{ body, cookie: this.cookie },
			headers: Object.fromEntries(new Headers(headers))
		});
	}

	#newEngine(): Engine {
		const { time, person } = this;
		const api = this.#api;
		return new Engine(
			{
				outbox: mortal(this.outbox, this.life),
				cache: mortal(this.cache, this.life),
				server: {
					exchange: async (...asked) => {
						this.exchanges += 1;
						const held = this.held;
						this.held = null;
						const answer = await time.busy(() => api.exchange(...asked));
						await held;
						return answer;
					},
					mintReplica: (name) => time.busy(() => api.mintReplica(person.id, name)),
					escrow: (request) => time.busy(() => api.escrow(request))
				},
				signer: { keyOf: () => Promise.resolve(null), sign: () => Promise.resolve('') },
				clock: {
					...{ wallMs: () => Date.now(), monoMs: () => time.now },
					...{ offsetMinutes: () => 240, session: 's' }
				},
				timers: time,
				deviceName: 'Tablet 7',
				makeRoom: () => Promise.resolve(false),
				wantsChecks: () => true,
				keepCopy: () => Promise.resolve(),
				uploader: { upload: () => Promise.resolve('later') }
			},
			{
				...{ status: () => undefined, applied: () => undefined, answered: () => undefined },
				...{ photosChanged: () => undefined, revoked: () => undefined },
				failed: (error) => void this.failures.push(error)
			}
		);
	}
}

/** Carried, and then said nothing of. */
export const loseAnswer: Fault = async (carry) => {
	await carry();
	throw new TypeError('connection lost');
};

/** Never left. */
export const loseRequest: Fault = () => Promise.reject(new TypeError('no route to host'));

/** Only so much of the body arrives (a share of it); nothing is heard of what the server said to it. */
export const cutRequest =
	(share: number): Fault =>
	async (carry, init) => {
		const whole = new Uint8Array(await new Response(init.body).arrayBuffer());
		await carry({ ...init, body: whole.slice(0, Math.floor(whole.length * share)) });
		throw new TypeError('connection lost');
	};

/** Only so much of the answer arrives (a share of it), and the line says that this was all. */
export const cutAnswer =
	(share: number): Fault =>
	async (carry) => {
		const answer = await carry();
		const whole = new Uint8Array(await answer.arrayBuffer());
		const { status, headers } = answer;
		return new Response(whole.slice(0, Math.floor(whole.length * share)), { status, headers });
	};

/** The answer as a test changes it. */
export const changeAnswer =
	(change: (body: { results: { n: number; id: string }[] }) => object): Fault =>
	async (carry) => {
		const answer = await carry();
		const { status, headers } = answer;
		return new Response(JSON.stringify(change(await answer.json())), { status, headers });
	};

/** Somebody else answers. */
export const answerAs =
	(body: string, type: string, headers: Record<string, string> = {}): Fault =>
	() =>
		Promise.resolve(new Response(body, { headers: { 'content-type': type, ...headers } }));
