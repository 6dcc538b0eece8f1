import { describe, expect, it } from 'vitest';
import { clock, minute, morning } from '../../../../tests/support/builders';
import {
	afterShiftAct,
	isNextPoint,
	isPlausible,
	longestShiftMs,
	overAt,
	sharedPlace,
	sharesAt,
	shiftAsOf,
	shiftState,
	startShift,
	type Shift,
	type ShiftAct
} from './shift';

const hour = 60 * minute;
/** The working day of the builders' calendar ends at 14:30, six and a half hours after the morning. */
const dayEnd = morning + 6.5 * hour;
const shift = startShift('shift-1', morning, false);
const after = (acts: readonly (readonly [ShiftAct, number])[], from: Shift = shift): Shift =>
	acts.reduce((now, [act, at]) => {
		const next = afterShiftAct(now, act, morning + at * minute);
		if (next === null) throw new Error(`${act} is not allowed`);
		return next;
	}, from);

describe('a shift', () => {
	it('goes from on to break and back, and ends from either', () => {
		expect(shiftState(shift)).toBe('on');
		expect(shiftState(after([['break', 60]]))).toBe('break');
		expect(shiftState(after([['break', 60], ['resume', 75]]))).toBe('on'); // prettier-ignore
		expect(shiftState(after([['break', 60], ['end', 75]]))).toBe('ended'); // prettier-ignore
	});

	it('refuses an act that its state does not know', () => {
		expect(afterShiftAct(shift, 'resume', morning)).toBeNull();
		expect(afterShiftAct(after([['break', 1]]), 'break', morning)).toBeNull();
		expect(afterShiftAct(after([['end', 1]]), 'end', morning)).toBeNull();
	});

	it('shares a place while it is on, and not before, in a break, or after', () => {
		const day = after([['break', 60], ['resume', 75], ['end', 120]]); // prettier-ignore
		const shared = [-1, 0, 59, 60, 74, 75, 120, 121].map((at) =>
			sharesAt(day, morning + at * minute)
		);
		expect(shared).toEqual([false, true, true, false, false, true, true, false]);
	});

	it('closes a break that lasts when it ends', () => {
		expect(after([['break', 60], ['end', 90]]).breaks).toEqual([
			{ fromAt: morning + 60 * minute, toAt: morning + 90 * minute }
		]); // prettier-ignore
	});

	it('knows times that cannot have happened', () => {
		expect(isPlausible(after([['break', 60], ['resume', 75], ['end', 90]]))).toBe(true); // prettier-ignore
		expect(isPlausible({ ...shift, endedAt: morning - 1, endedBy: 'person' })).toBe(false);
		expect(isPlausible({ ...shift, endedAt: morning + 1 })).toBe(false);
		const lasting = { fromAt: morning + 1, toAt: null };
		expect(isPlausible({ ...shift, breaks: [lasting, { ...lasting, fromAt: morning + 2 }] })).toBe(
			false
		);
	});
});

describe('a shift that nobody ends', () => {
	it('ends with the working day when the person fell silent during it [47]', () => {
		expect(overAt(shift, morning + hour, clock)).toEqual({ at: dayEnd, by: 'calendar' });
	});

	it('ends two hours after the last contact when the person went on longer', () => {
		const heardAt = dayEnd + hour;
		expect(overAt(shift, heardAt, clock)).toEqual({ at: heardAt + 2 * hour, by: 'silence' });
	});

	it('ends after fourteen hours whoever is heard', () => {
		const over = overAt(shift, morning + 13 * hour, clock);
		expect(over).toEqual({ at: morning + longestShiftMs, by: 'length' });
	});

	it('ends two hours after the last contact on a day without work', () => {
		const friday = startShift('shift-2', morning - 2 * 24 * hour, false);
		expect(overAt(friday, friday.startedAt, clock)).toMatchObject({ by: 'silence' });
	});

	it('lasts until that moment and not a millisecond longer', () => {
		const asOf = (now: number) => shiftAsOf(shift, morning + hour, now, clock);
		expect(asOf(dayEnd - 1)).toBe(shift);
		expect(asOf(dayEnd + hour)).toMatchObject({ endedAt: dayEnd, endedBy: 'calendar' });
	});
});

describe('a place that is shared', () => {
	const place = { at: morning, lat: 23.640_21, lon: 58.189_37, accuracyMetres: 8 };

	it('lies on a grid of about 100 m, and is exact only where the person allows it', () => {
		expect(sharedPlace(place, false)).toMatchObject({
			lat: 23.64,
			lon: 58.189,
			accuracyMetres: 100
		});
		expect(sharedPlace(place, true)).toEqual(place);
	});

	it('is a new point after a minute or 50 m, whichever comes first', () => {
		const near = { ...place, lat: place.lat + 0.0001 };
		const far = { ...place, lat: place.lat + 0.001 };
		expect(isNextPoint(undefined, place)).toBe(true);
		expect(isNextPoint(place, { ...near, at: morning + 59_000 })).toBe(false);
		expect(isNextPoint(place, { ...near, at: morning + 60_000 })).toBe(true);
		expect(isNextPoint(place, { ...far, at: morning + 20_000 })).toBe(true);
		expect(isNextPoint(place, { ...far, at: morning + 5_000 })).toBe(false);
	});

	it('is none where the fix is too inexact', () => {
		expect(isNextPoint(undefined, { ...place, accuracyMetres: 900 })).toBe(false);
	});
});
