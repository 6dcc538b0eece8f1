import { describe, expect, it } from 'vitest';
import { makeFormat } from './format';

const hourMs = 3_600_000;
/** 14 June 2026, 12:05 in Muscat (UTC+4). */
const at = Date.UTC(2026, 5, 14, 8, 5);
const bare = (text: string) =>
	text.replace(/[\u200e\u200f\u061c]/g, '').replace(/[\u00a0\u202f]/g, ' ');

const en = makeFormat({ locale: 'en', digits: 'latn', timeZone: 'Asia/Muscat' });
const ar = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const arab = makeFormat({ locale: 'ar', digits: 'arab', timeZone: 'Asia/Muscat' });

describe('figures', () => {
	it('are Latin unless Arabic-Indic digits are asked for, in both languages', () => {
		expect(ar.number(12480)).toBe('12,480');
		expect(arab.number(12480)).toBe('١٢٬٤٨٠');
		expect(arab.figures('MM-26-004217-3')).toBe('MM-٢٦-٠٠٤٢١٧-٣');
		expect(en.figures('9900 1111')).toBe('9900 1111');
	});

	it('round a distance to what a person walking can use', () => {
		expect(bare(en.distance(243))).toBe('240 m');
		expect(bare(ar.distance(243))).toBe('240 م');
		expect(bare(en.distance(996))).toBe('1 km');
		expect(bare(ar.distance(1240))).toBe('1.2 كم');
		expect(bare(en.distance(12_400))).toBe('12 km');
	});

	it('name sizes in decimal units', () => {
		expect(bare(en.bytes(700_000))).toBe('700 kB');
		expect(bare(ar.bytes(45_000_000))).toBe('45 ميغابايت');
		expect(bare(en.bytes(0))).toBe('0 kB');
	});

	it('write a ratio as a percentage', () => expect(en.percent(0.482)).toBe('48%'));
});

describe('moments', () => {
	it('are days first, Gregorian, in the time zone of the city', () => {
		expect(en.date(at)).toBe('14 Jun 2026');
		expect(bare(ar.date(at))).toBe('14 يونيو 2026');
		expect(en.time(at)).toBe('12:05');
		expect(en.dateTime(at)).toBe('14 Jun 2026, 12:05');
		expect(bare(ar.dateTime(at))).toBe('14 يونيو 2026، 12:05');
	});

	it('belong to the day that the city has, not the one that UTC has', () => {
		expect(en.date(Date.UTC(2026, 5, 14, 21))).toBe('15 Jun 2026');
	});

	it.each([
		[-2 * hourMs, '2 hours ago', 'قبل ساعتين'],
		[-3 * 24 * hourMs, '3 days ago', 'قبل 3 أيام'],
		[10_000, 'now', 'الآن'],
		[-60_000, '1 minute ago', 'قبل دقيقة واحدة'],
		[-23 * hourMs, 'yesterday', 'أمس'],
		[400 * 24 * hourMs, 'next year', 'السنة القادمة']
	])('stand %i ms from now as words', (differenceMs, english, arabic) => {
		expect(bare(en.relative(at + differenceMs, at))).toBe(english);
		expect(bare(ar.relative(at + differenceMs, at))).toBe(arabic);
	});
});

describe('durations', () => {
	it('name their two largest units', () => {
		expect(bare(en.duration(2 * hourMs + 5 * 60_000))).toBe('2 hrs 5 mins');
		expect(bare(ar.duration(2 * hourMs + 5 * 60_000))).toBe('ساعتان و5 دقائق');
		expect(bare(en.duration(49 * hourMs + 60_000))).toBe('2 days 1 hr');
		expect(bare(en.duration(0))).toBe('0 mins');
	});
});
