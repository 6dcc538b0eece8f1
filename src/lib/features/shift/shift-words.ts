/** What states and ends of a shift are called. */
import type { Shift, ShiftEnd, ShiftState } from '$lib/domain/dispatch/shift';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { PartTone } from '$lib/ui/tone';

const endWords: Readonly<Record<ShiftEnd, () => string>> = {
	person: m.shift_ended_person,
	calendar: m.shift_ended_calendar,
	silence: m.shift_ended_silence,
	length: m.shift_ended_length
};

export const shiftTones: Readonly<Record<ShiftState, PartTone>> = {
	on: 'done',
	break: 'waiting',
	ended: 'neutral'
};

/** Why a shift ended, in words to its person. */
export const shiftEndText = (end: ShiftEnd) => endWords[end]();

/** "On shift since 07:30"; where it lasts, the moment that its state began. */
export function shiftSinceText(state: ShiftState, shift: Shift | null, shown: Format): string {
	if (shift === null || state === 'ended') return m.shift_off();
	if (state === 'on') return m.shift_on_since({ time: shown.time(shift.startedAt) });
	const from = shift.breaks.at(-1)?.fromAt ?? shift.startedAt;
	return m.shift_break_since({ time: shown.time(from) });
}
