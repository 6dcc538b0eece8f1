/**
 * What a cold start knows of the signed-in person, in local storage: the person, never a secret. The
 * session itself is a cookie that scripts cannot read; without it this only shows what the tablet
 * already holds.
 * Not here: beginning and ending a session (session), enrolled people (lock/seats).
 */
import * as z from 'zod/mini';
import { person, signedIn, type SignedIn } from '$lib/protocol/session';

const storageKey = 'maydan.session';

/** The shape of what is remembered of a person. */
export const rememberedSession = z.object({
	person,
	epoch: z.string(),
	city: signedIn.shape.city,
	isDemo: signedIn.shape.isDemo
});
export type Session = z.infer<typeof rememberedSession>;

/** The remembered session, or null where nobody is signed in or storage cannot be read. */
export function currentSession(): Session | null {
	try {
		const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
		const parsed = rememberedSession.safeParse(stored);
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

/** Keeps what the server last said of the person; throws where the browser keeps nothing. */
export function rememberSession({ person, epoch, city, isDemo }: SignedIn | Session): Session {
	const session = { person, epoch, city, isDemo };
	localStorage.setItem(storageKey, JSON.stringify(session));
	return session;
}

/** From here on nobody is signed in on this device. */
export function forgetSession(): void {
	localStorage.removeItem(storageKey);
}
