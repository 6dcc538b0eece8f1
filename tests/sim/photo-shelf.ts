/**
 * The photos of a simulated server: bytes as they arrive and as they are stored, with the checks of
 * the upload lane (declared, size, SHA-256) over real bytes. What makes a picture of them is not here.
 */
import { photoMacText } from '../../src/lib/protocol/escrow';
import { signedBy } from '../../src/lib/server/replica-mac';
import { awaitedPhotos } from '../../src/lib/server/repositories/photos';
import { declaredPhoto, hasDeclared } from '../../src/lib/server/usecases/declared-photo';
import type { SimCity } from './city';
import { sha256Of } from './hash';

export interface PhotoSender {
	personId: string;
	hasSession: boolean;
	/** In place of a session. */
	signed: { replica: string; mac: string } | null;
}

/** Damaged uploads that are asked for again before the reports are told. */
const maxRepeats = 2;
const nothing = new Uint8Array();

export class PhotoShelf {
	readonly stored = new Map<string, Uint8Array>();
	readonly #staged = new Map<string, Uint8Array>();
	readonly #refusals = new Map<string, number>();
	readonly #city: Pick<SimCity, 'app' | 'person'>;

	constructor(city: Pick<SimCity, 'app' | 'person'>) {
		this.#city = city;
	}

	copy(): PhotoShelf {
		const copied = new PhotoShelf(this.#city);
		for (const [sha256, bytes] of this.stored) copied.stored.set(sha256, bytes);
		return copied;
	}

	/** After a restore: what is awaited and lies here is told. */
	async markFound(): Promise<void> {
		const { app } = this.#city;
		for (const { sha256 } of await awaitedPhotos(app.db.reader)) {
			if (this.stored.has(sha256)) await app.markPhotoStored(sha256);
		}
	}

	/** Where an upload goes on, or how it ended already. */
	async begin(
		sender: PhotoSender,
		sha256: string,
		size: number
	): Promise<'complete' | 'refused' | 'signed_out' | number> {
		const personId = await this.#senderOf(sender, sha256);
		if (personId === null) return sender.signed === null ? 'signed_out' : 'refused';
		const { app } = this.#city;
		const photo = await declaredPhoto(app.db, sha256, personId);
		if (photo === undefined || photo.size !== size) return 'refused';
		if (photo.isStored) return 'complete';
		return this.#staged.get(sha256)?.length ?? 0;
	}

	/** A piece arrives; null where it does not follow what is here. */
	take(sha256: string, offset: number, piece: Uint8Array): number | null {
		const before = this.#staged.get(sha256) ?? nothing;
		if (before.length !== offset) return null;
		const bytes = new Uint8Array([...before, ...piece]);
		this.#staged.set(sha256, bytes);
		return bytes.length;
	}

	/** All bytes are here: they are verified before they count. */
	async end(sha256: string): Promise<'complete' | 'mismatch'> {
		const bytes = this.#staged.get(sha256) ?? nothing;
		this.#staged.delete(sha256);
		if (sha256Of(bytes) !== sha256) return this.#refuse(sha256);
		this.stored.set(sha256, bytes);
		await this.#city.app.markPhotoStored(sha256);
		return 'complete';
	}

	async #refuse(sha256: string): Promise<'mismatch'> {
		const count = (this.#refusals.get(sha256) ?? 0) + 1;
		this.#refusals.set(sha256, count);
		if (count > maxRepeats) await this.#city.app.markPhotoCorrupt(sha256);
		return 'mismatch';
	}

	async #senderOf(sender: PhotoSender, sha256: string): Promise<string | null> {
		const { app } = this.#city;
		const { signed, personId } = sender;
		if (signed === null) {
			const { active } = await this.#city.person(personId);
			return sender.hasSession && active ? personId : null;
		}
		const replica = await signedBy(app, signed.replica, photoMacText(sha256), signed.mac);
		if (replica === undefined) return null;
		return (await hasDeclared(app.db, sha256, replica.user_id)) ? replica.user_id : null;
	}
}
