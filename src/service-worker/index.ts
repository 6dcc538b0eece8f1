/**
 * Keeps the shell of the app at hand, so that it starts without a network.
 *
 * 1. Everything of this build is fetched ahead and answered from the cache, one version at a time: by the
 *    browser itself where it can be told to, without waking this worker.
 * 2. Every address of the app is answered by the prerendered shell, which shows the right screen.
 * 3. It never touches /api and owns no queue: on `sync` it runs the page's own engine, under the same
 *    lock, when no page is open.
 * 4. A new version waits until the page says so.
 * 5. A push message becomes a notice in its person's language; a tap on it opens the report.
 * Not cached: the pages of citizens and of the office, which the server renders.
 */
/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, files, version } from '$service-worker';
import { cacheNames } from 'workbox-core';
import {
	cleanupOutdatedCaches,
	createHandlerBoundToURL,
	precacheAndRoute
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

import type * as background from '$lib/client/background';
import { backgroundTag } from '$lib/client/background-tag';
import { hrefOf, noticeOf } from '$lib/client/push-notice';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const shell = '/shell';
/** Screens of the signed-in and the way in; `/` leads to the home of a role. */
const appAddresses =
	/^\/(?:(?:field|outbox|dispatch|confirm|desk|settings|help|login)(?:\/[^?]*)?)?(?:\?.*)?$/;
/** Map packages are large and optional: the app keeps them itself. Screenshots are for the manifest. */
const small = files.filter(
	(file) => !/\.(?:pmtiles|geojson)$|\/robots\.txt$|^\/screenshots\//.test(file)
);

precacheAndRoute([
	...build.map((url) => ({ url, revision: null })),
	...[...small, shell].map((url) => ({ url, revision: version }))
]);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL(shell), { allowlist: [appAddresses] }));

worker.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
	const message: unknown = data;
	const asks = typeof message === 'object' && message !== null && 'type' in message;
	if (asks && message.type === 'SKIP_WAITING') void worker.skipWaiting();
});

worker.addEventListener('install', (event: RoutableInstall) => {
	const condition = { urlPattern: { pathname: '/_app/immutable/*' } };
	void event.addRoutes?.([{ condition, source: { cacheName: cacheNames.precache } }]);
});

worker.addEventListener('sync', (event) => {
	if (!isSyncEvent(event) || event.tag !== backgroundTag) return;
	const { syncInBackground } = require('$lib/client/background');
	event.waitUntil(syncInBackground());
});

worker.addEventListener('push', (event) => {
	const notice = noticeOf(event.data?.text() ?? '');
	if (notice === null) return;
	event.waitUntil(worker.registration.showNotification(notice.title, notice.options));
});

worker.addEventListener('notificationclick', (event) => {
	event.notification.close();
	event.waitUntil(show(hrefOf(event.notification.data)));
});

/** The bundler keeps such a module in this file and runs it at the first call: few starts of a worker sync. */
declare function require(path: '$lib/client/background'): typeof background;

/** Not in the types yet: addresses that the browser answers without starting this worker. */
interface RoutableInstall extends ExtendableEvent {
	addRoutes?(
		routes: readonly {
			condition: { urlPattern: { pathname: string } };
			source: { cacheName: string };
		}[]
	): Promise<void>;
}

/** In a page of ours that is open, else in a new one. */
async function show(href: string): Promise<void> {
	const [page] = await worker.clients.matchAll({ type: 'window' });
	if (page === undefined) return void (await worker.clients.openWindow(href));
	await page.focus();
	await page.navigate(href);
}

/** Not in the types yet: an event of the browsers that have background sync. */
function isSyncEvent(event: Event): event is ExtendableEvent & { tag: string } {
	return 'tag' in event && 'waitUntil' in event;
}
