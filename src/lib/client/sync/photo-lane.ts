/**
 * The lane of photo bytes, beside the exchange and never in its way.
 *
 * 1. A photo goes up after its command was accepted; photos of a finish first, then the oldest.
 * 2. One photo at a time has the line. The next one begins when the last byte of that before it has
 *    left, while its answer is waited for: a cut line costs the bytes of one, and no pause lies between.
 *    On a fast line, where the server's work takes longer than the bytes, two go at once.
 * 3. Bytes are freed only when the report's row says `stored` (or the report has left this device
 *    and the server has said that it verified the bytes), and a backup of the server holds them.
 * 4. A try that brought a photo further is followed by the next at once; tries in vain wait longer each
 *    time. A moment that the server named, to this lane or to the exchange, is waited for, whoever asks.
 * 5. A photo that cannot be sent now steps aside for the others; three mismatches or an unreadable
 *    piece end it as `corrupt`, in plain view.
 */
import { backoffMs, maxMismatches, nextUpload } from './plan';
import type {
	CacheStore,
	OutboxStore,
	PhotoUploader,
	Postponed,
	StoredPhoto,
	Timers,
	UploadEnd
} from './ports';

/** No byte for this long: the connection is taken for dead. */
export const stallMs = 45_000;
/** The wait after a try that brought a photo further, at most. */
export const quickMs = 250;

/** One with bytes to send, and one whose answer is awaited. */
const uploadsAtOnce = 2;
/** Bytes per ms of a whole photo, answer included, from which on a line is fast: 8 Mbit/s. */
export const fastPace = 1000;

/** Why a drain has stopped before its end. */
type Halt = 'later' | Postponed;

/** One working off of what can go. */
interface Round {
	/** Photos that cannot be sent now. */
	aside: Set<string>;
	/** Resolves when whoever asked for the line before has left it. */
	line: Promise<void>;
	isOver: boolean;
}

export interface PhotoProgress {
	sha256: string;
	sentBytes: number;
}

export interface PhotoLanePorts {
	outbox: OutboxStore;
	cache: CacheStore;
	uploader: PhotoUploader;
	timers: Timers;
	monoMs(): number;
	/** Keeps a copy for the screens before the bytes go: the line is not asked for them again. */
	keepCopy(photo: StoredPhoto): Promise<void>;
	/** What an upload says of itself where there is no session. */
	headersOf(sha256: string): Promise<Readonly<Record<string, string>>>;
	onProgress(progress: readonly PhotoProgress[]): void;
	onChanged(): void;
	/** A photo is whole on the server: its row will say so. */
	onSent(): void;
	/** The session has ended: the exchange will notice and say so. */
	onSignedOut(): void;
}

export class PhotoLane {
	readonly #ports: PhotoLanePorts;
	#isRunning = false;
	#isBusy = false;
	#attempt = 0;
	#cancelRetry = () => {};
	/** For how long the server wants to be left alone; the timer of the retry ends it. 0: it does not. */
	#pauseMs = 0;
	/** A photo has come further since the last wait. */
	#hasMoved = false;
	/** As the last photo went. */
	#isFast = false;
	/** The server was heard while uploads ran. */
	#isHeard = false;
	/** How far each photo has come at most: bytes that a dead line took count once. */
	readonly #furthest = new Map<string, number>();
	#durable: { through: number | null; now: number } | null = null;
	readonly #uploads = new Map<string, { abort: AbortController; sentBytes: number }>();

	constructor(ports: PhotoLanePorts) {
		this.#ports = ports;
	}

	start(): void {
		this.#isRunning = true;
	}

