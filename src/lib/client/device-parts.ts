/**
 * What a device needs beside its views, fetched in one go once they are shown: the two stores and
 * what writes to them, the rules of acting, the engine.
 */
import { openCache } from './db/cache';
import { openOutbox } from './db/outbox';

export { createAreaFinder } from '$lib/domain/geo/area-of-point';
export { planActs, planUndo, withFollowers } from './acts';
export { deleteCache } from './db/cache';
export { deleteOutbox } from './db/outbox';
export { DeviceSync } from './device-sync';
export { findPhoto } from './report-photos';
export { begunReport, shownReport } from './state/overlay';
export { wantedPhotos } from './sync/prefetch';

/** Opens both databases of a person; throws where the browser gives none. */
export async function openStores(personId: string) {
	const [outbox, cache] = await Promise.all([openOutbox(personId), openCache(personId)]);
	return { outbox, cache };
}
