/** Opening the screen of an enrolled person: the PIN is judged, and every try is counted. */
import { isPin, pinOf } from './pin';
import { noteTry, renewSeat, seatsHere } from './seats';
import { needsPassword, waitMs } from './tries';

export type Unlocking =
	| { kind: 'right' }
	| { kind: 'wrong' }
	/** Too many wrong ones: not judged at all. */
	| { kind: 'wait'; ms: number }
	/** Only the password opens it now. */
	| { kind: 'password' };

/** Judges a PIN for a person, at a moment of the device's clock (ms). */
export async function unlock(personId: string, typed: string, now: number): Promise<Unlocking> {
	const before = hurdleOf(personId, now);
	if (before !== null) return before;
	const kept = seatsHere().find(({ session }) => session.person.id === personId);
	const pin = pinOf(typed);
	if (kept === undefined) return { kind: 'password' };
	if (pin === null) return { kind: 'wrong' };
	noteTry(personId, now);
	if (!(await isPin(pin, kept.pin))) return hurdleOf(personId, now) ?? { kind: 'wrong' };
	renewSeat(kept.session);
	return { kind: 'right' };
}

/** What stands before a person's next try; null: nothing. */
export function hurdleOf(personId: string, now: number): Unlocking | null {
	const kept = seatsHere().find(({ session }) => session.person.id === personId);
	if (kept === undefined || needsPassword(kept)) return { kind: 'password' };
	const ms = waitMs(kept, now);
	return ms > 0 ? { kind: 'wait', ms } : null;
}
