/**
 * Opens the device of a signed-in person: two databases, the views over them, the engine behind.
 *
 *   first read ─▶ views ─▶ screen, and in the first quiet moment what acts and syncs (device-parts),
 *                                  and all reports where the first read had only the nearest
 *
 *   screen ─▶ act ─▶ outbox (durable) ─▶ views ─▶ screen        engine ─▶ cache, outbox ─▶ views
 *                                                other tabs ◀─ hub ─▶ other tabs
 *
 * 1. Views change after the database has, never before.
 * 2. Every tab acts; which of them syncs, and how, is device-sync's.
 * 3. A device that was away too long, or whose access has ended, shows what it has and does nothing.
 * 4. Whoever acts before the parts are here waits for them; nothing is said to be saved meanwhile.
 * Not here: rules (domain), deciding (acts), states of syncing (sync/plan).
 */
import { can, actorOf, type Actor, type Person } from '$lib/domain/people/actor';
import type { Intent } from '$lib/domain/report/command';
import type { Refusal } from '$lib/domain/report/refusal';
import type { Report } from '$lib/domain/report/report';
import { closedKeptMs } from '$lib/domain/report/scope';
import { ownTask } from '$lib/late/next-task';
import { quietMoment, timeToFetch } from '$lib/late/quiet-moment';
import type { PhotoSize } from '$lib/protocol/online';
import type { LostWork } from '$lib/protocol/session';
import type { ActContext } from './acts';
import { browserFetch, openApi, type Api } from './api';
import { browserClock, deviceNameOf } from './browser';
import { isQuota } from './db/database-fault';
import { firstRead, type FirstRows } from './db/first-read';
import type { ActResult, Device, OutboxItem, RescueExport, TakenPhoto } from './device';
import type * as parts from './device-parts';
import type { DeviceSync } from './device-sync';
import { endSession } from './session';
import type { Session } from './session-store';
import { DraftsState } from './state/drafts.svelte';
import { OutboxState, unsentStates } from './state/outbox.svelte';
import type { Rules } from './state/overlay';
import { ReferenceState } from './state/reference.svelte';
import { ReportsState, type Show } from './state/reports.svelte';
import { SyncStatus } from './state/sync.svelte';
import { storageRoom } from './storage';
import type { EngineStatus } from './sync/engine';
import type { Notice } from './sync/hub';
import {
	emptyMeta,
	type Applied,
	type CacheMeta,
	type DeviceClock,
	type Draft,
	type ReportRow,
	type StoredCommand
} from './sync/ports';
import { largerLoss, lostSince, noteIncident, noteUnsent } from './witness';

/** Acknowledged commands stay readable, and can be offered again to a restored server. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

const askAgainMs = 24 * 60 * 60 * 1000;

type Parts = typeof parts;
type Stores = Awaited<ReturnType<Parts['openStores']>>;
type Opened = Parts & Stores & { link: DeviceSync };

const fetchParts = () => import('./device-parts');

/**
 * Opens the device of a person, with everything that is on it in view; what acts and syncs follows.
 * Throws where the browser gives no database.
 */
export async function openDevice(
	{ person }: Pick<Session, 'person'>,
	api: Api = openApi(browserFetch, person.id)
): Promise<Device> {
	// Fetched beside what is read, so that it is here with the page; what becomes of it is open's.
	void timeToFetch(Promise.resolve())
		.then(fetchParts)
		.catch(() => undefined);
	const device = new LocalDevice(person, api);
	const rows = await firstRead(person.id);
	if (rows !== null) device.show(rows);
	// Screens are made in a task of their own.
	await ownTask();
	// Own work is laid over the reports by the rules, which are among the parts.
	if (rows === null || device.hasOverlays) await device.open();
	else device.openSoon();
	return device;
}

