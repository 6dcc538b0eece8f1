/**
 * The part of a device that talks: to the server (engine, stream, prefetch) and to the other tabs
 * (hub), in the one tab that leads.
 *
 * 1. Every tab acts; one syncs, and tells the others what to read again.
 * 2. What arrives is handed to the listener after it stands in the database.
 * Not here: what screens show (app), when and what to send (sync/engine).
 */
import type { Person } from '$lib/domain/people/actor';
import type { Report } from '$lib/domain/report/report';
import { quietMoment } from '$lib/late/quiet-moment';
import type { LostWork } from '$lib/protocol/session';
import type { Api } from './api';
import { backgroundTag } from './background-tag';
import { browserTimers } from './browser';
import type { PhotoCacheStore } from './db/cache';
import { isQuota } from './db/database-fault';
import { runningExchanges } from './state/dirty.svelte';
import type { TabletReport } from '$lib/protocol/sync';
import { Engine, type EngineListener, type EngineStatus } from './sync/engine';
import { openHub, type Hub, type Notice } from './sync/hub';
import { Leader } from './sync/leader';
import { uploaderOf } from './sync/own-uploader';
import { pageUploader } from './sync/page-uploader';
import type { DeviceClock, OutboxStore, StoredPhoto } from './sync/ports';
import { Prefetch } from './sync/prefetch';
import { Stream } from './sync/stream';

const heartbeatMs = 20_000;
/** Between two looks at the device itself. */
const measureEveryMs = 60_000;

export interface DeviceSyncPorts {
	person: Person;
	deviceName: string;
	outbox: OutboxStore;
	cache: PhotoCacheStore;
	api: Api;
	clock: DeviceClock;
	reports(): readonly Report[];
	/** Is a photo's own copy still in the outbox? */
	isOwn(sha256: string): boolean;
	hasUnsent(): boolean;
	/** What a lost outbox had to send, to be told with the next replica. */
	lost(): LostWork | null;
	/** What the server knew of a loss, at the minting of a replica. */
	onLost(lost: LostWork | null): void;
	onNotice(notice: Notice): void;
	onFailed(error: unknown): void;
}

export class DeviceSync {
	readonly #ports: DeviceSyncPorts;
	readonly #engine: Engine;
	readonly #hub: Hub;
	readonly #leader: Leader;
	readonly #stream: Stream;
	readonly #prefetch: Prefetch;
	readonly #listener: Omit<EngineListener, 'failed'>;
	readonly #listeners = new AbortController();
	#cancelHeartbeat = () => {};
	#tablet: TabletReport | undefined;
	/** By the monotonic clock. */
	#tabletAtMs = -Infinity;
	#letReload = () => {};

