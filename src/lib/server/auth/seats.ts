/**
 * Seats of a shared device: sessions of enrolled people that one browser keeps beside the one that
 * counts, so that a person who comes back needs no password and no line for it.
 *
 * 1. A seat is a cookie that scripts cannot read, sent to the sign-in endpoints only; it holds the
 *    same signed token as the session cookie, and no other endpoint takes it for one.
 * 2. It is as good as its session: ended, expired or of another person, it opens nothing.
 * 3. Its name tells no person: it is a hash of the id.
 * Not here: the PIN. That is a lock of the screen, and the device's own affair (ADR 0028).
 */
import { createHash } from 'node:crypto';

const path = '/api/auth';
/** The cookie may outlive its session, which decides by itself. */
const keptSeconds = 400 * 24 * 60 * 60;
const hashLength = 20;

const nameOf = (personId: string) =>
	`maydan_seat_${createHash('sha256').update(personId).digest('hex').slice(0, hashLength)}`;

/** The kept token of a person as it stands in the cookie; null where this browser keeps none. */
export function seatOf(headers: Headers, personId: string): string | null {
	return cookieIn(headers, nameOf(personId));
}

/** The Set-Cookie value that keeps a session's token for its person. */
export function keepSeat(personId: string, token: string, url: URL): string {
	return seatCookie(personId, token, keptSeconds, url);
}

/** The Set-Cookie value that forgets it. */
export function clearSeat(personId: string, url: URL): string {
	return seatCookie(personId, '', 0, url);
}

/** A cookie of a request as it was sent, neither decoded nor parsed. */
export function cookieIn(headers: Headers, name: string): string | null {
	const pairs = (headers.get('cookie') ?? '').split(/;\s*/);
	const pair = pairs.find((one) => one.startsWith(`${name}=`));
	return pair?.slice(name.length + 1) || null;
}

function seatCookie(personId: string, token: string, seconds: number, { protocol }: URL): string {
	const secure = protocol === 'https:' ? '; Secure' : '';
	const kept = `Path=${path}; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
	return `${nameOf(personId)}=${token}; ${kept}`;
}
