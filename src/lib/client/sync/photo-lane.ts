/**
 * The lane of photo bytes: one upload at a time, beside the exchange and never in its way.
 *
 * 1. A photo goes up after its command was accepted; photos of a finish first, then the oldest.
 * 2. Bytes are freed only when the report's row says `stored` (or the report has left this device
 *    and the server has said that it verified the bytes).
 * 3. A photo that cannot be sent now steps aside for the others; three mismatches or an unreadable
 *    piece end it as `corrupt`, in plain view.
 */
import { backoffMs, maxMismatches, nextUpload } from './plan';
import type {
	CacheStore,
	OutboxStore,
	PhotoUploader,
	StoredPhoto,
	Timers,
	UploadEnd
} from './ports';

/** No byte for this long: the connection is taken for dead. */
export const stallMs = 45_000;

export interface PhotoProgress {
	sha256: string;
	sentBytes: number;
}

export interface PhotoLanePorts {
	outbox: OutboxStore;
	cache: CacheStore;
	uploader: PhotoUploader;
	timers: Timers;
	/** Keeps a copy for the screens before the bytes go: the line is not asked for them again. */
	keepCopy(photo: StoredPhoto): Promise<void>;
	onProgress(progress: PhotoProgress | null): void;
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
	#abort: AbortController | null = null;

	constructor(ports: PhotoLanePorts) {
		this.#ports = ports;
	}

	start(): void {
		this.#isRunning = true;
	}

	stop(): void {
		this.#isRunning = false;
		this.#cancelRetry();
		this.#abort?.abort();
	}

	/** Something may have become sendable. */
	kick(): void {
		if (!this.#isRunning || this.#isBusy) return;
		this.#cancelRetry();
		this.#isBusy = true;
		void this.#drain()
			.catch(() => 'later' as const)
			.then((end) => {
				this.#isBusy = false;
				this.#ports.onProgress(null);
				if (end === 'later') this.#retry();
			});
	}

	/** Frees what the rows of the cache say is stored, and what was sent of reports that have left. */
	async settle(): Promise<void> {
		const { outbox, cache, keepCopy, onChanged } = this.#ports;
		const open = await outbox.openPhotos();
		if (open.length === 0) return;
		const rows = await cache.reportsById([...new Set(open.map(({ reportId }) => reportId))]);
		const reports = new Map(rows.map(({ id, body }) => [id, body]));
		const done = open.filter((photo) => {
			const report = reports.get(photo.reportId);
			if (report === undefined) return photo.state === 'sent';
			return report.photos.some(
				({ sha256, state }) => sha256 === photo.sha256 && state === 'stored'
			);
		});
		if (done.length === 0) return;
		for (const photo of done) await keepCopy(photo);
		await outbox.releasePhotos(done.map(({ sha256 }) => sha256));
		onChanged();
	}

	/** After a restore of the server: what it once had verified is offered again. */
	async offerAgain(): Promise<void> {
		const sent = (await this.#ports.outbox.openPhotos()).filter(({ state }) => state === 'sent');
		for (const { sha256 } of sent)
			await this.#ports.outbox.changePhoto(sha256, { state: 'waiting' });
	}

	#retry(): void {
		if (!this.#isRunning) return;
		const waitMs = backoffMs(this.#attempt, this.#ports.timers.random());
		this.#attempt += 1;
		this.#cancelRetry = this.#ports.timers.after(waitMs, () => this.kick());
	}

	async #drain(): Promise<'done' | 'later'> {
		const { outbox } = this.#ports;
		const aside = new Set<string>();
		while (this.#isRunning) {
			const photos = (await outbox.openPhotos()).filter(({ sha256 }) => !aside.has(sha256));
			const reportIds = [...new Set(photos.map(({ reportId }) => reportId))];
			const photo = nextUpload(photos, await outbox.commandsOf(reportIds));
			if (photo === undefined) break;
			const end = await this.#upload(photo);
			if (end === 'later') return 'later';
			if (end === 'signed_out') {
				this.#ports.onSignedOut();
				return 'done';
			}
			if (end === 'complete') this.#attempt = 0;
			else aside.add(photo.sha256);
		}
		return aside.size > 0 ? 'later' : 'done';
	}

	async #upload(photo: StoredPhoto): Promise<UploadEnd> {
		const { outbox, uploader } = this.#ports;
		const { sha256 } = photo;
		await outbox.changePhoto(sha256, { attempts: photo.attempts + 1 });
		let isUnreadable = false;
		const read = async (start: number, end: number) => {
			const bytes = await outbox.readPhoto(sha256, start, end);
			isUnreadable ||= bytes === null;
			return bytes;
		};
		const end = await this.#watched(sha256, (onProgress, signal) =>
			uploader.upload(photo, read, onProgress, signal)
		);
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
		const { timers, onProgress } = this.#ports;
		const abort = new AbortController();
		this.#abort = abort;
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
			onProgress({ sha256, sentBytes });
		};
		const end = await Promise.race([upload(moved, abort.signal), stalled]);
		cancel();
		abort.abort();
		return end;
	}

	async #sent({ sha256 }: StoredPhoto): Promise<void> {
		const { outbox, onChanged, onSent } = this.#ports;
		// The row may have said so first: then there is nothing left to mark.
		const isOpen = (await outbox.openPhotos()).some((photo) => photo.sha256 === sha256);
		if (isOpen) await outbox.changePhoto(sha256, { state: 'sent' });
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