class LocalDevice implements Device {
	readonly reports = new ReportsState();
	readonly reference = new ReferenceState();
	readonly outbox: OutboxState;
	readonly drafts: DraftsState;
	readonly sync: SyncStatus;
	readonly #signedIn: Person;
	readonly #api: Api;
	readonly #clock: DeviceClock = browserClock();
	#opened = $state.raw<Opened | null>(null);
	#opening: Promise<Opened> | null = null;
	/** Reports that were closed too long ago, to be dropped from the cache. */
	#expired: readonly string[] = [];
	#isClosed = false;
	/** What this recalled device holds is about to be deleted. */
	#isLeaving = false;
	/** When the browser was last asked to keep the data, by the monotonic clock. */
	#askedAt = 0;
	#hasActed = false;
	#incident = $state.raw<LostWork | null>(null);
	#isIncidentTold = $state(false);
	#meta = $state.raw<CacheMeta>(emptyMeta);
	#deviceName: string;
	#overlays: ReturnType<OutboxState['overlays']> = new Map();
	#queue: Promise<unknown> = Promise.resolve();
	#photosReading: Promise<unknown> = Promise.resolve();
	#photosWaiting: Promise<void> | null = null;

	constructor(person: Person, api: Api) {
		this.#signedIn = person;
		this.#api = api;
		this.#deviceName = deviceNameOf(person, navigator.userAgent);
		this.outbox = new OutboxState(
			this.#clock.session,
			(reportId) => this.#dismiss(reportId),
			(reportId) => this.reports.byId(reportId)?.number ?? ''
		);
		this.drafts = new DraftsState(
			{
				drafts: async () => (await this.open()).outbox.drafts(),
				saveDraft: async (draft) => (await this.open()).outbox.saveDraft(draft),
				dropDraft: async (reportId) => (await this.open()).outbox.dropDraft(reportId)
			},
			() => this.#clock.wallMs(),
			() => this.#post({ kind: 'drafts' })
		);
		this.sync = new SyncStatus(this.outbox, navigator.onLine, () => this.#clock.wallMs());
	}

	get person(): Person {
		return this.reference.people.get(this.#signedIn.id) ?? this.#signedIn;
	}

	get actor(): Actor {
		return actorOf(this.person);
	}

	get name(): string {
		return this.#deviceName;
	}

	now(): number {
		return this.#clock.wallMs() + (this.#meta.skewMs ?? 0);
	}

	get incident(): LostWork | null {
		return this.#incident;
	}

	get isIncidentTold(): boolean {
		return this.#isIncidentTold;
	}

	dismissIncident(): void {
		this.#incident = null;
		noteIncident(this.#signedIn.id, null);
	}

	rescueFile(): Promise<RescueExport | null> {
		return this.#inTurn(async () => {
			const { outbox } = await this.open();
			const { makeRescueFile } = await import('./rescue');
			return makeRescueFile(outbox, this.person, this.#clock.wallMs());
		});
	}

	act(intents: Intent | readonly Intent[], photo?: TakenPhoto): Promise<ActResult> {
		const list: readonly Intent[] = 'type' in intents ? [intents] : intents;
		return this.#inTurn(async () => {
			await this.open();
			const context = this.#context(list);
			if ('ok' in context) return context;
			// A write that is still under way must not bring back the draft of what is queued here.
			await this.drafts.settle();
			const planned = context.planActs(list, context);
			if (!planned.ok) return planned;
			if (planned.drafts.length === 0) return { ok: true, commandIds: [], group: null };
			const rows = await this.#append(planned.drafts, photo);
			for (const { reportId, envelope } of rows) {
				if (envelope.type === 'finish') this.drafts.forget(reportId);
			}
			if (photo !== undefined) await this.#photosChanged();
			return this.#queued(rows);
		});
	}

	check(intent: Intent): ReturnType<Device['check']> {
		const context = this.#context([intent]);
		const planned = 'ok' in context ? context : context.planActs([intent], context);
		if (planned.ok) return { ok: true };
		const [refusal] = planned.refused;
		return refusal === undefined ? { ok: true } : { ok: false, ...refusal };
	}

