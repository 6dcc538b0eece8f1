import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '$lib/client/device';
import { actorOf } from '$lib/domain/people/actor';
import { takeBackMs } from '$lib/domain/report/closing';
import { aReport, huda, morning, salma } from '../../../../tests/support/builders';
import { officerActsOn, refusedOfficerActs } from './officer-acts';

const acts = (part: Parameters<typeof aReport>[0], person = huda, now = morning) =>
	Object.entries(officerActsOn(aReport(part), actorOf(person), now))
		.filter(([, isOpen]) => isOpen)
		.map(([act]) => act);

describe('what an officer may do', () => {
	it('is to confirm, return or refer what was finished', () => {
		expect(acts({ status: 'done' })).toEqual(['confirm', 'return', 'refer']);
	});

	it('is to record the answer or close, once it lies with somebody outside', () => {
		expect(acts({ status: 'referred' })).toEqual(['answerReferral', 'close']);
	});

	it('is to take a closing back while the window is open, and to reopen for as long as it is here', () => {
		const closed = { status: 'closed', confirmedById: huda.id } as const;
		expect(acts(closed)).toEqual(['reopen', 'takeBackClosing']);
		expect(acts(closed, huda, morning + takeBackMs + 1)).toEqual(['reopen']);
	});

	it('is nothing of the directorate’s for who may not confirm, nor on work that nobody finished', () => {
		expect(acts({ status: 'done' }, salma)).toEqual([]);
		expect(acts({ status: 'in_progress' })).toEqual([]);
		expect(acts({ status: 'received' })).toEqual([]);
	});
});

describe('what the server did not accept', () => {
	const hour = 60 * 60 * 1000;
	const item = (commandId: string, part: Partial<OutboxItem>): OutboxItem => ({
		...{
			commandId,
			n: 1,
			type: 'confirm',
			reportId: 'r',
			reportNumber: 'MM-26-000001-7',
			args: {}
		},
		...{ reportAddress: '', at: morning, state: 'refused', pausedBy: null, outcome: 'rejected' },
		...{ reason: 'stale', detail: null, photo: null, photoKind: null, undoUntilAt: null },
		...{ canWithdraw: false, settlement: null },
		...part
	});
	const shown = (items: OutboxItem[], dismissed: string[] = [], now = morning) =>
		refusedOfficerActs(items, new Set(dismissed), now).map(({ commandId }) => commandId);

	it('is named for an officer’s acts, until it is put aside or half a day has passed', () => {
		const items = [
			item('a', {}),
			item('b', { type: 'return' }),
			item('c', { state: 'applied' }),
			item('d', { type: 'assign' })
		];
		expect(shown(items)).toEqual(['a', 'b']);
		expect(shown(items, ['a'])).toEqual(['b']);
		expect(shown(items, [], morning + 13 * hour)).toEqual([]);
	});
});