	stop(): void {
		this.#isRunning = false;
		this.#pauseMs = 0;
		this.#cancelRetry();
		for (const { abort } of this.#uploads.values()) abort.abort();
	}

	/** The server was heard: something may have become sendable. */
	kick(): void {
		if (!this.#isRunning) return;
		this.#isHeard ||= this.#isBusy;
		if (this.#isBusy || this.#pauseMs > 0) return;
		this.#cancelRetry();
		this.#isBusy = true;
		void this.#drain()
			.catch(() => 'later' as const)
			.then((end) => this.#ended(end));
	}

	/** The server wants to be left alone for so long, whichever lane it told. */
	pause(ms: number): void {
		// No photo has failed: how often they did before does not count. And no longer than was asked, or
		// an exchange that is refused again each time would hold photos back for ever.
		if (ms > 0) this.#wait(ms, ms);
	}

	/** An upload may hang while the line is long back: what failed then is tried again soon. */
	#ended(end: 'done' | Halt): void {
		this.#isBusy = false;
		if (this.#isHeard) this.#attempt = 0;
		this.#isHeard = false;
		if (end !== 'done') this.#retry(floorMsOf(end));
	}

	/**
	 * Takes note of what the rows of the cache say is stored, and of what was sent of reports that have
	 * left; frees what a backup holds.
	 */
	async settle(): Promise<void> {
		const { outbox, onChanged } = this.#ports;
		const done = await this.#stored();
		for (const { sha256 } of done) await outbox.changePhoto(sha256, { state: 'stored' });
		const freed = await this.#free();
		if (done.length + freed > 0) onChanged();
	}

	/** Until a server was heard nothing is known of backups, and nothing is freed. */
	async #free(): Promise<number> {
		const { outbox, keepCopy } = this.#ports;
		if (this.#durable === null) return 0;
		const { through, now } = this.#durable;
		const kept = await outbox.keptPhotos();
		const durable =
			through === null ? kept : kept.filter(({ storedAt }) => isBefore(storedAt, through));
		for (const photo of durable) await keepCopy(photo);
		if (durable.length > 0) await outbox.releasePhotos(durable.map(({ sha256 }) => sha256));
		for (const photo of through === null ? [] : kept) {
			const isNew = photo.storedAt === undefined || photo.storedAt === null;
			if (isNew) await outbox.changePhoto(photo.sha256, { storedAt: now });
		}
		return durable.length;
	}

	/** Up to when backups reach (null: there are none to wait for), and the server's clock. */
	heard(durable: { through: number | null; now: number }): void {
		this.#durable = durable;
	}

	async #stored(): Promise<StoredPhoto[]> {
		const { outbox, cache } = this.#ports;
		const open = await outbox.openPhotos();
		if (open.length === 0) return [];
		const rows = await cache.reportsById([...new Set(open.map(({ reportId }) => reportId))]);
		const reports = new Map(rows.map(({ id, body }) => [id, body]));
		return open.filter((photo) => {
			const report = reports.get(photo.reportId);
			if (report === undefined) return photo.state === 'sent';
			return report.photos.some(
				({ sha256, state }) => sha256 === photo.sha256 && state === 'stored'
			);
		});
	}

	#retry(floorMs: number): void {
		if (this.#isRunning && floorMs >= this.#pauseMs) this.#wait(floorMs, this.#waitMs(floorMs));
	}

	#wait(floorMs: number, waitMs: number): void {
		if (!this.#isRunning || floorMs < this.#pauseMs) return;
		this.#pauseMs = floorMs;
		this.#cancelRetry();
		this.#cancelRetry = this.#ports.timers.after(waitMs, () => {
			this.#pauseMs = 0;
			this.kick();
		});
	}

	#waitMs(floorMs: number): number {
		const random = this.#ports.timers.random();
		if (this.#hasMoved) {
			this.#hasMoved = false;
			this.#attempt = 0;
			return Math.max(floorMs, Math.round(random * quickMs));
		}
		this.#attempt += 1;
		return backoffMs(this.#attempt - 1, random, floorMs);
	}

	/** Works off what can go; an upload that meets a dead line lets no other begin. */
	async #drain(): Promise<'done' | Halt> {
		const round: Round = { aside: new Set(), line: Promise.resolve(), isOver: false };
		const turns = Array.from({ length: uploadsAtOnce }, () => this.#takeTurns(round));
		const halts = (await Promise.all(turns)).filter((end) => end !== 'done');
		return halts.toSorted((one, other) => floorMsOf(other) - floorMsOf(one))[0] ?? 'done';
	}

	async #takeTurns(round: Round): Promise<'done' | Halt> {
		for (;;) {
			const leave = await lineOf(round);
			const end = await this.#turn(round, leave).finally(leave);
			if (end !== 'next') return end;
		}
	}

