/**
 * The first thing of a start: the local databases are read, and the own position is looked for, while
 * the screens are still on their way. From here on it is noticed when a part of the app is lost.
 */
import type { ClientInit } from '@sveltejs/kit';
import { watchAhead } from '$lib/client/camera/position';
import { readAhead } from '$lib/client/db/first-read';
import { lostParts } from '$lib/client/lost-parts';
import { currentSession } from '$lib/client/session-store';

export const init: ClientInit = () => {
	const worker: ServiceWorkerContainer | undefined = navigator.serviceWorker;
	lostParts.watch({ page: window, worker, reload: () => location.reload() });
	const session = currentSession();
	const { pathname } = location;
	if (session === null || pathname === '/login') return;
	const place = /^\/field(\/|$)/.test(pathname) ? watchAhead() : undefined;
	// Only the list can begin with what is near.
	readAhead(session.person.id, pathname === '/field' ? place : undefined);
};