	constructor(ports: DeviceSyncPorts, listener: Omit<EngineListener, 'failed'>) {
		this.#ports = ports;
		this.#listener = listener;
		this.#hub = openHub(ports.person.id, (notice) => this.#heard(notice));
		this.#engine = this.#newEngine(listener);
		this.#stream = new Stream({
			open: (signal) => ports.api.stream(signal),
			timers: browserTimers,
			onCome: (heads) => this.#engine.come(heads)
		});
		this.#prefetch = this.#newPrefetch();
		this.#leader = new Leader(ports.person.id, {
			locks: typeof navigator.locks === 'undefined' ? undefined : navigator.locks,
			timers: browserTimers,
			monoMs: () => ports.clock.monoMs(),
			hasPendingWork: () => ports.outbox.hasUnanswered(),
			onLead: () => this.#lead(),
			onStop: () => this.#follow()
		});
	}

	/** From here on this tab syncs, alone or behind another one. */
	start(): void {
		this.#listen();
		this.#hub.post({ kind: 'signed_in' });
		this.#leader.start();
	}

	stop(): void {
		this.#listeners.abort();
		this.#leader.stop();
		this.#follow();
		this.#prefetch.stop();
	}

	/** After everything of this tab has ended: nothing more is said to the others. */
	close(): void {
		this.#hub.close();
	}

	post(notice: Notice): void {
		this.#hub.post(notice);
	}

	/** New work stands in the outbox. */
	hasQueued(): void {
		void askForBackground();
		if (this.#leader.isLeading) this.#engine.kick('act');
		else this.#hub.post({ kind: 'kick', isAsked: false });
	}

	/** A person asks for it. */
	now(): void {
		if (!this.#leader.isLeading) return this.#hub.post({ kind: 'kick', isAsked: true });
		this.#engine.signedIn();
		this.#engine.kick('manual');
	}

	/** Fetches pictures ahead, while nothing else happens. */
	prefetch(): Promise<void> {
		return this.#prefetch.run();
	}

	#heard(notice: Notice): void {
		if (notice.kind === 'status') this.#leader.heard();
		if (notice.kind === 'kick') {
			if (notice.isAsked) this.#engine.signedIn();
			this.#engine.kick(notice.isAsked ? 'manual' : 'act');
		}
		if (notice.kind === 'signed_in') this.#engine.signedIn();
		this.#ports.onNotice(notice);
	}

	#newEngine(listener: Omit<EngineListener, 'failed'>): Engine {
		const { outbox, cache, clock, deviceName, onFailed, person } = this.#ports;
		return new Engine(
			{
				...{ outbox, cache, clock, deviceName },
				server: this.#server(),
				timers: browserTimers,
				uploader: uploaderOf(person.id, pageUploader),
				keepCopy: (photo) => this.#keepCopy(photo),
				makeRoom: () => this.makeRoom(),
				tablet: () => this.#tabletNow(),
				renewTerm: () => (this.#leader.hasLock ? null : cache.beginTerm()),
				wantsChecks: () =>
					document.visibilityState === 'visible' &&
					(this.#ports.hasUnsent() || !this.#stream.isOpen)
			},
			{
				...listener,
				failed: onFailed,
				status: (status) => {
					listener.status(status);
					this.#holdReload(status.state === 'exchanging');
					this.#say(status);
				}
			}
		);
	}

	/** As last measured: an exchange does not wait for it. */
	#tabletNow(): TabletReport | undefined {
		const now = this.#ports.clock.monoMs();
		if (now - this.#tabletAtMs >= measureEveryMs) {
			this.#tabletAtMs = now;
			void import('./tablet-report')
				.then(({ measureTablet }) => measureTablet())
				.then((told) => (this.#tablet = told))
				.catch(() => undefined);
		}
		return this.#tablet;
	}

	#server() {
		const { api, outbox, person, lost, onLost } = this.#ports;
		return {
			exchange: api.exchange,
			escrow: (request: Parameters<Api['escrow']>[0]) => api.escrow(request),
			mintReplica: async (name: string) => {
				const isStorageNew = (await outbox.identity()) === null;
				const minted = await api.mintReplica(person.id, name, { isStorageNew, lost: lost() });
				if (minted.ok) onLost(minted.value.lost ?? null);
				return minted;
			}
		};
	}

	/**
	 * Frees what is not needed here: photos of others first, then own ones that only wait for a backup
	 * of the server. False where there was nothing.
	 */
	async makeRoom(): Promise<boolean> {
		const { outbox, cache } = this.#ports;
		if (await cache.trimPhotos(0)) return true;
		const kept = await outbox.keptPhotos();
		await outbox.releasePhotos(kept.map(({ sha256 }) => sha256));
		return kept.length > 0;
	}

	async #keepCopy({ sha256, size }: StoredPhoto): Promise<void> {
		const { outbox, cache, clock } = this.#ports;
		const bytes = await outbox.readPhoto(sha256, 0, size);
		if (bytes === null) return;
		const copy = new Blob([bytes], { type: 'image/jpeg' });
		// Without room the screens fetch it again.
		await cache.keepPhoto(sha256, 'screen', copy, clock.wallMs()).catch(() => undefined);
	}

	#newPrefetch(): Prefetch {
		const { api, cache, clock, person, reports, isOwn } = this.#ports;
		return new Prefetch({
			reports,
			ownerId: person.id,
			kept: () => cache.keptPhotos('screen'),
			isOwn,
			isSending: () => this.#engine.status.uploads.length > 0,
			idle: quietMoment,
			fetch: async (reportId, sha256) => {
				const answer = await api.photo(reportId, sha256, 'screen');
				if (!answer.ok) return answer.failure.kind === 'refused';
				await cache.keepPhoto(sha256, 'screen', answer.value, clock.wallMs());
				return true;
			}
		});
	}

	async #lead(): Promise<void> {
		const term = await this.#beginTerm();
		// The page may have been closed meanwhile, or have lost the lead.
		if (!this.#leader.isLeading) return;
		this.#engine.start(term);
		this.#stream.start();
		this.#beat();
	}

	/** On a full disk nothing can be sent either: what can be fetched again gives way. */
	async #beginTerm(): Promise<number> {
		const { cache } = this.#ports;
		try {
			return await cache.beginTerm();
		} catch (error) {
			if (!isQuota(error)) throw error;
			if (await this.makeRoom()) return cache.beginTerm();
			this.#listener.status({ ...this.#engine.status, state: 'blocked_quota' });
			throw error;
		}
	}

	#follow(): void {
		this.#engine.stop();
		this.#holdReload(false);
		this.#stream.stop();
		this.#cancelHeartbeat();
	}

	#beat(): void {
		this.#say(this.#engine.status);
		this.#cancelHeartbeat = browserTimers.after(heartbeatMs, () => this.#beat());
	}

	/** An update of the app waits for the exchange that runs here. */
	#holdReload(isExchanging: boolean): void {
		const letReload = this.#letReload;
		this.#letReload = isExchanging ? runningExchanges.hold() : () => {};
		letReload();
	}

	#say({ uploads, ...status }: EngineStatus): void {
		this.#hub.post({ kind: 'status', status: { ...status, uploads: [...uploads] } });
	}

	#lineIsBack(): void {
		this.#engine.kick('online');
		this.#stream.lineIsBack();
	}

	#listen(): void {
		const { signal } = this.#listeners;
		addEventListener('online', () => this.#lineIsBack(), { signal });
		addEventListener(
			'pagehide',
			() => {
				if (this.#ports.hasUnsent()) this.#engine.leave();
			},
			{ signal }
		);
		document.addEventListener(
			'visibilitychange',
			() => {
				if (document.visibilityState === 'visible') this.#engine.kick('visible');
			},
			{ signal }
		);
	}
}

/** Where the browser has it, the service worker sends what a closed page left; else the next start does. */
async function askForBackground(): Promise<void> {
	const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
	const registration = await workers?.getRegistration().catch(() => undefined);
	if (registration === undefined || !('sync' in registration)) return;
	const { sync } = registration;
	if (!isSyncManager(sync)) return;
	await sync.register(backgroundTag).catch(() => undefined);
}

function isSyncManager(sync: unknown): sync is { register(tag: string): Promise<void> } {
	return typeof sync === 'object' && sync !== null && 'register' in sync;
}
