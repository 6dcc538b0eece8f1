/**
 * The map of this device: what the operator offers, what was downloaded, what is drawn now, and how
 * the person wants it. One for the device, whoever is signed in: there is nothing personal in it.
 *
 *   offered ─ download ─▶ under way ─ whole ─▶ held ─ remove ─▶ offered
 *                 ▲            └─ stopped, cut, full ─┐
 *                 └──────────── go on ────────────────┘
 *
 * 1. A map counts as held when every piece of it is there; the one before serves until then.
 * 2. What was cut goes on by itself when the line comes back, what was stopped waits for the person.
 * 3. Nothing here touches outbox or reports, and nothing is deleted but by a person or because the
 *    server has another map.
 * 4. Two tabs never download at once.
 */
import * as z from 'zod/mini';
import { mapInfo, mapPack, type MapInfo, type MapPack } from '$lib/protocol/map';
import { openApi, type Api } from '../api';
import { browserTimers } from '../browser';
import { groundChoices, sketchGround, type Ground, type GroundChoice } from '../map/ground';
import { downloadPack, type DownloadEnd, type DownloadPorts } from '../map/pack-download';
import { openPackLane } from '../map/pack-lane';
import { laneSource, shelfSource } from '../map/pack-source';
import { cacheShelf, pieceBytes, pieceCount, type PieceShelf } from '../map/piece-shelf';
import { storageRoom, type StorageRoom } from '../storage';

const storageKey = 'maydan.map';
const freshMs = 60_000;
const againMs = 60_000;
const nothing: MapInfo = { pack: null, raster: null };

const schema = z.object({
	/** What the server said last. */
	info: z.catch(z._default(mapInfo, nothing), nothing),
	held: z.catch(z._default(z.nullable(mapPack), null), null),
	ground: z.catch(z._default(z.enum(groundChoices), 'auto'), 'auto'),
	layers: z.catch(z._default(z.record(z.string(), z.boolean()), {}), {})
});
type Stored = z.infer<typeof schema>;

/** Why a download is not under way although it was begun; `waiting` where it was not. */
export type DownloadState = 'waiting' | 'running' | Exclude<DownloadEnd, 'done' | 'changed'>;

export interface DeviceMapPorts extends Omit<DownloadPorts, 'shelf' | 'onProgress'> {
	api: Pick<Api, 'map'>;
	/** Null where the browser keeps nothing for this page (plain http). */
	shelf: PieceShelf | null;
	storage?: Pick<Storage, 'getItem' | 'setItem'>;
	/** Runs work that no other tab may do at the same time. */
	alone(work: () => Promise<void>): Promise<void>;
}

export class DeviceMap {
	readonly #ports: DeviceMapPorts;
	#stored = $state.raw<Stored>(schema.parse({}));
	#download = $state.raw<DownloadState>('waiting');
	#partBytes = $state(0);
	#room = $state.raw<StorageRoom | null>(null);
	#isReachable = $state(false);
	/** The held map turned out to be incomplete. */
	#isLost = $state(false);
	#isFresh = false;
	#isWaiting = false;
	#stop: AbortController | null = null;
	#loading: Promise<void> | null = null;

	constructor(ports: DeviceMapPorts) {
		this.#ports = ports;
		this.#stored = this.#read();
	}

	/** The map on this device, drawn without a connection; null where there is none. */
	get held(): MapPack | null {
		return this.#stored.held;
	}
	/** The operator's map where this device does not hold it, or an older one. */
	get offered(): MapPack | null {
		const { pack } = this.#stored.info;
		return pack?.sha256 === this.held?.sha256 ? null : pack;
	}
	get raster() {
		return this.#stored.info.raster;
	}
	get download(): DownloadState {
		return this.#download;
	}
	/** Bytes of the offered map that are here already. */
	get partBytes(): number {
		return this.#partBytes;
	}
	/** What the browser lends; null where it does not say, or was not asked yet. */
	get room(): StorageRoom | null {
		return this.#room;
	}
	/** The server answered the last question about its map. */
	get isReachable(): boolean {
		return this.#isReachable;
	}
	/** The browser can keep a map for this page. */
	get canKeep(): boolean {
		return this.#ports.shelf !== null;
	}
	get groundChoice(): GroundChoice {
		return this.#stored.ground;
	}
	/** What is drawn now: the person's choice where it can be had, else the best there is. */
	get ground(): Ground {
		return this.#ground;
	}

