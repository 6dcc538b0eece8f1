import { makeFormat } from '$lib/i18n/format';
import { describe, expect, it } from 'vitest';
import { itemStates, type OutboxItem, type Settlement } from '$lib/client/device';
import { refusals } from '$lib/domain/report/refusal';
import { itemAdvice } from './item-advice';
import { itemLook, itemName, itemWords } from './item-words';
import { settlementBy } from './settlement-words';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const item = (part: Partial<OutboxItem> = {}): OutboxItem => ({
	commandId: 'c1',
	n: 1,
	type: 'finish',
	args: {},
	reportId: 'r1',
	reportNumber: 'MM-26-000001-7',
	reportAddress: '',
	at: 0,
	state: 'waiting',
	pausedBy: null,
	outcome: null,
	reason: null,
	detail: null,
	photo: null,
	photoKind: null,
	undoUntilAt: null,
	canWithdraw: false,
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

	it('say what a supervisor decided, by choice and by kind of work', () => {
		const settled = (choice: Settlement['choice'], type: OutboxItem['type'] = 'finish') => {
			const settlement = { choice, actorId: 'sara', text: null, at: 0 };
			const reviewed = item({ type, state: 'reviewed', outcome: 'claim', settlement });
			return { words: itemWords(reviewed, 0, format), tone: itemLook(reviewed).tone };
		};
		expect(settled('use')).toEqual({ words: 'اعتُمد عملك إنجازًا للبلاغ', tone: 'done' });
		expect(settled('both')).toEqual({ words: 'احتُسب عملك مع الإنهاء القائم', tone: 'done' });
		expect(settled('keep')).toEqual({
			words: 'حُفظ عملك دليلًا، وبقي البلاغ كما هو',
			tone: 'neutral'
		});
		expect(settled('keep', 'start').words).toBe('سُجّل وقت عملك');
		expect(settled('rejected', 'hold').tone).toBe('alarm');
	});

	it('tell what waits for a newer server from what waits for a supervisor', () => {
		const waits = (outcome: 'claim' | 'deferred') =>
			itemWords(item({ state: 'under_review', outcome }), 0, format);
		expect(waits('deferred')).not.toBe(waits('claim'));
	});

	it('name the one who decided, or the server where nobody did', () => {
		const by = (actorId: string | null, name: string) =>
			settlementBy({ choice: 'use', actorId, text: null, at: 0 }, name, format);
		expect(by('sara', 'سارة')).toContain('سارة');
		expect(by(null, '')).toContain('الخادم');
	});

	it('advise wherever something did not simply take effect, codes of a newer server included', () => {
		const advised = (part: Partial<OutboxItem>) => itemAdvice(item(part));
		for (const reason of [...refusals, 'of_tomorrow']) {
			expect(advised({ state: 'refused', reason }), reason).toBeTruthy();
		}
		expect(advised({ state: 'under_review' })).toContain('المشرف');
		expect(advised({ state: 'applied' })).toBeNull();
	});

	it('name a proof photo by what it shows, also after its report has left [story 48]', () => {
		expect(itemName(item({ type: 'addPhoto', photoKind: 'before' }))).toBe('صورة قبل المعالجة');
		expect(itemName(item({ type: 'addPhoto', photoKind: 'other' }))).toBe('إضافة صورة');
	});

	it('say what keeps an item from going, and ask for a sign-in only where that helps', () => {
		const paused = (pausedBy: OutboxItem['pausedBy']) => item({ state: 'paused', pausedBy });
		const words = (['needs_sign_in', 'revoked', 'blocked_quota'] as const).map((by) =>
			itemWords(paused(by), 0, format)
		);
		expect(new Set(words).size).toBe(3);
		expect(itemLook(paused('needs_sign_in')).tone).toBe('alarm');
		expect(itemLook(paused('revoked')).tone).toBe('waiting');
	});

	it('tell a closing that was withdrawn from an act that was taken back', () => {
		const undone = (outcome: OutboxItem['outcome']) =>
			itemWords(item({ state: 'undone', outcome }), 0, format);
		expect(undone('claim')).not.toBe(undone('applied'));
	});

	it('promise no decision to somebody whose access has ended [D3]', () => {
		const advice = (reason: string | null) => itemAdvice(item({ state: 'under_review', reason }));
		expect(advice('escrowed')).not.toBe(advice(null));
	});
});
