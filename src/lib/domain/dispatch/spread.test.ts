import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread, spreadMethods, type SpreadMethod, type SpreadWork } from './spread';
import type { Candidate } from './suggest';

const now = Date.UTC(2026, 2, 1, 6, 0);
const hour = 60 * 60_000;
const everybody = ['ali', 'badr', 'said'];

function aCandidate(personId: string, part: Partial<Candidate> = {}): Candidate {
	return {
		...{ personId, place: null, open: 0, dueToday: 0, overdue: 0, finished: 0 },
		...{ shift: null, heardAt: null },
		...part
	};
}
const team = everybody.map((id) => aCandidate(id));

function aWork(reportId: string, part: Partial<SpreadWork> = {}): SpreadWork {
	return {
		...{ reportId, dueAt: now + hour, isPressing: false, lat: 23.6, lon: 58.2 },
		...{ personIds: everybody, finishedBy: new Map<string, number>() },
		...part
	};
}
const six = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'].map((id) => aWork(id));

/** "ali:2 badr:3": how many each person gets. */
function counts(work: readonly SpreadWork[], people: readonly Candidate[], method: SpreadMethod) {
	const shares = Map.groupBy(spread(work, people, method, now), ({ personId }) => personId);
	return everybody.map((id) => shares.get(id)?.length ?? 0);
}

describe('a spread of reports', () => {
	it('gives everybody the same number in turn, whatever they have already', () => {
		const people = [aCandidate('ali', { open: 9 }), aCandidate('badr'), aCandidate('said')];
		expect(counts(six, people, 'turn')).toEqual([2, 2, 2]);
	});

	it('evens out what everybody has, where the least loaded come first', () => {
		const people = [
			aCandidate('ali', { open: 5 }),
			aCandidate('badr', { open: 1 }),
			aCandidate('said', { open: 3 })
		];
		expect(counts(six, people, 'load')).toEqual([0, 4, 2]);
	});

	it('prefers the nearer one of two with the same load', () => {
		const place = (lat: number) => ({ lat, lon: 58.2, source: 'work' as const });
		const people = [
			aCandidate('ali', { place: place(23.7) }),
			aCandidate('badr', { place: place(23.61) }),
			aCandidate('said')
		];
		expect(spread([aWork('r1')], people, 'load', now)[0]?.personId).toBe('badr');
	});

	it('weighs who has finished this kind before, and what each report adds', () => {
		const finishedBy = new Map([['said', 9]]);
		const work = six.map((one) => ({ ...one, finishedBy }));
		expect(spread(work.slice(0, 1), team, 'suggest', now)[0]?.personId).toBe('said');
		expect(counts(work, team, 'suggest')).toEqual([2, 1, 3]);
	});

	it('gives what is due first to those who are free now', () => {
		const people = [
			aCandidate('ali'),
			aCandidate('badr', { open: 1 }),
			aCandidate('said', { open: 2 })
		];
		const work = [
			aWork('later', { dueAt: now + 9 * hour }),
			aWork('never', { dueAt: null }),
			aWork('soon', { dueAt: now + hour })
		];
		expect(spread(work, people, 'load', now)).toEqual([
			{ reportId: 'soon', personId: 'ali' },
			{ reportId: 'later', personId: 'ali' },
			{ reportId: 'never', personId: 'badr' }
		]);
	});

	it('leaves with nobody what nobody may take', () => {
		const work = [aWork('r1', { personIds: [] }), aWork('r2', { personIds: ['elsewhere'] })];
		for (const method of spreadMethods) {
			expect(spread(work, team, method, now).map(({ personId }) => personId)).toEqual([null, null]);
		}
	});

	it('gives each report once, to somebody who may take it, by every method', () => {
		const works = fc.array(
			fc.record({
				reportId: fc.uuid(),
				dueAt: fc.option(fc.integer({ min: now - hour, max: now + hour })),
				isPressing: fc.boolean(),
				personIds: fc.subarray(everybody),
				lat: fc.double({ min: 23, max: 24, noNaN: true }),
				lon: fc.double({ min: 58, max: 59, noNaN: true }),
				finishedBy: fc.constant(new Map<string, number>())
			}),
			{ maxLength: 30 }
		);
		fc.assert(
			fc.property(works, fc.constantFrom(...spreadMethods), (work, method) => {
				const shares = spread(work, team, method, now);
				expect(shares.map(({ reportId }) => reportId).sort()).toEqual(
					work.map(({ reportId }) => reportId).sort()
				);
				const able = new Map(work.map(({ reportId, personIds }) => [reportId, personIds]));
				for (const { reportId, personId } of shares) {
					const ids = able.get(reportId) ?? [];
					expect(personId === null ? ids.length === 0 : ids.includes(personId)).toBe(true);
				}
			})
		);
	});
});
