/**
 * Who is signed in on this device, so that a cold start without a network opens the right
 * databases. Local storage holds the person, never a secret: the session itself is an HttpOnly
 * cookie, and without it this only shows what the tablet already holds.
 *
 * Signing out without a line leaves a session at the server: it is ended as soon as there is one,
 * before anybody else signs in on this device.
 *
 * One person at a time: whoever signs in after another one who did not sign out ends that person's
 * pages on this device and deletes their copy of the reports; their outbox stays.
 * Signing out lives in `Device.signOut`.
 */
import * as z from 'zod/mini';
import { person, signedIn, type SignedIn } from '$lib/protocol/session';
import type { Api } from './api';
import { deleteCache } from './db/cache';
import type { Answer } from './errors';
import { openHub } from './sync/hub';

export { demoPassword, minPasswordLength } from '$lib/protocol/session';

const storageKey = 'maydan.session';
/** A session that was left while there was no line, to be ended at the next chance. */
const leftKey = 'maydan.session.left';

const remembered = z.object({
	person,
	epoch: z.string(),
	city: signedIn.shape.city,
	isDemo: signedIn.shape.isDemo
});
/** What a cold start knows of the signed-in person. */
export type Session = z.infer<typeof remembered>;

/** The remembered session, or null where nobody is signed in or storage cannot be read. */
export function currentSession(): Session | null {
	try {
		const parsed = remembered.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

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
	if (before !== null && before.person.id !== answer.value.person.id) sendAway(before);
	return { ok: true, value: rememberSession(answer.value) };
}

/** Ends the pages of somebody whose session another person has just replaced. */
function sendAway({ person }: Session): void {
	forgetSession();
	const hub = openHub(person.id, () => undefined);
	hub.post({ kind: 'signed_out' });
	hub.close();
	// Not waited for: a frozen tab may hold the database open until it is closed.
	void deleteCache(person.id).catch(() => undefined);
}

/** Keeps what the server last said of the person. */
function rememberSession({ person, epoch, city, isDemo }: SignedIn): Session {
	const session = { person, epoch, city, isDemo };
	localStorage.setItem(storageKey, JSON.stringify(session));
	return session;
}

/** Ends the session here at once, and at the server as soon as it is heard. */
export async function endSession(
	api: Pick<Api, 'signOut'>,
	discarded?: { commands: number; photos: number }
): Promise<void> {
	forgetSession();
	const answer = await api.signOut(discarded);
	if (!answer.ok) localStorage.setItem(leftKey, JSON.stringify(discarded ?? {}));
}

/** Ends a session that was left while there was no line; nothing where none was. */
export function endLeftSession(api: Pick<Api, 'signOut'>): Promise<void> {
	ending ??= endLeft(api).finally(() => (ending = undefined));
	return ending;
}
let ending: Promise<void> | undefined;

async function endLeft(api: Pick<Api, 'signOut'>): Promise<void> {
	const left = localStorage.getItem(leftKey);
	if (left === null || currentSession() !== null) return;
	const counts = discarded.safeParse(JSON.parse(left));
	const answer = await api.signOut(counts.success ? counts.data : undefined);
	if (answer.ok || answer.failure.kind === 'signed_out') localStorage.removeItem(leftKey);
}
const discarded = z.object({ commands: z.number(), photos: z.number() });

/** From here on nobody is signed in on this device. */
export function forgetSession(): void {
	localStorage.removeItem(storageKey);
}