	/** One photo, from the moment when the line is free. */
	async #turn(round: Round, leave: () => void): Promise<'next' | 'done' | Halt> {
		if (!this.#isRunning || this.#pauseMs > 0 || round.isOver) return 'done';
		const photo = await this.#next(round.aside);
		if (photo === undefined) return round.aside.size > 0 ? 'later' : 'done';
		const end = await this.#upload(photo, leave).finally(() => {
			this.#uploads.delete(photo.sha256);
			this.#tell();
		});
		round.isOver ||= isHalt(end) || end === 'signed_out';
		if (isHalt(end)) return end;
		if (end === 'signed_out') {
			this.#ports.onSignedOut();
			return 'done';
		}
		if (end === 'complete') this.#attempt = 0;
		else round.aside.add(photo.sha256);
		return 'next';
	}

	/**
	 * The next photo that nobody uploads yet, taken before anything else can run. Then it is looked at
	 * again: an upload of it may have ended since the list was read, and its bytes may be gone.
	 */
	async #next(aside: ReadonlySet<string>): Promise<StoredPhoto | undefined> {
		const { outbox } = this.#ports;
		for (;;) {
			const open = await outbox.openPhotos();
			const reportIds = [...new Set(open.map(({ reportId }) => reportId))];
			const commands = await outbox.commandsOf(reportIds);
			const free = open.filter(({ sha256 }) => !aside.has(sha256) && !this.#uploads.has(sha256));
			const photo = nextUpload(free, commands);
			if (photo === undefined) return undefined;
			this.#uploads.set(photo.sha256, { abort: new AbortController(), sentBytes: 0 });
			const now = (await outbox.openPhotos()).find(({ sha256 }) => sha256 === photo.sha256);
			if (now?.state === 'waiting') return now;
			this.#uploads.delete(photo.sha256);
		}
	}

	#tell(): void {
		const moving = [...this.#uploads].filter(([, { sentBytes }]) => sentBytes > 0);
		this.#ports.onProgress(moving.map(([sha256, { sentBytes }]) => ({ sha256, sentBytes })));
	}

	async #upload(photo: StoredPhoto, leave: () => void): Promise<UploadEnd> {
		const { outbox, uploader } = this.#ports;
		const { sha256 } = photo;
		await outbox.changePhoto(sha256, { attempts: photo.attempts + 1 });
		let isUnreadable = false;
		const read = async (start: number, end: number) => {
			const bytes = await outbox.readPhoto(sha256, start, end);
			isUnreadable ||= bytes === null;
			return bytes;
		};
		const headers = await this.#ports.headersOf(sha256);
		if (this.#isFast) leave();
		const beganMs = this.#ports.monoMs();
		const end = await this.#watched(sha256, (onProgress, signal) => {
			const moved = (sentBytes: number) => {
				onProgress(sentBytes);
				if (sentBytes >= photo.size) leave();
			};
			return uploader.upload(photo, read, moved, signal, headers);
		});
		const tookMs = this.#ports.monoMs() - beganMs;
		this.#isFast = end === 'complete' && photo.size >= tookMs * fastPace;
		if (isUnreadable) return this.#giveUp(photo);
		if (end === 'complete') await this.#sent(photo);
		if (end === 'mismatch') return this.#mismatched(photo);
		return end;
	}

	/** An upload that moves no byte for too long is given up; each byte starts the watch anew. */
	async #watched(
		sha256: string,
		upload: (onProgress: (sentBytes: number) => void, signal: AbortSignal) => Promise<UploadEnd>
	): Promise<UploadEnd> {
		const { timers } = this.#ports;
		const state = this.#uploads.get(sha256) ?? { abort: new AbortController(), sentBytes: 0 };
		const { abort } = state;
		const { promise: stalled, resolve } = Promise.withResolvers<UploadEnd>();
		const giveUp = () => {
			abort.abort();
			resolve('later');
		};
		let cancel = timers.after(stallMs, giveUp);
		const moved = (sentBytes: number) => {
			if (abort.signal.aborted) return;
			cancel();
			cancel = timers.after(stallMs, giveUp);
			state.sentBytes = sentBytes;
			this.#noteProgress(sha256, sentBytes);
			this.#tell();
		};
		const end = await Promise.race([upload(moved, abort.signal), stalled]);
		cancel();
		abort.abort();
		return end;
	}

	#noteProgress(sha256: string, sentBytes: number): void {
		if (sentBytes <= (this.#furthest.get(sha256) ?? 0)) return;
		this.#furthest.set(sha256, sentBytes);
		this.#hasMoved = true;
	}

	/** The row of its report says when it is stored, or has said so before this answer came. */
	async #sent({ sha256 }: StoredPhoto): Promise<void> {
		const { outbox, onChanged, onSent } = this.#ports;
		this.#furthest.delete(sha256);
		await outbox.markSent(sha256);
		await this.settle();
		onChanged();
		onSent();
	}

	async #mismatched(photo: StoredPhoto): Promise<UploadEnd> {
		const mismatches = photo.mismatches + 1;
		if (mismatches >= maxMismatches) return this.#giveUp(photo);
		await this.#ports.outbox.changePhoto(photo.sha256, { mismatches });
		return 'later';
	}

	async #giveUp(photo: StoredPhoto): Promise<UploadEnd> {
		await this.#ports.outbox.changePhoto(photo.sha256, { state: 'corrupt' });
		this.#ports.onChanged();
		return 'mismatch';
	}
}

/** Waits for the line; whoever has it calls what comes back once it is not needed any more. */
async function lineOf(round: Round): Promise<() => void> {
	const before = round.line;
	const { promise, resolve } = Promise.withResolvers<void>();
	round.line = promise;
	await before;
	return resolve;
}

const isBefore = (storedAt: number | null | undefined, through: number) =>
	(storedAt ?? Infinity) <= through;

const isHalt = (end: UploadEnd): end is Halt => typeof end === 'object' || end === 'later';

/** What the server asked for, 0 where it asked for nothing. */
const floorMsOf = (halt: Halt | 'done') => (typeof halt === 'object' ? halt.retryAfterMs : 0);
