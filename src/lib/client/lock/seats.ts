/**
 * People enrolled on this device: who may come back by PIN, with the hash of it and the tries that
 * failed. One key of local storage, readable before anything is drawn.
 *
 * 1. Never a PIN, never a token: the token of a seat is a cookie that scripts cannot read.
 * 2. What cannot be read is nobody: then everybody signs in by password.
 * Not here: hashing (pin), waiting (tries), what is shown while locked (state/lock).
 */
import * as z from 'zod/mini';
import { rememberedSession, type Session } from '../session-store';
import { keptPin, type KeptPin } from './pin';

const storageKey = 'maydan.seats';
/** Each is a cookie of its own, and headers have bounds. */
export const maxSeats = 12;

const seat = z.object({
	session: rememberedSession,
	pin: keptPin,
	/** Wrong tries since the last right one or the last sign-in by password. */
	failed: z.int().check(z.nonnegative()),
	/** When the last of them was, by the device's clock. */
	failedAt: z.number()
});
export type Seat = z.infer<typeof seat>;

/** Everybody who is enrolled here, in the order of enrolling. */
export function seatsHere(): readonly Seat[] {
	try {
		const parsed = z.array(seat).safeParse(JSON.parse(localStorage.getItem(storageKey) ?? '[]'));
		return parsed.success ? parsed.data : [];
	} catch {
		return [];
	}
}

/** Whether a person may come back here by PIN. */
export const isEnrolled = (personId: string) =>
	seatsHere().some(({ session }) => session.person.id === personId);

/** Enrols a person, or gives them another PIN; false where no more people fit. */
export function enrol(session: Session, pin: KeptPin): boolean {
	const others = withoutPerson(session.person.id);
	if (others.length >= maxSeats) return false;
	write([...others, { session, pin, failed: 0, failedAt: 0 }]);
	return true;
}

/** From here on the person signs in by password. */
export function leaveSeat(personId: string): void {
	if (isEnrolled(personId)) write(withoutPerson(personId));
}

/** A right PIN or a sign-in by password: earlier tries are forgotten, and the person is as now known. */
export function renewSeat(session: Session): void {
	change(session.person.id, (kept) => ({ ...kept, session, failed: 0, failedAt: 0 }));
}

/** One more wrong try; noted before it is judged, so that a reload does not win one. */
export function noteTry(personId: string, at: number): void {
	change(personId, (kept) => ({ ...kept, failed: kept.failed + 1, failedAt: at }));
}

const withoutPerson = (personId: string) =>
	seatsHere().filter(({ session }) => session.person.id !== personId);

function change(personId: string, to: (kept: Seat) => Seat): void {
	if (!isEnrolled(personId)) return;
	write(seatsHere().map((kept) => (kept.session.person.id === personId ? to(kept) : kept)));
}

function write(seats: readonly Seat[]): void {
	localStorage.setItem(storageKey, JSON.stringify(seats));
}
