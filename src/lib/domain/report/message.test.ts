/** What is written between who works on a report and who dispatches it. */
import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	ali,
	aPerson,
	aReport,
	badr,
	by,
	huda,
	morning,
	plainArgs,
	salma
} from '../../../../tests/support/builders';
import { maxMessagesPerReport, maxTextLength, parseCommand } from './command';
import { decide } from './decide';
import { statuses } from './lifecycle';
import { messagesOf, openQuestions } from './message';
import type { Message } from './report';

const message = (part: Partial<Message> = {}): Message => ({
	...{ id: 'm1', actorId: 'ali', at: morning, text: 'هل أغلق الشارع؟', isQuestion: true },
	...{ isFromOffice: false, isLate: false, ...part }
});
const ask = aCommand('sendMessage');
const answer = aCommand('sendMessage', { args: { text: 'نعم، أغلقه', isQuestion: false } });

describe('a message', () => {
	it('stands on the report whatever its status, and moves neither status nor acts', () => {
		for (const status of statuses) {
			const report = aReport({ status, assignEpoch: 1 });
			const written = after(report, ask, by(ali));
			expect(messagesOf(written)).toMatchObject([{ id: ask.id, actorId: 'ali', isLate: false }]);
			const { status: stays, acts, lastAct } = written;
			expect({ status: stays, acts, lastAct }).toEqual({ status, acts: null, lastAct: null });
		}
	});

	it('is never stale: a supervisor writes although others have acted meanwhile', () => {
		const acts = { actorId: 'ali', lastRev: 9, othersRev: 9 };
		const report = aReport({ status: 'in_progress', rev: 9, acts });
		const written = after(report, answer, by(salma));
		expect(messagesOf(written)).toMatchObject([{ isFromOffice: true, actorId: 'salma' }]);
	});

	it('of somebody who held the job earlier is kept and marked late [E1]', () => {
		const report = aReport({ status: 'assigned', assignEpoch: 2 });
		expect(messagesOf(after(report, ask, by(ali)))).toMatchObject([{ isLate: true }]);
	});

	it('is refused from who never had the report, and from a desk that does not reach it [D6]', () => {
		const report = aReport({ status: 'assigned' });
		expect(decide(report, ask, by(badr))).toMatchObject({ reason: 'never_assigned' });
		const elsewhere = aPerson('supervisor', { teamId: 'team-2' });
		expect(decide(report, answer, by(elsewhere))).toMatchObject({ reason: 'out_of_scope' });
		expect(decide(report, ask, by(huda))).toMatchObject({ reason: 'not_permitted' });
	});

	it('is written once, however often its command is laid over the report [C9]', () => {
		const once = after(aReport({ status: 'assigned' }), ask, by(ali));
		expect(messagesOf(after(once, ask, by(ali)))).toHaveLength(1);
	});

	it('beyond the limit of a report is refused with the number', () => {
		const messages = Array.from({ length: maxMessagesPerReport }, (_, n) =>
			message({ id: `m${n}` })
		);
		const report = aReport({ status: 'assigned', messages });
		expect(decide(report, ask, by(ali))).toEqual({
			...{ outcome: 'rejected', reason: 'too_many_messages' },
			detail: { limit: maxMessagesPerReport }
		});
	});

	it('has a text of 1 to 2,000 characters', () => {
		const parsed = (text: string) => parseCommand({ ...ask, args: { text, isQuestion: false } }).ok;
		expect([parsed('ن'), parsed('ن'.repeat(maxTextLength))]).toEqual([true, true]);
		expect([parsed(''), parsed('ن'.repeat(maxTextLength + 1))]).toEqual([false, false]);
	});

	it('is not on a report of a build that knew none, which reads as a report without messages [I1]', () => {
		const older = aReport();
		expect('messages' in older).toBe(false);
		expect(messagesOf(older)).toEqual([]);
		expect(openQuestions(older)).toEqual([]);
	});
});

describe('a question', () => {
	it('is open until somebody of the office writes after it', () => {
		const asked = after(aReport({ status: 'assigned' }), ask, by(ali));
		expect(openQuestions(asked)).toMatchObject([{ id: ask.id }]);
		const more = aCommand('sendMessage', { args: { text: 'أنا في الموقع', isQuestion: false } });
		expect(openQuestions(after(asked, more, by(ali)))).toHaveLength(1);
		expect(openQuestions(after(asked, answer, by(salma)))).toEqual([]);
	});

	it('asked after an answer is open again', () => {
		const report = aReport({
			messages: [message(), message({ id: 'm2', isFromOffice: true }), message({ id: 'm3' })]
		});
		expect(openQuestions(report).map(({ id }) => id)).toEqual(['m3']);
	});

	it('carries the text that was asked', () => {
		const asked = after(aReport({ status: 'assigned' }), ask, by(ali));
		expect(messagesOf(asked)[0]?.text).toBe(plainArgs.sendMessage.text);
	});
});
