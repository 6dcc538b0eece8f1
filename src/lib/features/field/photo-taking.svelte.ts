/**
 * Taking one proof photo: which slot the camera is open for, which photo it replaces, and a photo
 * that the device could not save, which is kept on screen until it is saved or the page is left.
 */
import type { TakenPhoto } from '$lib/client/device';
import type { Place, ReportPhoto } from '$lib/domain/report/report';
import { m } from '$lib/i18n/paraglide/messages';
import type { PhotoSlot } from './next-act';
import type { Act } from './use-acts';

/** What the camera hands over: the shrunk photo, where and when, and how it came. */
export interface CameraPhoto extends TakenPhoto {
	place: Place | null;
	takenAt: number;
	source: 'camera' | 'file';
}

interface Shot {
	photo: CameraPhoto;
	slot: PhotoSlot;
	replaces: string | null;
}

export class PhotoTaking {
	#act: Act;
	#reportId: () => string;
	#slot = $state<PhotoSlot | null>(null);
	#replaces: string | null = null;
	#unsaved = $state.raw<Shot | null>(null);

	constructor(act: Act, reportId: () => string) {
		this.#act = act;
		this.#reportId = reportId;
	}

	/** The slot the camera is open for; null while it is closed. */
	get slot(): PhotoSlot | null {
		return this.#slot;
	}

	/** The photo that could not be saved. */
	get unsaved(): Shot | null {
		return this.#unsaved;
	}

	/** Opens the camera; `replaces` is the photo that is taken again. */
	open(slot: PhotoSlot, replaces: string | null): void {
		this.#slot = slot;
		this.#replaces = replaces;
	}

	/** Opens the camera to take a proof photo again; photos of other kinds are left alone. */
	retake({ kind, sha256 }: ReportPhoto): void {
		if (kind === 'before' || kind === 'after') this.open(kind, sha256);
	}

	close(): void {
		this.#slot = null;
		this.#replaces = null;
	}

	/** Queues the photo and closes the camera; what cannot be saved is kept for another try. */
	async take(photo: CameraPhoto): Promise<void> {
		if (this.#slot === null) return;
		const shot = { photo, slot: this.#slot, replaces: this.#replaces };
		this.close();
		await this.#save(shot);
	}

	async retry(): Promise<void> {
		if (this.#unsaved !== null) await this.#save(this.#unsaved);
	}

	async #save(shot: Shot): Promise<void> {
		const { photo, slot, replaces } = shot;
		const { place, takenAt, source, ...taken } = photo;
		const { sha256, width, height, bytes } = taken;
		const said = replaces === null ? labelOf(slot) : m.act_retake();
		const end = await this.#act(
			{
				type: 'addPhoto',
				reportId: this.#reportId(),
				args: {
					kind: slot,
					sha256,
					size: bytes.byteLength,
					mime: 'image/jpeg',
					width,
					height,
					takenAt,
					place,
					source,
					replaces
				}
			},
			taken,
			said
		);
		this.#unsaved = end === 'failed' ? shot : null;
	}
}

function labelOf(slot: PhotoSlot): string {
	return slot === 'before' ? m.act_before_photo() : m.act_after_photo();
}
