import { describe, expect, it } from 'vitest';
import { clock } from '../../../../tests/support/builders';
import { fieldsOf, momentOf, quickDues } from './due-choice';

const muscat = 'Asia/Muscat';
const at = (iso: string) => Date.parse(`${iso}+04:00`);

describe('a due time to choose', () => {
	it('is offered at the end of working days only, today among them while it lasts', () => {
		const thursday = at('2026-09-10T10:00:00');
		const offered = quickDues(thursday, clock);
		expect(offered.map(({ days }) => days)).toEqual([0, 1, 3, 5]);
		expect(fieldsOf(offered[0]!.at, muscat)).toEqual({ date: '2026-09-10', time: '14:30' });
		// Friday and Saturday are no working days.
		expect(fieldsOf(offered[1]!.at, muscat).date).toBe('2026-09-13');
		expect(fieldsOf(offered[3]!.at, muscat).date).toBe('2026-09-17');
	});

	it('is not today any more once the day is over', () => {
		expect(quickDues(at('2026-09-10T15:00:00'), clock).map(({ days }) => days)).toEqual([1, 3, 5]);
	});

	it('is read by the wall clock of the city, not of the device', () => {
		expect(momentOf('2026-09-10', '14:30', muscat)).toBe(at('2026-09-10T14:30:00'));
		expect(momentOf('2026-09-10', '', muscat)).toBeNull();
		expect(momentOf('10/9/2026', '14:30', muscat)).toBeNull();
	});

	it('comes back as it was chosen', () => {
		const moment = at('2026-12-31T23:45:00');
		const { date, time } = fieldsOf(moment, muscat);
		expect(momentOf(date, time, muscat)).toBe(moment);
	});
});
