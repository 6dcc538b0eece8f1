import { makeFormat } from '$lib/i18n/format';
import { describe, expect, it } from 'vitest';
import { aPhoto, aReport } from '../../../../tests/support/builders';
import { itemStates, type OutboxItem } from '$lib/client/device';
import { itemLook, itemName, itemWords } from './item-words';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const item = (part: Partial<OutboxItem> = {}): OutboxItem => ({
	commandId: 'c1',
	n: 1,
	type: 'finish',
	reportId: 'r1',
	reportNumber: 'MM-26-000001-7',
	reportAddress: '',
	at: 0,
	state: 'waiting',
	outcome: null,
	reason: null,
	detail: null,
	photo: null,
	undoUntilAt: null,
	settlement: null,
	...part
});
const photo = { sha256: 'b'.repeat(64), size: 10, sentBytes: 0, state: 'waiting' } as const;

describe('the words of an outbox item', () => {
	it('exist for every state', () => {
		const words = itemStates.map((state) => itemWords(item({ state }), 1, format));
		expect(new Set(words).size).toBe(itemStates.length);
	});

	it('say why something was not accepted', () => {
		const words = itemWords(item({ state: 'refused', reason: 'never_assigned' }), 0, format);
		expect(words).toBe('لم يُقبل: لم يُسند هذا البلاغ إليك');
	});

	it('say how many photos a closing still waits for', () => {
		const words = itemWords(item({ state: 'photos_left' }), 2, format);
		expect(words).toBe('أُرسلت البيانات، وبقيت صورتان');
	});

	it('put a damaged photo before everything else, unless it was taken back', () => {
		const lost = { ...photo, state: 'corrupt' } as const;
		expect(itemLook(item({ state: 'applied', photo: lost })).tone).toBe('alarm');
		expect(itemLook(item({ state: 'undone', photo: lost })).tone).toBe('neutral');
	});

	it('name a proof photo by what it shows while the report is here', () => {
		const shot = item({ type: 'addPhoto', photo });
		expect(itemName(shot, aReport({ photos: [aPhoto('before')] }))).toBe('صورة قبل المعالجة');
		expect(itemName(shot, undefined)).toBe('إضافة صورة');
	});
});
