/**
 * The first thing of a start: the local databases are read, and the own position is looked for, while
 * the screens are still on their way.
 */
import type { ClientInit } from '@sveltejs/kit';
import { watchAhead } from '$lib/client/camera/position';
import { readAhead } from '$lib/client/db/first-read';
import { currentSession } from '$lib/client/session-store';

export const init: ClientInit = () => {
	const session = currentSession();
	const { pathname } = location;
	if (session === null || pathname === '/login') return;
	readAhead(session.person.id);
	if (/^\/field(\/|$)/.test(pathname)) void watchAhead();
};
