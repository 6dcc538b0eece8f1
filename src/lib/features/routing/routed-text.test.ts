import { expect, it } from 'vitest';
import type { ReferenceView } from '$lib/client/device';
import { makeFormat } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { category, reasons } from '../../../../tests/support/builders';
import { routedBecause, routedBy } from './routed-text';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const seeb = { ar: 'السيب', en: 'Seeb' };
const names: Pick<ReferenceView, 'areas' | 'categories' | 'city'> = {
	areas: new Map([
		['/muscat/seeb/', { path: '/muscat/seeb/', name: seeb, label: { lat: 23.67, lon: 58.19 } }]
	]),
	categories: new Map([['sewage', { ...category, name: { ar: 'مجاري', en: 'Sewage' } }]]),
	city: {
		...{ id: 'city', name: seeb, numberPrefix: 'MM', languages: ['ar'], deskPhone: '1111' },
		...{ bounds: [22, 57, 25, 60], center: { lat: 23.6, lon: 58.4, zoom: 10 } },
		...{ rootArea: '/muscat/', sectors: [], reasons },
		calendar: { timeZone: 'Asia/Muscat', week: [], seasons: [], holidays: [] },
		channels: [{ id: 'phone', name: { ar: 'هاتف', en: 'Phone' } }]
	}
};
const rule = { id: 'seeb', name: { ar: 'مجاري السيب', en: 'Sewage in Seeb' } };

it('names the rule that fired and everything that met it', () => {
	const because = {
		...{ areaPath: '/muscat/seeb/', categoryId: 'sewage', sector: 'gone', channelId: 'phone' },
		...{ priority: 'urgent' as const, weekday: 0, hours: { from: '22:00', to: '06:00' } }
	};
	expect(routedBy({ rule, because })).toBe('وجّهته القاعدة «مجاري السيب»');
	expect(routedBecause({ rule, because }, names, format)).toBe(
		'لأن المنطقة السيب، والتصنيف مجاري، والقطاع غير معروف، والقناة هاتف، والأولوية عاجلة، ' +
			`ويوم الاستلام الأحد، ووقت الاستلام بين ${isolated('22:00')} و${isolated('06:00')}`
	);
});

it('says so where a rule holds for every report, and where none matched', () => {
	expect(routedBecause({ rule, because: {} }, names, format)).toBe('لأنها تنطبق على كل بلاغ');
	const duty = { rule: null, because: {} };
	expect(routedBy(duty)).toContain('قائمة المناوبة');
	expect(routedBecause(duty, names, format)).toBe('');
});
