import { expect, it } from 'vitest';
import { makeFormat } from '$lib/i18n/format';
import { dueMovedText } from './due-moved-text';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const [from, to] = [Date.UTC(2026, 2, 2, 4), Date.UTC(2026, 2, 3, 4)];

it('says from when to when a due time moved, and which change of the calendar did it', () => {
	const name = { ar: 'العيد', en: 'Feast' };
	const calendar = { act: 'addHoliday', name, from: '2026-03-02', to: '2026-03-02' } as const;
	const text = dueMovedText({ from, to, because: { calendar } }, format);
	expect(text).toContain('انتقل الموعد من');
	expect(text).toContain(format.dateTime(to));
	expect(text).toContain('لأن إجازة «العيد» أُضيفت');
});

it('says how long the work stood, and speaks of the stage where only that moved', () => {
	const paused = dueMovedText({ from, to, because: { pausedMinutes: 120 } }, format);
	expect(paused).toContain(`لأن العمل كان متوقفًا ${format.duration(120 * 60_000)}`);
	const stage = dueMovedText({ from, to: from, because: { pausedMinutes: 1 } }, format);
	expect(stage).toContain('انتقل موعد المرحلة الحالية');
});

it('says which targets changed, and which days of the week have other hours', () => {
	const name = { ar: 'طفح المجاري', en: 'Sewage' };
	const was = { acknowledge: 30, firstVisit: 120, resolve: 840, review: 420 };
	const is = { ...was, resolve: 420 };
	const targets = { act: 'setTargets', categoryId: 'sewage', name, was, is } as const;
	const moved = dueMovedText({ from, to, because: { targets } }, format);
	expect(moved).toContain('لأن مهل «طفح المجاري» تغيّرت (الإنجاز من');
	const days = [{ weekday: 4, was: [], is: [] }];
	const calendar = { act: 'setWeek', from: '2026-03-08', days } as const;
	const text = dueMovedText({ from, to, because: { calendar } }, format);
	expect(text).toContain('لأن أوقات الدوام تغيّرت ابتداءً من');
	expect(text).toContain('(الخميس)');
});
