import { describe, expect, it } from 'vitest';
import { actOf, calendarFaults, emptyDraft } from './calendar-draft';

const feast = { ...emptyDraft('holiday'), nameAr: 'عيد', nameEn: 'Feast', from: '2026-06-01' };

describe('a change of the calendar that is being written', () => {
	it('is a holiday of one day where no last day was written', () => {
		expect(calendarFaults(feast)).toEqual([]);
		expect(actOf(feast)).toEqual({
			...{ act: 'addHoliday', from: '2026-06-01', to: '2026-06-01' },
			name: { ar: 'عيد', en: 'Feast' }
		});
	});

	it('asks for both names, days in order, and hours in order', () => {
		expect(calendarFaults(emptyDraft('holiday'))).toEqual(['name', 'days']);
		expect(calendarFaults({ ...feast, to: '2026-05-31' })).toEqual(['days']);
		const season = { ...feast, kind: 'season' as const };
		expect(calendarFaults(season)).toEqual(['days']);
		const late = { ...season, to: '2026-06-30', opens: '15:00' };
		expect(calendarFaults(late)).toEqual(['hours']);
		expect(actOf({ ...late, opens: '08:00' })).toMatchObject({
			...{ act: 'setSeason', hours: { from: '08:00', to: '14:00' } }
		});
	});
});
