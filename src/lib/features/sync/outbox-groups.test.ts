import type { OutboxItem } from '$lib/client/device';
import { describe, expect, it } from 'vitest';
import { groupOutbox } from './outbox-groups';

let n = 0;
const item = (reportId: string, part: Partial<OutboxItem> = {}): OutboxItem => ({
	commandId: `c${++n}`,
	n,
	type: 'start',
	args: {},
	reportId,
	reportNumber: reportId,
	reportAddress: '',
	at: n,
	state: 'applied',
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
const photo = { sha256: 'x', size: 10, sentBytes: 0, state: 'waiting' } as const;

describe('the outbox', () => {
	it('shows what needs the person first, then what waits, then what is sent', () => {
		const groups = groupOutbox([
			item('sent'),
			item('waiting', { state: 'waiting' }),
			item('refused', { state: 'refused' }),
			item('newer', { state: 'sending' })
		]);
		expect(groups.map((group) => [group.reportId, group.state])).toEqual([
			['refused', 'attention'],
			['newer', 'waiting'],
			['waiting', 'waiting'],
			['sent', 'sent']
		]);
	});

	it('counts the photos of a report that are still to go, without those taken back', () => {
		const [group] = groupOutbox([
			item('a', { state: 'photos_left', photo }),
			item('a', { state: 'undone', photo }),
			item('a', { state: 'applied', photo: { ...photo, state: 'stored' } })
		]);
		expect(group).toMatchObject({ photosLeft: 1, state: 'waiting' });
	});

	it('asks for attention when a photo arrived damaged', () => {
		const [group] = groupOutbox([item('a', { photo: { ...photo, state: 'corrupt' } })]);
		expect(group?.state).toBe('attention');
	});

	it('asks nothing of somebody whose access has ended: the work goes by itself [D3]', () => {
		const paused = (pausedBy: OutboxItem['pausedBy']) =>
			groupOutbox([item('a', { state: 'paused', pausedBy })])[0]?.state;
		expect(paused('needs_sign_in')).toBe('attention');
		expect(paused('revoked')).toBe('waiting');
	});

	it('does not call reading a report an act', () => {
		expect(groupOutbox([item('a', { type: 'seen' })])).toEqual([]);
	});
});
