/**
 * The line of one device to the server: a TCP proxy that lets requests through, and does to some of
 * them what lines do. It reads as much HTTP as it needs to know where a request begins and ends.
 *
 * 1. Which request meets which fault follows from the seed (wire-faults).
 * 2. A server that is not there is a connection that breaks, as behind a real line.
 * 3. Whoever listens hears of each moment at which killing the server hurts most.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { cannedOf } from './canned';
import { pump, type Shape } from './pump';
import { readRequest, type WireRequest } from './request-reader';
import { shapeDown, shapeUp } from './shapes';
import { faultOf, laneOf, type DrawnFault, type Lane } from './wire-faults';

/** Bytes of a photo are on their way · the whole request has gone out · the answer has begun. */
export type Moment = 'uploading' | 'forwarded' | 'answering';

export interface ProxySettings {
	/** Where the server listens, on this machine. */
	port: number;
	seed: number;
	/** Share of requests that meet a fault. */
	rate: number;
	/** What the line is like without any fault. */
	shape?: Shape;
	onMoment?: (moment: Moment, lane: Lane) => void;
}

/** Photos go out in pieces, so that there is a middle. */
const photoPieceBytes = 2048;

export class FaultProxy {
	/** Without a signal every connection breaks at once. */
	isDown = false;
	/** Faults met, by kind. */
	readonly met = new Map<string, number>();
	/** Status codes of the server's own answers, each with how often. */
	readonly statuses = new Map<number, number>();
	/** Connections that were made, those without a signal included. */
	connections = 0;
	/** Bytes of photos that went out to the server. */
	photoBytes = 0;
	readonly #settings: ProxySettings;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	readonly #counts = new Map<Lane, number>();
	readonly #mute = new Set<Lane>();
	#rate: number;

	private constructor(settings: ProxySettings) {
		this.#settings = settings;
		this.#rate = settings.rate;
		this.#server = createServer((client) => void this.#serve(this.#kept(client)));
	}

