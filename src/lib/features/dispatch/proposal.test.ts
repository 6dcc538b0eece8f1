import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import {
	aPerson,
	aReport,
	anAssignment,
	ali,
	badr,
	minute,
	morning,
	policy,
	salma
} from '../../../../tests/support/builders';
import { candidatesOf } from './candidates';
import { deskRows } from './desk-rows';
import { loadsOf } from './load';
import { countsOf, hasBegun, movable, proposalOf } from './proposal';

const said = aPerson('inspector', { id: 'said', areas: ['/muscat/muttrah/'] });
const none = new Map<string, string | null>();
const now = morning + 30 * minute;
const rowsOf = (...reports: ReturnType<typeof aReport>[]) =>
	deskRows(reports, actorOf(salma), policy, now);
const job = (id: string, part: Parameters<typeof aReport>[0] = {}) =>
	aReport({ id, status: 'assigned', assignment: anAssignment(), ...part });

function asked(rows: ReturnType<typeof rowsOf>, people = [badr, said]) {
	const loads = loadsOf(people, [], () => false);
	const candidates = candidatesOf(loads, [], null, new Map(), now);
	return { rows, people, candidates, known: [], isToday: () => false, now };
}

describe('the open work of somebody who is away', () => {
	it('is his field work, begun or not, and nothing that waits for others', () => {
		const rows = rowsOf(
			job('assigned'),
			job('begun', { status: 'in_progress' }),
			job('held', { status: 'on_hold' }),
			job('of-badr', { assignment: anAssignment({ assigneeId: 'badr' }) }),
			aReport({ id: 'done', status: 'done' }),
			aReport({ id: 'received' })
		);
		expect(movable(rows, 'ali').map(({ report }) => report.id)).toEqual([
			'assigned',
			'begun',
			'held'
		]);
	});

	it('counts as begun from its start on, though it is held or was returned since', () => {
		expect(hasBegun(job('a'))).toBe(false);
		expect(hasBegun(job('b', { status: 'in_progress' }))).toBe(true);
		const started = anAssignment({ startedAt: morning });
		expect(hasBegun(job('c', { status: 'on_hold', assignment: started }))).toBe(true);
	});
});

describe('a proposal', () => {
	it('gives nobody what lies outside his area, and leaves with nobody what all cannot reach', () => {
		const rows = rowsOf(job('seeb'), job('muttrah', { areaPath: '/muscat/muttrah/' }));
		expect(proposalOf(asked(rows, [said]), 'load', none)).toMatchObject([
			{ report: { id: 'muttrah' }, personId: 'said', personIds: ['said'] },
			{ report: { id: 'seeb' }, personId: null, personIds: [] }
		]);
	});

	it('keeps what a person has chosen, also that a report stays as it is', () => {
		const rows = rowsOf(job('one'), job('two'), job('three'));
		const changed = new Map([
			['one', 'ali'],
			['two', null]
		]);
		const lines = proposalOf(asked(rows), 'turn', changed);
		expect(lines.map(({ report, personId }) => [report.id, personId])).toEqual([
			['one', 'ali'],
			['three', 'badr'],
			['two', null]
		]);
		expect([...countsOf(lines)]).toEqual([
			['ali', 1],
			['badr', 1]
		]);
	});

	it('tells begun work apart', () => {
		const rows = rowsOf(job('new'), job('begun', { status: 'in_progress' }));
		const lines = proposalOf(asked(rows, [ali, badr]), 'suggest', none);
		expect(lines.map(({ report, hasBegun }) => [report.id, hasBegun])).toEqual([
			['begun', true],
			['new', false]
		]);
	});
});