	readonly #ground: Ground = $derived.by(() => {
		if (this.#stored.ground === 'sketch') return sketchGround;
		const pictures = this.#pictures;
		if (this.#stored.ground === 'raster' && pictures) return pictures;
		return this.#packGround ?? pictures ?? sketchGround;
	});
	readonly #pictures = $derived.by((): Ground | null => {
		const { raster } = this;
		const onlost = () => void this.refresh();
		return raster && this.#isReachable ? { kind: 'raster', raster, onlost } : null;
	});
	readonly #packGround = $derived.by((): Ground | null => {
		const { shelf, lane } = this.#ports;
		const { held, offered } = this;
		if (held && shelf && !this.#isLost) {
			const onlost = () => void this.#check();
			return { kind: 'pack', pack: held, source: shelfSource(held, shelf, onlost) };
		}
		const pack = held ?? offered;
		if (!pack || !this.#isReachable) return null;
		const source = laneSource(pack, lane, () => this.#lost());
		return { kind: 'pack', pack, source };
	});

	setGround(ground: GroundChoice): void {
		this.#store({ ground });
	}

	isShown(layer: { id: string; isShownFirst: boolean }): boolean {
		return this.#stored.layers[layer.id] ?? layer.isShownFirst;
	}
	setShown(layerId: string, isShown: boolean): void {
		this.#store({ layers: { ...this.#stored.layers, [layerId]: isShown } });
	}

	/** As `refresh`, but not again within a minute of an answer: for every map that is opened. */
	async look(): Promise<void> {
		if (this.#isFresh) return;
		await this.refresh();
		if (!this.#isReachable) return;
		this.#isFresh = true;
		this.#ports.timers.after(freshMs, () => (this.#isFresh = false));
	}

	/** Looks at what is on the device, once; the server is not asked. */
	lookHere(): Promise<void> {
		return (this.#loading ??= this.#check());
	}

	/** Looks at what is on the device, and asks the server for its map. Safe to repeat. */
	async refresh(): Promise<void> {
		await this.lookHere();
		const answer = await this.#ports.api.map();
		if (!answer.ok) return this.#lost();
		this.#isReachable = true;
		const before = this.offered?.sha256;
		this.#store({ info: answer.value });
		if (this.offered?.sha256 !== before) await this.#check();
		else await this.#measure();
	}

	/** The line is back, or the page is: what was cut goes on. */
	async comeBack(): Promise<void> {
		await this.refresh();
		if (this.#download === 'cut' && this.#isReachable) await this.start();
	}

	/** Downloads the offered map, or what is missing of it. Resolves when that has ended. */
	async start(): Promise<void> {
		const { shelf, alone } = this.#ports;
		if (shelf === null || this.#stop !== null) return;
		const stop = new AbortController();
		this.#stop = stop;
		this.#download = 'running';
		await alone(() => this.#run(shelf, stop));
		this.#stop = null;
		await this.#check();
	}

	/** Stops the download; what is here stays. */
	stop(): void {
		this.#stop?.abort();
	}

	/** Deletes the map of this device. */
	async remove(): Promise<void> {
		const { held } = this;
		if (held === null) return;
		this.#store({ held: null });
		await this.#ports.shelf?.drop(held.sha256);
		await this.#check();
	}

	/** Deletes what a download that was not finished has left. */
	async dropPart(): Promise<void> {
		this.stop();
		if (this.offered) await this.#ports.shelf?.drop(this.offered.sha256);
		this.#download = 'waiting';
		await this.#check();
	}

	async #run(shelf: PieceShelf, stop: AbortController): Promise<void> {
		const pack = this.offered;
		if (pack === null || stop.signal.aborted) return this.#ended('stopped');
		const onProgress = (bytes: number) => (this.#partBytes = bytes);
		const end = await downloadPack(pack, { ...this.#ports, shelf, onProgress }, stop.signal);
		if (end === 'changed') {
			await shelf.drop(pack.sha256);
			this.#ended('waiting');
			return this.refresh();
		}
		if (end !== 'done') return this.#ended(end);
		const before = this.held;
		this.#isLost = false;
		this.#store({ held: pack });
		if (before !== null) await shelf.drop(before.sha256);
		this.#ended('waiting');
	}

	#ended(state: DownloadState): void {
		this.#download = state;
		if (state === 'cut') this.#lost();
	}

	/** Nothing comes from the server now: asked again in a while, whatever the browser says of the line. */
	#lost(): void {
		this.#isReachable = false;
		this.#isFresh = false;
		if (this.#isWaiting) return;
		this.#isWaiting = true;
		this.#ports.timers.after(againMs, () => {
			this.#isWaiting = false;
			void this.comeBack();
		});
	}

	/** Counts the pieces on the device, and lets go of those of maps that nobody speaks of any more. */
	async #check(): Promise<void> {
		const { shelf } = this.#ports;
		// Another tab may have been at work.
		this.#stored = this.#read();
		if (shelf !== null) await this.#countPieces(shelf);
		await this.#measure();
	}

	async #countPieces(shelf: PieceShelf): Promise<void> {
		const { held, offered } = this;
		if (held) {
			const isWhole = (await shelf.pieces(held.sha256)).size === pieceCount(held);
			if (!isWhole) this.#store({ held: null });
			this.#isLost = !isWhole;
		}
		const wanted = this.offered ?? offered;
		const part = wanted ? (await shelf.pieces(wanted.sha256)).size : 0;
		if (this.#download !== 'running') this.#partBytes = part * pieceBytes;
		if (part > 0 && this.#download === 'waiting') this.#download = 'stopped';
		if (part === 0 && this.#download === 'stopped') this.#download = 'waiting';
		const known = [this.held?.sha256, wanted?.sha256];
		const strays = (await shelf.maps()).filter((sha256) => !known.includes(sha256));
		// Before the server was ever heard nobody can tell whose a map is.
		if (this.#stored.info.pack) await Promise.all(strays.map((sha256) => shelf.drop(sha256)));
	}

	async #measure(): Promise<void> {
		this.#room = await this.#ports.room();
	}

	#read(): Stored {
		try {
			return schema.parse(JSON.parse(this.#ports.storage?.getItem(storageKey) ?? '{}'));
		} catch {
			return schema.parse({});
		}
	}

	#store(change: Partial<Stored>): void {
		this.#stored = { ...this.#stored, ...change };
		try {
			this.#ports.storage?.setItem(storageKey, JSON.stringify(this.#stored));
		} catch {
			// Without it the map is found again by asking the server.
		}
	}
}

const lockName = 'maydan-map';

function browserPorts(): DeviceMapPorts {
	const ports: DeviceMapPorts = {
		api: openApi(),
		lane: openPackLane(),
		room: storageRoom,
		timers: browserTimers,
		// Absent on plain http and during the build.
		shelf: typeof caches === 'undefined' ? null : cacheShelf(caches),
		alone: (work) =>
			typeof navigator === 'undefined' || !('locks' in navigator)
				? work()
				: navigator.locks.request(lockName, work)
	};
	try {
		ports.storage = window.localStorage;
	} catch {
		// Storage is forbidden here, or there is no page: choices last as long as it does.
	}
	return ports;
}

/** The map of this device; asks again whenever the line comes back. */
export const deviceMap = new DeviceMap(browserPorts());
if (typeof window !== 'undefined')
	window.addEventListener('online', () => void deviceMap.comeBack());
