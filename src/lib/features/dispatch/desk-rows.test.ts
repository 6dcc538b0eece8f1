import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import type { Claim } from '$lib/domain/report/report';
import {
	aReport,
	anAssignment,
	minute,
	morning,
	policy,
	salma
} from '../../../../tests/support/builders';
import { meeting, noCriteria, nobody, type Criteria } from './criteria';
import { countRows, deskRows, filterRows } from './desk-rows';

const actor = actorOf(salma);
const weekMs = 7 * 24 * 60 * minute;
const mine = { teamId: 'team-1' };
const claim: Claim = {
	id: 'claim',
	kind: 'finish',
	actorId: 'ali',
	epoch: 1,
	at: morning,
	receivedAt: morning,
	outcome: 'fixed',
	text: null,
	photos: [],
	state: 'open'
};
const rowsOf = (...reports: Parameters<typeof deskRows>[0]) =>
	deskRows(reports, actor, policy, morning + minute);

describe('the rows of the desk', () => {
	it('are the open reports of the team and of the duty queue, nobody else’s', () => {
		const rows = rowsOf(
			aReport({ id: 'team', ...mine }),
			aReport({ id: 'duty', teamId: null }),
			aReport({ id: 'other', teamId: 'team-2' }),
			aReport({ id: 'closed', status: 'closed', ...mine })
		);
		expect(rows.map(({ report }) => report.id)).toEqual(['team', 'duty']);
	});

	it('are counted by what each chip would show', () => {
		const rows = rowsOf(
			aReport({ id: 'a', ...mine }),
			aReport({ id: 'b', status: 'on_hold', ...mine }),
			aReport({ id: 'c', status: 'done', ...mine, claims: [claim] }),
			aReport({ id: 'd', status: 'info_requested', ...mine })
		);
		expect(countRows(rows)).toMatchObject({
			all: 4,
			unassigned: 1,
			on_hold: 1,
			done: 1,
			returned: 0
		});
		expect(filterRows(rows, 'on_hold').map(({ report }) => report.id)).toEqual(['b']);
	});

	it('are overdue once their target is used up', () => {
		const late = deskRows([aReport(mine)], actor, policy, morning + weekMs);
		expect([countRows(late).overdue, countRows(rowsOf(aReport(mine))).overdue]).toEqual([1, 0]);
	});

	it('are narrowed by inspector, nobody, category and area, never by a path that only begins alike', () => {
		const [row] = rowsOf(
			aReport({
				status: 'assigned',
				...mine,
				areaPath: '/muscat/seeb/',
				assignment: anAssignment()
			})
		);
		if (row === undefined) throw new Error('no row');
		const met = (asked: Partial<Criteria>) =>
			meeting(
				{ ...noCriteria, ...asked },
				{ now: morning + minute, clock: policy.clock, silent: new Set<string>() }
			)(row);
		expect(met({})).toBe(true);
		expect(met({ assigneeId: 'ali', areaPath: '/muscat/seeb/' })).toBe(true);
		expect(met({ assigneeId: nobody })).toBe(false);
		expect(met({ areaPath: '/muscat/se/' })).toBe(false);
		expect(met({ categoryId: 'pests' })).toBe(false);
	});
});
