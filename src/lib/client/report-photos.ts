/**
 * Finds the bytes of a photo: own ones from the outbox, kept ones from the cache, the rest from the
 * server, kept for the next time. Offline a smaller kept copy is better than none.
 */
import type { Report } from '$lib/domain/report/report';
import type { PhotoSize } from '$lib/protocol/online';
import type { Api } from './api';
import type { PhotoCacheStore } from './db/cache';
import type { OutboxStore, StoredPhoto } from './sync/ports';

export interface PhotoPlaces {
	outbox: Pick<OutboxStore, 'readPhoto' | 'readThumb'>;
	cache: Pick<PhotoCacheStore, 'photo' | 'keepPhoto'>;
	api: Pick<Api, 'photo'>;
	own(sha256: string): StoredPhoto | undefined;
	wallMs(): number;
}

/** Long edges above this are fetched for one look, not kept. */
const kept: readonly PhotoSize[] = ['thumb', 'screen'];

export async function findPhoto(
	places: PhotoPlaces,
	report: Report,
	sha256: string,
	size: PhotoSize
): Promise<Blob | null> {
	const { cache, api } = places;
	const here = (await ownBytes(places, sha256, size)) ?? (await cache.photo(sha256, size));
	if (here !== null) return here;
	const answer = await api.photo(report.id, sha256, size);
	if (!answer.ok) return size === 'thumb' ? cache.photo(sha256, 'screen') : smaller(places, sha256);
	if (kept.includes(size)) {
		// A full disk costs the copy, never the look.
		await cache.keepPhoto(sha256, size, answer.value, places.wallMs()).catch(() => undefined);
	}
	return answer.value;
}

async function ownBytes(
	{ outbox, own }: PhotoPlaces,
	sha256: string,
	size: PhotoSize
): Promise<Blob | null> {
	const photo = own(sha256);
	if (photo === undefined) return null;
	if (size === 'thumb') return jpeg(await outbox.readThumb(sha256));
	return photo.hasBytes ? jpeg(await outbox.readPhoto(sha256, 0, photo.size)) : null;
}

async function smaller({ cache, outbox }: PhotoPlaces, sha256: string): Promise<Blob | null> {
	const screen = (await cache.photo(sha256, 'screen')) ?? (await cache.photo(sha256, 'thumb'));
	return screen ?? jpeg(await outbox.readThumb(sha256));
}

const jpeg = (bytes: Uint8Array<ArrayBuffer> | null) =>
	bytes === null ? null : new Blob([bytes], { type: 'image/jpeg' });