	undo(commandIds: readonly string[]): Promise<ActResult> {
		return this.#inTurn(async () => {
			const { outbox, planUndo, withFollowers } = await this.open();
			const named = commandIds.flatMap((id) => this.outbox.command(id) ?? []);
			const commands = withFollowers(named, (id) => this.outbox.commandsOf(id));
			const context = this.#context(commands);
			if ('ok' in context) return context;
			const { drafts, refused } = planUndo(commands, context);
			const rows = drafts.length === 0 ? [] : await outbox.takeBack(drafts);
			const done = this.#queued(rows);
			return refused.length > 0 ? { ok: false, refused } : done;
		});
	}

	async photo(report: Report, sha256: string, size: PhotoSize): Promise<Blob | null> {
		const { outbox, cache, findPhoto } = await this.open();
		return findPhoto(
			{
				outbox,
				cache,
				api: this.#api,
				own: (sha256) => this.outbox.photo(sha256),
				wallMs: () => this.#clock.wallMs()
			},
			report,
			sha256,
			size
		);
	}

	async memo(key: string): Promise<unknown> {
		return (await this.open()).outbox.memo(key);
	}

	async setMemo(key: string, value: unknown): Promise<void> {
		await (await this.open()).outbox.setMemo(key, value, this.#clock.wallMs());
	}

	async photosAhead(): Promise<{ wanted: number; kept: number }> {
		const { cache, wantedPhotos } = await this.open();
		const wanted = wantedPhotos(this.reports.all, this.#signedIn.id);
		const copies = await cache.keptPhotos('screen');
		const isHere = (sha256: string) =>
			copies.has(sha256) || this.outbox.photo(sha256)?.hasBytes === true;
		return { wanted: wanted.length, kept: wanted.filter(({ sha256 }) => isHere(sha256)).length };
	}

	syncNow(): void {
		this.#later(this.open().then(({ link }) => link.now()));
	}

	async signOut({ discard = false } = {}): Promise<void> {
		const { id } = this.#signedIn;
		const { outbox, link, deleteCache, deleteOutbox } = await this.open();
		const { commands, photos } = await outbox.pending();
		await endSession(this.#api, id, discard ? { commands, photos } : undefined);
		link.post({ kind: 'signed_out' });
		await this.close();
		await deleteCache(id);
		if (!discard) return;
		await deleteOutbox(id);
		// Not needed by the first screen, so that it is not among its files.
		await (await import('./db/day-book')).deleteDayBook(id);
		noteUnsent(id, nothingLost);
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		// What is not open yet has written nothing, and closes itself (#open).
		if (this.#opened === null) return;
		this.#opened.link.stop();
		await this.#queue;
		this.#letGo();
	}

	#letGo(): void {
		this.#opened?.link.close();
		this.#opened?.cache.close();
		this.#opened?.outbox.close();
	}

	/** Whether own work is to be laid over the reports. */
	get hasOverlays(): boolean {
		return this.#overlays.size > 0;
	}

	/** Fills the views with what was read. */
	show(rows: FirstRows): void {
		const { meta, identity, commands, refs } = rows;
		this.#deviceName = identity?.deviceName ?? this.#deviceName;
		const isNew = identity === null && commands.length === 0;
		this.#incident = lostSince(this.#signedIn.id, isNew);
		// A loss is told with the minting of the next replica.
		this.#isIncidentTold = identity !== null;
		this.#setMeta(meta);
		this.reference.load(refs);
		this.outbox.setSettlements(refs);
		this.drafts.load(rows.drafts);
		this.outbox.receive(commands);
		this.outbox.setPhotos(rows.photos);
		this.outbox.setDepartures(rows.departures);
		this.#overlays = this.outbox.overlays(meta);
		if (rows.isWhole) this.#showReports(rows);
		// The others are read when the device opens (#catchUp), and with them whatever lies over these.
		else this.reports.begin(rows.reports.map(({ body }) => body));
	}

	#showReports({ meta, reports }: FirstRows): void {
		const [kept, expired] = partition(reports, this.now());
		this.#expired = expired.map(({ id }) => id);
		const here = new Set(kept.map(({ id }) => id));
		const gone = this.reports.baseIds.filter((id) => !here.has(id));
		this.reports.receive(kept, gone, this.#show);
		this.reports.refresh(this.#overlays.keys(), this.#show);
		this.reports.mark(meta);
	}

	/** Opens what acts and syncs in the first quiet moment, unless somebody needs it before. */
	openSoon(): void {
		this.#later(quietMoment().then(() => (this.#isClosed ? null : this.open())));
	}

	/** Stores, engine and rules of acting; from here on the device syncs, alone or behind another tab. */
	open(): Promise<Opened> {
		return (this.#opening ??= this.#open().catch((error: unknown) => {
			// The next one who needs it tries again.
			this.#opening = null;
			throw error;
		}));
	}

	async #open(): Promise<Opened> {
		const parts = await fetchParts();
		const stores = await parts.openStores(this.#signedIn.id);
		if (this.#isClosed) {
			stores.outbox.close();
			stores.cache.close();
			throw new Error('This device was closed before it was open');
		}
		const opened = { ...parts, ...stores, link: this.#newLink(parts, stores) };
		this.#opened = opened;
		this.reference.findAreasBy(parts.createAreaFinder);
		try {
			await this.#catchUp(opened);
			if (this.#isClosed) throw new Error('This device was closed while it opened');
		} catch (error) {
			this.#letGo();
			this.#opened = null;
			throw error;
		}
		opened.link.start();
		this.#later(this.#askForPersistence());
		this.#later(this.#measureRoom());
		this.#later(stores.outbox.prune(this.#clock.wallMs() - keptMs));
		if (this.#expired.length > 0) this.#later(stores.cache.forget(this.#expired));
		return opened;
	}

	/** What another tab wrote after the first read was told to nobody here: the link listens only now. */
	async #catchUp({ outbox, cache }: Opened): Promise<void> {
		const meta = await cache.meta();
		if (!this.reports.isReady || JSON.stringify(meta) !== JSON.stringify(this.#meta)) {
			const rows = await firstRead(this.#signedIn.id);
			if (rows === null) throw new Error('The local databases cannot be read');
			return this.show(rows);
		}
		this.outbox.receive(await outbox.commands());
		this.outbox.setPhotos(await outbox.photos());
		this.drafts.load(await outbox.drafts());
		await this.#reloadDepartures();
		this.reports.refresh(this.#reviseOverlays(), this.#show);
	}

	#newLink({ DeviceSync }: Parts, { outbox, cache }: Stores): DeviceSync {
		return new DeviceSync(
			{
				person: this.#signedIn,
				deviceName: this.#deviceName,
				...{ outbox, cache },
				api: this.#api,
				clock: this.#clock,
				reports: () => this.reports.all,
				isOwn: (sha256) => this.outbox.photo(sha256)?.hasBytes === true,
				hasUnsent: () => this.outbox.hasUnsent,
				lost: () => this.#incident,
				onLost: (lost) => this.#learnOfLoss(lost),
				onNotice: (notice) => this.#later(this.#onNotice(notice)),
				onFailed: this.#failed
			},
			{
				status: (status) => this.#statusChanged(status),
				applied: (applied) => this.#applied(applied),
				answered: (commands) => this.#answered(commands),
				photosChanged: () => this.#later(this.#photosChanged()),
				revoked: (isRecalled) => this.#later(this.#wipe(isRecalled))
			}
		);
	}

	#learnOfLoss(lost: LostWork | null): void {
		this.#isIncidentTold = true;
		if (lost === null) return;
		this.#incident = largerLoss(this.#incident, lost);
		noteIncident(this.#signedIn.id, this.#incident);
	}

	/** For what runs only once the device is open. */
	get #here(): Opened {
		if (this.#opened === null) throw new Error('The device is not open yet');
		return this.#opened;
	}

	/** Says it to the other tabs; before the device is open there is nothing to say. */
	#post(notice: Notice): void {
		this.#opened?.link.post(notice);
	}

	/** Access has ended: the copy of the reports goes, own work stays until it is handed in. */
	async #wipe(isRecalled: boolean): Promise<void> {
		await this.#here.cache.clear();
		this.reports.receive(
			[],
			this.reports.all.map(({ id }) => id),
			this.#show
		);
		this.#post({ kind: 'wiped' });
		if (isRecalled) await this.#leaveForGood();
	}

	/** This device was recalled: once nothing waits here any more, nothing stays. */
	async #leaveForGood(): Promise<void> {
		// Nothing is begun from here on that would have to be handed in, too.
		this.#isLeaving = true;
		const { outbox, link } = this.#here;
		// Hardly ever needed, so that it is not among the files of the first screen.
		const { isHandedIn, sayLast, deleteAll } = await import('./after-recall');
		const isReady = await this.#inTurn(() => isHandedIn(outbox));
		this.#isLeaving = isReady;
		if (!isReady || this.#isClosed) return;
		await sayLast({ outbox, server: this.#api, clock: this.#clock });
		link.post({ kind: 'signed_out' });
		await this.close();
		location.assign((await deleteAll(this.#signedIn.id)) ? '/login?recalled' : '/');
	}

	async #measureRoom(): Promise<void> {
		this.sync.setStorage(await storageRoom());
	}

	async #askForPersistence(): Promise<void> {
		this.#askedAt = this.#clock.monoMs();
		// Absent on plain http; a browser that says no may still say yes at the next start.
		const storage: StorageManager | undefined = navigator.storage;
		if (storage === undefined) return;
		this.sync.setPersisted((await storage.persisted()) || (await storage.persist()));
	}

	/** Work that nobody waits for: its failure is told, but for the ones of a closing database. */
	#later(work: Promise<unknown>): void {
		work.catch(this.#failed);
	}

	readonly #failed = (error: unknown): void => {
		if (!this.#isClosed) reportError(error);
	};

	/** What can be fetched again gives way to work that cannot. */
	async #append(drafts: readonly Draft[], photo?: TakenPhoto): Promise<StoredCommand[]> {
		try {
			return await this.#here.outbox.append(drafts, photo);
		} catch (error) {
			if (!isQuota(error) || !(await this.#here.link.makeRoom())) throw error;
			return this.#here.outbox.append(drafts, photo);
		}
	}

	/** One act after the other: the second decides on what the first has left. */
	#inTurn<T>(run: () => Promise<T>): Promise<T> {
		const done = this.#queue.then(run);
		this.#queue = done.catch(() => undefined);
		return done;
	}

	/** What deciding needs; before the rules and the reference data are here, every act is refused. */
	#context(touched: readonly { reportId: string }[]):
		| (ActContext & Pick<Parts, 'planActs'>)
		| {
				ok: false;
				refused: { reportId: string; reason: Refusal }[];
		  } {
		const rules = this.#rules();
		const barred = this.#barred();
		const opened = this.#opened;
		if (rules !== null && barred === null && opened !== null) {
			const begun = (id: string) => opened.begunReport(this.#overlays.get(id) ?? [], rules);
			const sight = {
				baseOf: (id: string) => this.reports.baseOf(id) ?? begun(id),
				byId: (id: string) => this.reports.byId(id)
			};
			return { sight, rules, clock: this.#clock, skew: this.#meta, planActs: opened.planActs };
		}
		const reason = barred ?? 'not_allowed_now';
		return { ok: false, refused: touched.map(({ reportId }) => ({ reportId, reason })) };
	}

	/** Why nothing may be done on this device now; null where it may. */
	#barred(): Refusal | null {
		if (this.sync.state === 'revoked' || this.#isLeaving) return 'replica_revoked';
		return this.sync.isReadOnly ? 'too_long_offline' : null;
	}

	#rules(): Rules | null {
		const { policy } = this.reference;
		return policy === undefined
			? null
			: { actor: this.actor, policy, deviceName: this.#deviceName };
	}

	readonly #show: Show = (id, base) => {
		const own = this.#overlays.get(id);
		const rules = own === undefined ? null : this.#rules();
		if (own === undefined || rules === null || this.#opened === null) return base;
		return this.#opened.shownReport(base, own, rules);
	};

	/** Works out again what lies on top of the bases; answers with the reports it touches. */
	#reviseOverlays(): ReadonlySet<string> {
		const before = this.#overlays;
		this.#overlays = this.outbox.overlays(this.#meta);
		return new Set([...before.keys(), ...this.#overlays.keys()]);
	}

	/** With work on it a device matters more to its browser than at the first start: asked again daily. */
	#askAgain(): void {
		const isDue = this.#clock.monoMs() - this.#askedAt > askAgainMs;
		const isFirst = !this.#hasActed;
		this.#hasActed = true;
		if (this.sync.isPersisted !== true && (isFirst || isDue))
			this.#later(this.#askForPersistence());
	}

	#queued(rows: readonly StoredCommand[]): ActResult {
		this.#askAgain();
		this.#commandsChanged(rows);
		this.#post({ kind: 'commands', ids: rows.map(({ id }) => id) });
		this.#here.link.hasQueued();
		const group = rows[0]?.envelope.group ?? null;
		return { ok: true, commandIds: rows.map(({ id }) => id), group };
	}

	/** Only the reports of these commands look different now: bases and the rest of the queue stand. */
	#commandsChanged(rows: readonly StoredCommand[]): void {
		this.outbox.receive(rows);
		this.#reviseOverlays();
		this.reports.refresh(new Set(rows.map(({ reportId }) => reportId)), this.#show);
		this.#noteUnsent();
		if (rows.some(touchesDraft)) this.#later(this.drafts.reload());
	}

	/** Outside the outbox, so that its loss does not go unnoticed. */
	#noteUnsent(): void {
		const { unsentCommands: commands, unsentPhotos: photos, oldestUnsentAt, items } = this.outbox;
		const numbers = items.filter(isUnsentItem).map(({ reportNumber }) => reportNumber);
		const reports = numbers.filter((number) => number !== '');
		const unsent = { commands, photos, oldestAt: oldestUnsentAt, reports: [...new Set(reports)] };
		noteUnsent(this.#signedIn.id, unsent);
	}

	#statusChanged(status: EngineStatus): void {
		this.outbox.setStatus(status);
		this.sync.setStatus(status);
		if (status.state === 'idle' && this.outbox.hasUnsent) this.#later(this.#lookForAnswers());
	}

	/** Work may have been sent by who cannot tell: the service worker, a tab where there is no channel. */
	async #lookForAnswers(): Promise<void> {
		const rows = await this.#here.outbox.commandsById(this.outbox.unsentIds);
		const answered = rows.filter(({ state }) => state === 'answered');
		if (answered.length > 0) this.#commandsChanged(answered);
	}

	#applied(applied: Applied): void {
		this.#takeIn(applied);
		if (applied.refsChanged) this.#later(this.#reloadRefs());
		if (applied.departures.length > 0) this.#later(this.#reloadDepartures());
		const reportIds = [...applied.reports.map(({ id }) => id), ...applied.removed];
		this.#post({ kind: 'base', reportIds, refs: applied.refsChanged });
		if (can(this.actor, 'report.work') && this.#meta.isComplete)
			this.#later(this.#here.link.prefetch());
	}

	#takeIn({ reports, removed, meta }: Pick<Applied, 'reports' | 'removed' | 'meta'>): void {
		this.#setMeta(meta);
		const touched = this.#reviseOverlays();
		this.reports.receive(reports, removed, this.#show);
		const received = new Set(reports.map(({ id }) => id));
		this.reports.refresh(
			[...touched].filter((id) => !received.has(id)),
			this.#show
		);
		this.reports.mark(meta);
	}

	#answered(commands: readonly StoredCommand[]): void {
		this.#commandsChanged(commands);
		this.#post({ kind: 'commands', ids: commands.map(({ id }) => id) });
		this.#later(this.#photosChanged());
	}

	/** One reading after the other: what changes while one runs is seen by the next. */
	#photosChanged(): Promise<void> {
		this.#photosWaiting ??= this.#photosReading.then(() => {
			this.#photosWaiting = null;
			const reading = this.#readPhotos();
			this.#photosReading = reading.catch(() => undefined);
			return reading;
		});
		return this.#photosWaiting;
	}

	async #readPhotos(): Promise<void> {
		this.outbox.setPhotos(await this.#here.outbox.photos());
		this.#noteUnsent();
		this.#post({ kind: 'photos' });
		await this.#measureRoom();
	}

	async #reloadRefs(): Promise<void> {
		const refs = await this.#here.cache.refs();
		this.reference.load(refs);
		this.outbox.setSettlements(refs);
		// Rules may have changed: what is laid over the bases is decided by them.
		this.reports.refresh(this.#overlays.keys(), this.#show);
	}

	async #reloadDepartures(): Promise<void> {
		this.outbox.setDepartures(await this.#here.cache.departures());
	}

	#dismiss(reportId: string): void {
		this.#later(this.open().then(({ cache }) => cache.dismissDeparture(reportId)));
		this.#post({ kind: 'departures' });
	}

	#setMeta(meta: CacheMeta): void {
		this.#meta = meta;
		this.sync.setContact(meta);
	}

	async #onNotice(notice: Notice): Promise<void> {
		await this.open();
		switch (notice.kind) {
			case 'base':
				return this.#reread(notice);
			case 'commands':
				return this.#commandsChanged(await this.#here.outbox.commandsById(notice.ids));
			case 'drafts':
				return this.drafts.reload();
			case 'photos':
				return this.outbox.setPhotos(await this.#here.outbox.photos());
			case 'departures':
				return this.#reloadDepartures();
			case 'status':
				this.outbox.setStatus(notice.status);
				return this.sync.setStatus(notice.status);
			case 'kick':
			case 'signed_in':
				return;
			case 'wiped':
				return this.reports.receive(
					[],
					this.reports.all.map(({ id }) => id),
					this.#show
				);
			case 'signed_out':
				await this.close();
				location.assign('/login');
		}
	}

	async #reread({ reportIds, refs }: Extract<Notice, { kind: 'base' }>): Promise<void> {
		const [meta, rows] = await Promise.all([
			this.#here.cache.meta(),
			this.#here.cache.reportsById(reportIds)
		]);
		const found = new Set(rows.map(({ id }) => id));
		this.#takeIn({ reports: rows, removed: reportIds.filter((id) => !found.has(id)), meta });
		if (refs) await this.#reloadRefs();
		await this.#reloadDepartures();
	}
}

const nothingLost: LostWork = { commands: 0, photos: 0, oldestAt: null, reports: [] };
/** Queued, taken back or refused: its draft has gone or come. */
const touchesDraft = ({ envelope: { type } }: StoredCommand) =>
	type === 'finish' || type === 'undo';
const isUnsentItem = ({ state }: OutboxItem) => unsentStates.includes(state);

/** Rows to keep and rows whose report was closed too long ago: no feed says when that time is over. */
function partition(rows: readonly ReportRow[], now: number): [ReportRow[], ReportRow[]] {
	const hasExpired = ({ body }: ReportRow) =>
		body.endedAt !== null && now - body.endedAt > closedKeptMs;
	return [rows.filter((row) => !hasExpired(row)), rows.filter(hasExpired)];
}