	static async open(settings: ProxySettings): Promise<FaultProxy> {
		const proxy = new FaultProxy(settings);
		proxy.#server.listen(0, '127.0.0.1');
		await once(proxy.#server, 'listening');
		return proxy;
	}

	get url(): string {
		const address = this.#server.address();
		if (address === null || typeof address === 'string') throw new Error('The line is closed');
		return `http://127.0.0.1:${address.port}`;
	}

	/** From here on nothing goes wrong; what goes wrong just now still does. */
	calm(): void {
		this.#rate = 0;
		this.#mute.clear();
		this.isDown = false;
	}

	/** From here on so many meet something. */
	trouble(rate: number): void {
		this.#rate = rate;
	}

	/** Until all is calm requests of this lane go through, and no answer comes back. */
	mute(lane: Lane): void {
		this.#mute.add(lane);
	}

	/** The signal is gone, also for what is on its way. */
	drop(): void {
		this.isDown = true;
		for (const socket of this.#sockets) socket.resetAndDestroy();
	}

	async close(): Promise<void> {
		const closed = once(this.#server, 'close');
		this.#server.close();
		for (const socket of this.#sockets) socket.destroy();
		await closed;
	}

	async #serve(client: Socket): Promise<void> {
		this.connections += 1;
		if (this.isDown) return void client.resetAndDestroy();
		const request = await readRequest(client);
		if (request === null) return void client.destroy();
		const lane = laneOf(request.path);
		const fault = this.#fault(lane);
		if (fault !== null) this.met.set(fault.kind, (this.met.get(fault.kind) ?? 0) + 1);
		await this.#through(client, request, lane, fault);
	}

	#fault(lane: Lane): DrawnFault | null {
		const nth = this.#counts.get(lane) ?? 0;
		this.#counts.set(lane, nth + 1);
		if (this.#mute.has(lane)) return { kind: 'timeout', draw: () => 0.5 };
		return faultOf(this.#settings.seed, lane, nth, this.#rate);
	}

	async #through(
		client: Socket,
		request: WireRequest,
		lane: Lane,
		fault: DrawnFault | null
	): Promise<void> {
		const canned = cannedOf(request.path, fault, this.url);
		if (canned !== null) return answer(client, request, canned);
		if (fault?.kind === 'black_hole') return hold(request);
		if (fault?.kind === 'doubled') return this.#twice(client, request, lane, fault);
		if (fault?.kind === 'doubled_late') {
			const bytes = await whole(request);
			void delay(200 + fault.draw() * 3000).then(() => this.#again(bytes));
			return this.#pass(client, { ...request, bytes: only(bytes) }, lane, null);
		}
		await this.#pass(client, request, lane, fault);
	}

	/** To the server and back. */
	async #pass(
		client: Socket,
		request: WireRequest,
		lane: Lane,
		fault: DrawnFault | null
	): Promise<void> {
		const server = await this.#dial();
		if (server === null) return void client.resetAndDestroy();
		void request.left.then(() => server.destroy());
		const isPhoto = lane === 'photo' && request.total > request.headBytes;
		const { shape } = this.#settings;
		const pieces = isPhoto ? { pieceBytes: photoPieceBytes } : {};
		const up = { ...pieces, ...shape, ...shapeUp(fault, request) };
		let told = 0;
		const tellUpload = (sent: number) => {
			if (!isPhoto || sent <= request.headBytes) return;
			this.photoBytes += sent - Math.max(told, request.headBytes);
			told = sent;
			if (sent < request.total) this.#tell('uploading', lane);
		};
		if (fault?.kind === 'reset_peer' && fault.draw() < 0.5) return reset(client, server);
		if ((await pump(request.bytes, server, up, tellUpload)) !== 'ended')
			return reset(client, server);
		this.#tell('forwarded', lane);
		if (fault?.kind === 'timeout') return request.left;
		await this.#answer(client, server, lane, fault);
	}

	async #answer(
		client: Socket,
		server: Socket,
		lane: Lane,
		fault: DrawnFault | null
	): Promise<void> {
		const down = { ...this.#settings.shape, ...shapeDown(fault) };
		const isLost = fault?.kind === 'reset_peer';
		let hasBegun = false;
		const heard = async function* (this: FaultProxy) {
			for await (const chunk of server as AsyncIterable<Buffer>) {
				if (!hasBegun) this.#note(chunk, lane);
				hasBegun = true;
				if (isLost) return;
				yield chunk;
			}
		};
		const end = await pump(heard.call(this), client, down).catch(() => 'gone' as const);
		if (end !== 'ended' || isLost || !hasBegun) return reset(client, server);
		if (fault?.kind === 'slow_close') await delay(100 + fault.draw() * 1500);
		client.end();
	}

	#note(chunk: Buffer, lane: Lane): void {
		const status = Number(chunk.toString('latin1', 9, 12));
		this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
		this.#tell('answering', lane);
	}

	/** Both arrive at once; the device hears one of them. */
	async #twice(client: Socket, request: WireRequest, lane: Lane, fault: DrawnFault): Promise<void> {
		const bytes = await whole(request);
		const isFirstHeard = fault.draw() < 0.5;
		if (!isFirstHeard) void this.#again(bytes);
		const passing = this.#pass(client, { ...request, bytes: only(bytes) }, lane, null);
		if (isFirstHeard) void this.#again(bytes);
		await passing;
	}

	/** The same bytes once more; nobody hears the answer. */
	async #again(bytes: Buffer): Promise<void> {
		const server = await this.#dial();
		if (server === null) return;
		server.resume();
		server.write(bytes);
	}

	async #dial(): Promise<Socket | null> {
		const socket = this.#kept(connect(this.#settings.port, '127.0.0.1'));
		return new Promise((resolve) => {
			socket.once('connect', () => resolve(socket));
			socket.once('close', () => resolve(null));
		});
	}

	#kept(socket: Socket): Socket {
		this.#sockets.add(socket);
		socket.on('error', () => undefined);
		socket.once('close', () => this.#sockets.delete(socket));
		return socket;
	}

	#tell(moment: Moment, lane: Lane): void {
		this.#settings.onMoment?.(moment, lane);
	}
}

/** Somebody else takes the request and answers. */
async function answer(client: Socket, request: WireRequest, text: string): Promise<void> {
	await whole(request);
	if (request.method !== 'HEAD') return void client.end(text);
	client.end(text.slice(0, text.indexOf('\r\n\r\n') + 4));
}

async function hold(request: WireRequest): Promise<void> {
	await whole(request);
	await request.left;
}

function reset(...sockets: Socket[]): void {
	for (const socket of sockets) socket.resetAndDestroy();
}

async function whole({ bytes }: WireRequest): Promise<Buffer> {
	return Buffer.concat(await Array.fromAsync(bytes));
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
	yield bytes;
}
