/**
 * Beginning and ending a session on this device.
 *
 * 1. Signing out without a line leaves a session at the server: it is ended as soon as there is one,
 *    under its own person's name.
 * 2. Whoever signs in after a person who did not sign out ends that person's pages on this device. The
 *    copy of the reports goes with them, unless the person is enrolled here and will come back by PIN;
 *    the outbox stays in any case.
 * 3. A switch between enrolled people needs no line: the cookie follows at the first request, which
 *    the server answers for its own person only (client/api).
 * What is remembered stands in session-store. Signing out lives in `Device.signOut`.
 */
import * as z from 'zod/mini';
import type { Api } from './api';
import type { Answer } from './errors';
import { noteOpened } from './lock/locked';
import { isEnrolled, leaveSeat, renewSeat, seatsHere } from './lock/seats';
import { currentSession, forgetSession, rememberSession, type Session } from './session-store';
import { openHub } from './sync/hub';

export { demoPassword, minPasswordLength } from '$lib/protocol/session';

/** A session that was left while there was no line, to be ended at the next chance. */
const leftKey = 'maydan.session.left';
const left = z.object({
	personId: z.optional(z.string()),
	commands: z.optional(z.number()),
	photos: z.optional(z.number())
});

/** Signs in at the server and remembers the person; the failure says why not. */
export async function signIn(
	api: Pick<Api, 'signIn' | 'signOut'>,
	userName: string,
	password: string
): Promise<Answer<Session>> {
	// First, so that the end of an old session cannot fall into a new one.
	await endLeftSession(api);
	const answer = await api.signIn(userName, password);
	if (!answer.ok) return answer;
	// The new session has taken the place of the old one in this browser.
	localStorage.removeItem(leftKey);
	const before = currentSession();
	const { id } = answer.value.person;
	if (before !== null && before.person.id !== id) sendAway(before);
	const session = rememberSession(answer.value);
	renewSeat(session);
	noteOpened(Date.now());
	return { ok: true, value: session };
}

/** Goes on as an enrolled person, after their PIN; the pages of who was here before end. */
export function switchTo(personId: string): void {
	const next = seatsHere().find(({ session }) => session.person.id === personId);
	if (next === undefined) return;
	const before = currentSession();
	if (before !== null && before.person.id !== personId) sendAway(before);
	rememberSession(next.session);
	noteOpened(Date.now());
}

/** Ends the pages of somebody whose place another person takes. */
function sendAway({ person }: Session): void {
	forgetSession();
	const hub = openHub(person.id, () => undefined);
	hub.post({ kind: 'signed_out' });
	hub.close();
	if (isEnrolled(person.id)) return;
	// Not waited for: a frozen tab may hold the database open until it is closed.
	void dropCache(person.id).catch(() => undefined);
}

/** The package that does it is not among what the first screen waits for. */
async function dropCache(personId: string): Promise<void> {
	const { deleteCache } = await import('./db/cache');
	await deleteCache(personId);
}

/** Ends the session here at once, and at the server as soon as it is heard. */
export async function endSession(
	api: Pick<Api, 'signOut'>,
	personId: string,
	discarded?: { commands: number; photos: number }
): Promise<void> {
	forgetSession();
	const answer = await api.signOut(discarded, personId);
	if (!answer.ok) localStorage.setItem(leftKey, JSON.stringify({ personId, ...discarded }));
	leaveSeat(personId);
}

/** Ends a session that was left while there was no line; nothing where none was. */
export function endLeftSession(api: Pick<Api, 'signOut'>): Promise<void> {
	ending ??= endLeft(api).finally(() => (ending = undefined));
	return ending;
}
let ending: Promise<void> | undefined;

async function endLeft(api: Pick<Api, 'signOut'>): Promise<void> {
	const stored = localStorage.getItem(leftKey);
	if (stored === null) return;
	const parsed = left.safeParse(JSON.parse(stored));
	const { personId, commands, photos } = parsed.success ? parsed.data : {};
	const here = currentSession()?.person.id;
	// Who is back needs the session; and one without a name may be anybody's.
	if (here !== undefined && (personId === undefined || here === personId)) return;
	const counts = commands === undefined || photos === undefined ? undefined : { commands, photos };
	const answer = await api.signOut(counts, personId);
	if (answer.ok || answer.failure.kind === 'signed_out') localStorage.removeItem(leftKey);
}
