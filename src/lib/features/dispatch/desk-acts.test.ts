import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import { edgeOf, statuses } from '$lib/domain/report/lifecycle';
import { aReport, ali, anAssignment, morning, salma } from '../../../../tests/support/builders';
import { claimsOf } from './claims';
import { actsFor, assignIntent, isAssignable, isReassignment } from './desk-acts';
import { refusedActs, settledBy } from './refused';
import type { OutboxItem } from '$lib/client/device';

const supervisor = actorOf(salma);
const mine = { teamId: 'team-1', areaPath: '/muscat/seeb/' };

describe('what the desk can do', () => {
	it.each(statuses)('offers at %s only what the lifecycle allows', (status) => {
		for (const act of actsFor({ status }, supervisor)) expect(edgeOf(act, status)).toBeDefined();
	});

	it('offers an inspector nothing', () => {
		expect(statuses.flatMap((status) => actsFor({ status }, actorOf(ali)))).toEqual([]);
	});

	it('assigns what is free and reassigns what lies with somebody', () => {
		const free = aReport({ status: 'received' });
		const given = aReport({ status: 'assigned', assignment: anAssignment() });
		expect(assignIntent(free, 'badr').type).toBe('assign');
		expect(assignIntent(given, 'badr').type).toBe('reassign');
		expect([isReassignment([given]), isReassignment([given, free])]).toEqual([true, false]);
	});

	it('leaves finished work out when it says assign or reassign', () => {
		const done = aReport({ status: 'done' });
		const given = aReport({ status: 'assigned', assignment: anAssignment() });
		expect([isAssignable(done), isReassignment([done]), isReassignment([done, given])]).toEqual([
			false,
			false,
			true
		]);
	});
});

describe('what awaits the desk', () => {
	it('lists undecided claims of open and closed reports within reach, the longest waiting first', () => {
		const claim = (id: string, receivedAt: number, state: 'open' | 'settled' = 'open') => ({
			id,
			kind: 'finish' as const,
			actorId: 'ali',
			epoch: 1,
			at: morning,
			receivedAt,
			outcome: null,
			text: null,
			photos: [],
			state
		});
		const claims = claimsOf(
			[
				aReport({ claims: [claim('new', 3), claim('settled', 2, 'settled')], ...mine }),
				aReport({ status: 'closed', claims: [claim('old', 1)], ...mine }),
				aReport({ claims: [claim('elsewhere', 1)], ...mine, teamId: 'team-2' })
			],
			supervisor
		);
		expect(claims.map(({ claim: { id } }) => id)).toEqual(['old', 'new']);
	});

	it('knows who decided about late work first, where somebody else was quicker', () => {
		const settled = (actorId: string, at: number) => ({
			...{ id: `c${at}`, kind: 'finish' as const, actorId: 'ali', epoch: 1, at: 1, receivedAt: 1 },
			...{ outcome: null, text: null, photos: [], state: 'settled' as const },
			settled: { choice: 'keep' as const, actorId, at, text: null }
		});
		expect(
			settledBy(aReport({ claims: [settled('salma', 1), settled('rashid', 2)] }))?.actorId
		).toBe('rashid');
		expect(settledBy(aReport())).toBeNull();
	});

	it('names refused acts of the desk until they are put aside or half a day old', () => {
		const item = (commandId: string, part: Partial<OutboxItem> = {}): OutboxItem => ({
			commandId,
			n: 1,
			type: 'assign',
			args: {},
			reportId: 'r',
			reportNumber: 'MM-26-000001-7',
			reportAddress: '',
			at: morning,
			state: 'refused',
			pausedBy: null,
			outcome: 'rejected',
			reason: 'stale',
			detail: null,
			photo: null,
			photoKind: null,
			undoUntilAt: null,
			canWithdraw: false,
			settlement: null,
			...part
		});
		const items = [
			item('stale'),
			item('aside'),
			item('decision', { type: 'acceptClaim' }),
			item('sent', { state: 'applied' }),
			item('field', { type: 'start' }),
			item('old', { at: morning - 24 * 60 * 60_000 })
		];
		const named = refusedActs(items, new Set(['aside']), morning);
		expect(named.map(({ commandId }) => commandId)).toEqual(['stale', 'decision']);
	});
});
