/** Photos by the SHA-256 of their bytes, and the reports that rest on them. Bytes are not here (server/media). */
import type { Insertable, Selectable } from 'kysely';
import type { PhotoState } from '$lib/domain/report/report';
import { engineOf, holdRows, insertRows } from '../db/dialect';
import type { PhotoTable, PhotoUseTable, Tx } from '../db/tables';

export type StoredPhoto = Selectable<PhotoTable>;

export async function findPhoto(tx: Tx, sha256: string): Promise<StoredPhoto | undefined> {
	return tx.selectFrom('photo').selectAll().where('sha256', '=', sha256).executeTakeFirst();
}

/** Who first declared a photo, and how far it has come. */
export type KnownPhoto = Pick<StoredPhoto, 'sha256' | 'state' | 'declared_by'>;

/** Those photos that are known, by hash; they stay as they are until the transaction ends. */
export async function holdPhotos(
	tx: Tx,
	hashes: readonly string[]
): Promise<Map<string, KnownPhoto>> {
	if (hashes.length === 0) return new Map();
	const query = tx
		.selectFrom('photo')
		.select(['sha256', 'state', 'declared_by'])
		.where('sha256', 'in', hashes)
		.orderBy('sha256');
	const rows = await holdRows(engineOf(tx), query).execute();
	return new Map(rows.map((row) => [row.sha256, row]));
}

/** Announces photos and which report uses them; one that is known keeps what it has. */
export async function declarePhotos(
	tx: Tx,
	photos: readonly Insertable<PhotoTable>[],
	uses: readonly Insertable<PhotoUseTable>[]
): Promise<void> {
	await insertRows(tx, 'photo', photos, 'on conflict (sha256) do nothing');
	await insertRows(tx, 'photo_use', uses, 'on conflict (report_id, sha256) do nothing');
}

/** Photos whose bytes are not known to be here. */
export async function awaitedPhotos(tx: Tx): Promise<Pick<StoredPhoto, 'sha256' | 'size'>[]> {
	return tx.selectFrom('photo').select(['sha256', 'size']).where('state', '=', 'awaited').execute();
}

/** Reports that rest on a photo. */
export async function reportsWithPhoto(tx: Tx, sha256: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('photo_use')
		.select('report_id')
		.where('sha256', '=', sha256)
		.execute();
	return rows.map(({ report_id }) => report_id);
}

/** Sets the state, unless it is `stored`; false where the photo is unknown or had that state already. */
export async function setPhotoState(
	tx: Tx,
	sha256: string,
	state: PhotoState,
	at: number
): Promise<boolean> {
	const result = await tx
		.updateTable('photo')
		.set({ state, ...(state === 'stored' ? { verified_at: at } : {}) })
		.where('sha256', '=', sha256)
		.where('state', 'not in', [state, 'stored'])
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}
