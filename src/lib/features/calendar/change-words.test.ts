import { expect, it } from 'vitest';
import { makeFormat } from '$lib/i18n/format';
import { changeText } from './change-words';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const name = { ar: 'طفح المجاري', en: 'Sewage' };
const targets = { acknowledge: 30, firstVisit: 120, resolve: 840, review: 420 };

it('tells of targets only the stages that changed, with what they were', () => {
	const is = { ...targets, resolve: 420 };
	const reason = { act: 'setTargets', categoryId: 'sewage', name, was: targets, is } as const;
	const text = changeText(reason, format);
	expect(text).toContain('تغيّرت مهل «طفح المجاري»: الإنجاز من');
	expect(text).not.toContain('أول زيارة');
});

it('tells days of the week once whose hours changed alike', () => {
	const was = [{ from: '07:30', to: '14:30' }];
	const is = [{ from: '08:00', to: '12:00' }];
	const days = [
		{ weekday: 0, was, is },
		{ weekday: 1, was, is },
		{ weekday: 4, was, is: [] }
	];
	const text = changeText({ act: 'setWeek', from: '2026-03-08', days }, format);
	expect(text).toContain('الأحد، الاثنين: ');
	expect(text.match(/08:00/g)).toHaveLength(1);
	expect(text).toContain('؛ الخميس: إجازة');
});
