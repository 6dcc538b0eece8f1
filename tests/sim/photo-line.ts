/**
 * The upload lane of a simulated device: pieces over a line that cuts, damages, hangs and loses
 * answers. What tus does on the wire, in its order: ask for the offset, send pieces, hear the end.
 */
import { macHeader, replicaHeader } from '../../src/lib/protocol/escrow';
import type { PhotoUploader, StoredPhoto, UploadEnd } from '../../src/lib/client/sync/ports';
import { seeded, seedFor } from './chance';
import type { Line, PlannedFault } from './network';
import type { PhotoSender } from './photo-shelf';

export const uploadFaults = [
	'upload_lost',
	/** Some pieces arrive, then the line is gone. */
	'upload_cut',
	/** A bit flips on the way. */
	'upload_flip',
	/** All bytes arrive, the answer does not. */
	'upload_answer_lost',
	'upload_hang'
] as const;
export type UploadFault = (typeof uploadFaults)[number];

const pieceBytes = 64;
/** So often the same photo may be damaged, whoever sends it: at the third it is given up. */
const maxFlips = 2;

type Read = (start: number, end: number) => Promise<Uint8Array<ArrayBuffer> | null>;

export class PhotoLine implements PhotoUploader {
	readonly #line: Line;
	readonly #isDown: () => boolean;
	#faults: Map<number, PlannedFault<UploadFault>>;
	#nth = 0;

	constructor(
		line: Line,
		isDown: () => boolean,
		faults: readonly PlannedFault<UploadFault>[] = []
	) {
		this.#line = line;
		this.#isDown = isDown;
		this.#faults = new Map(faults.map((fault) => [fault.nth, fault]));
	}

	calm(): void {
		this.#faults = new Map();
	}

	async upload(
		photo: Pick<StoredPhoto, 'sha256' | 'size' | 'attempts'>,
		readPart: Read,
		onProgress: (sentBytes: number) => void,
		_signal: AbortSignal,
		headers: Readonly<Record<string, string>> = {}
	): Promise<UploadEnd> {
		const nth = this.#nth++;
		const { time, seed } = this.#line;
		const random = seeded(seedFor(seed, 1_000_000 + nth));
		const planned = this.#fault(nth, photo.sha256);
		await time.sleep(50 + random() * 400);
		if (this.#isDown() || planned?.kind === 'upload_lost') return 'later';
		if (planned?.kind === 'upload_hang') return new Promise(() => undefined);
		const sender = this.#sender(headers);
		const begun = await this.#busy(() => this.#shelf.begin(sender, photo.sha256, photo.size));
		if (typeof begun !== 'number') return begun;
		const isWhole = await this.#send(photo, begun, readPart, onProgress, planned);
		if (!isWhole) return 'later';
		const end = await this.#busy(() => this.#shelf.end(photo.sha256));
		await time.sleep(20 + random() * 200);
		return planned?.kind === 'upload_answer_lost' || this.#isDown() ? 'later' : end;
	}

	async #send(
		{ sha256, size }: Pick<StoredPhoto, 'sha256' | 'size'>,
		from: number,
		readPart: Read,
		onProgress: (sentBytes: number) => void,
		planned: PlannedFault<UploadFault> | undefined
	): Promise<boolean> {
		const random = seeded(planned?.draw ?? 0);
		const cutAt = planned?.kind === 'upload_cut' ? random() * size : Infinity;
		let flipAt = planned?.kind === 'upload_flip' ? from + random() * (size - from) : Infinity;
		for (let offset = from; offset < size;) {
			const bytes = await readPart(offset, Math.min(size, offset + pieceBytes));
			await this.#line.time.sleep(20);
			if (bytes === null || this.#isDown()) return false;
			const piece = bytes.slice(0, Math.max(0, Math.ceil(cutAt - offset)));
			if (flipAt < offset + piece.length) {
				piece[Math.floor(flipAt) - offset] = (piece[Math.floor(flipAt) - offset] ?? 0) ^ 1;
				flipAt = Infinity;
			}
			const reached = this.#shelf.take(sha256, offset, piece);
			if (reached === null || piece.length < bytes.length) return false;
			offset = reached;
			onProgress(offset);
		}
		return true;
	}

	#fault(nth: number, sha256: string): PlannedFault<UploadFault> | undefined {
		const planned = this.#faults.get(nth);
		if (planned === undefined) return undefined;
		if (planned.kind === 'upload_flip') {
			const { flips: counted } = this.#line.city;
			const flips = (counted.get(sha256) ?? 0) + 1;
			if (flips > maxFlips) return undefined;
			counted.set(sha256, flips);
		}
		this.#line.met(planned.kind);
		return planned;
	}

	#sender(headers: Readonly<Record<string, string>>): PhotoSender {
		const [replica, mac] = [headers[replicaHeader], headers[macHeader]];
		const isSigned = replica !== undefined && mac !== undefined;
		return { ...this.#line.sender(), signed: isSigned ? { replica, mac } : null };
	}

	get #shelf() {
		return this.#line.city.photos;
	}

	#busy<T>(work: () => Promise<T>): Promise<T> {
		return this.#line.time.busy(work);
	}
}
