import { expect, it } from 'vitest';
import { aReport, morning } from '../../../../tests/support/builders';
import { arrivals, noticeText } from './arrivals';
import { withPhrase } from './phrases';

const unread = (...ids: string[]) =>
	ids.map((id) => ({
		report: aReport(),
		message: {
			...{ id, actorId: 'salma', at: morning, text: 'نعم', isQuestion: false },
			...{ isFromOffice: true, isLate: false }
		}
	}));

it('tells a message that comes while the app is open once, and none of those that were there', () => {
	const heard = arrivals();
	expect(heard(unread('m1'))).toEqual([]);
	expect(heard(unread('m1', 'm2')).map(({ message }) => message.id)).toEqual(['m2']);
	expect(heard(unread('m1', 'm2'))).toEqual([]);
	expect(heard(unread())).toEqual([]);
	expect(heard(unread('m2', 'm3')).map(({ message }) => message.id)).toEqual(['m3']);
});

it('cuts a long message at a word', () => {
	expect(noticeText('نعم\nأغلقه')).toBe('نعم أغلقه');
	const long = noticeText('كلمة '.repeat(60));
	expect(long.length).toBeLessThan(100);
	expect(long.endsWith('كلمة …')).toBe(true);
});

it('puts a phrase after what is written already', () => {
	expect(withPhrase('', 'انتظر')).toBe('انتظر');
	expect(withPhrase('حسنًا. ', 'انتظر')).toBe('حسنًا. انتظر');
});
