/**
 * Sync without a page: what a service worker runs when the browser says that there is a line again.
 * The page never depends on it.
 *
 * 1. The same engine over the same outbox, under the same lock: where a page leads, nothing is done.
 * 2. Only the work of whoever the session belongs to; others' outboxes are not opened.
 * 3. It ends when nothing is left, or fails, so that the browser tries again.
 * Not here: when (the service worker's `sync` event), rules of sending (sync/engine).
 */
import { browserFetch, openApi, type Api } from './api';
import { browserClock, browserTimers } from './browser';
import { openCache } from './db/cache';
import { hasOutbox, openOutbox } from './db/outbox';
import { Engine, type EngineStatus } from './sync/engine';
import { lockNameOf } from './sync/leader';
import type { OutboxStore } from './sync/ports';
import { uploaderOf } from './sync/own-uploader';
import { tusUploader } from './sync/upload';

/** Browsers end a worker that takes minutes. */
const mostMs = 150_000;

/** Sends what the signed-in person has left; throws where something is left over. */
export async function syncInBackground(
	api: Api = openApi(),
	locks: LockManager = navigator.locks
): Promise<void> {
	const me = await api.me();
	// Signed out is no reason to come again; no line is one.
	if (!me.ok && me.failure.kind === 'signed_out') return;
	if (!me.ok) throw new Error('The server cannot be reached');
	const { id } = me.value.person;
	if (!(await hasOutbox(id))) return;
	await locks.request(lockNameOf(id), { ifAvailable: true }, async (lock) => {
		if (lock !== null) await drain(id, openApi(browserFetch, id));
	});
}

async function drain(personId: string, api: Api): Promise<void> {
	const [outbox, cache] = await Promise.all([openOutbox(personId), openCache(personId)]);
	try {
		if (!(await isEmpty(outbox))) await run(personId, api, outbox, cache);
		if (!(await isEmpty(outbox))) throw new Error('Something is left to send');
	} finally {
		outbox.close();
		cache.close();
	}
}

async function isEmpty(outbox: OutboxStore): Promise<boolean> {
	const { commands, photos } = await outbox.pending();
	return commands + photos === 0;
}

/** Until everything is sent or the engine has to wait for something. */
async function run(
	personId: string,
	api: Api,
	outbox: OutboxStore,
	cache: Awaited<ReturnType<typeof openCache>>
): Promise<void> {
	const { promise: ended, resolve } = Promise.withResolvers<void>();
	const identity = await outbox.identity();
	const look = ({ state, uploads }: EngineStatus) => {
		if (state === 'exchanging' || uploads.length > 0) return;
		if (state !== 'idle') return resolve();
		void isEmpty(outbox).then((isDone) => isDone && resolve(), resolve);
	};
	const engine = new Engine(
		{
			...{
				outbox,
				cache,
				clock: browserClock(),
				timers: browserTimers,
				uploader: uploaderOf(personId, tusUploader())
			},
			server: {
				exchange: api.exchange,
				escrow: api.escrow,
				mintReplica: (name) => api.mintReplica(personId, name)
			},
			deviceName: identity?.deviceName ?? 'Maydan',
			makeRoom: () => cache.trimPhotos(0),
			keepCopy: () => Promise.resolve(),
			wantsChecks: () => false
		},
		{
			status: look,
			applied: () => undefined,
			answered: () => undefined,
			photosChanged: () => look(engine.status),
			revoked: () => void cache.clear(),
			failed: () => resolve()
		}
	);
	const cancel = browserTimers.after(mostMs, resolve);
	engine.start(await cache.beginTerm());
	await ended;
	cancel();
	engine.stop();
}
