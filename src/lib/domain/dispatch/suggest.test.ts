import { describe, expect, it } from 'vitest';
import { middleOf, suggest, type Candidate } from './suggest';

const now = Date.UTC(2026, 2, 1, 6, 0);
const minute = 60_000;
const there = { lat: 23.6, lon: 58.2 };
/** One thousandth of a degree of latitude is 111 m. */
const north = (thousandths: number) => ({ lat: there.lat + thousandths / 1000, lon: there.lon });

function aCandidate(personId: string, part: Partial<Candidate> = {}): Candidate {
	return {
		...{ personId, place: null, open: 4, dueToday: 0, overdue: 0, finished: 0 },
		...{ shift: null, heardAt: null },
		...part
	};
}
const ids = (candidates: readonly Candidate[], target: typeof there | null = there) =>
	suggest(candidates, target, now).map(({ personId }) => personId);
const near = (thousandths: number) =>
	({ place: { ...north(thousandths), source: 'shift' } }) as const;

describe('who should take it', () => {
	it('is whoever is nearest where nothing else differs', () => {
		expect(ids([aCandidate('far', near(80)), aCandidate('close', near(3))])).toEqual([
			'close',
			'far'
		]);
	});

	it('is whoever has less to do, unless the way is longer than the work', () => {
		const busy = aCandidate('busy', { ...near(3), open: 6 });
		const idle = { open: 4 };
		expect(ids([busy, aCandidate('idle', { ...near(80), ...idle })])).toEqual(['idle', 'busy']);
		expect(ids([busy, aCandidate('idle', { ...near(300), ...idle })])).toEqual(['busy', 'idle']);
	});

	it('waits for work that is late or due today', () => {
		expect(ids([aCandidate('late', { overdue: 2 }), aCandidate('today', { dueToday: 1 })])).toEqual(
			['today', 'late']
		);
	});

	it('is whoever has finished this kind before, up to a measure', () => {
		const some = aCandidate('some', { finished: 1 });
		const many = aCandidate('many', { finished: 6, open: 5 });
		const more = aCandidate('more', { finished: 60, open: 6 });
		expect(ids([aCandidate('none'), more, some, many])).toEqual(['many', 'some', 'none', 'more']);
	});

	it('is nobody whose shift has ended while somebody is at work, and last of all', () => {
		const list = [
			aCandidate('off', { shift: 'ended', open: 0 }),
			aCandidate('break', { shift: 'break' }),
			aCandidate('on', { shift: 'on' })
		];
		expect(ids(list)).toEqual(['on', 'break', 'off']);
	});

	it('comes after the others while his tablet is silent in the shift, and not outside it', () => {
		const silent = { heardAt: now - 90 * minute };
		const heard = aCandidate('heard', { shift: 'on', heardAt: now - minute, open: 5 });
		expect(ids([heard, aCandidate('silent', { ...silent, shift: 'on' })])).toEqual([
			'heard',
			'silent'
		]);
		expect(ids([heard, aCandidate('quiet', silent)])).toEqual(['quiet', 'heard']);
	});

	it('assumes the usual of whom nothing is known, so that knowing less is no advantage', () => {
		const list = [aCandidate('near', near(3)), aCandidate('unknown'), aCandidate('far', near(120))];
		expect(ids(list)).toEqual(['near', 'unknown', 'far']);
	});

	it('does not depend on the order in which people are named', () => {
		const list = [aCandidate('b'), aCandidate('a'), aCandidate('c', { open: 1 })];
		expect(ids(list)).toEqual(['c', 'a', 'b']);
		expect(ids(list.toReversed())).toEqual(['c', 'a', 'b']);
	});

	it('is answered without candidates', () => {
		expect(suggest([], there, now)).toEqual([]);
	});
});

describe('the reasons of a suggestion', () => {
	it('are the three that speak most for the person, in numbers', () => {
		const [first] = suggest(
			[
				aCandidate('best', {
					...{ ...near(3), open: 1, finished: 12 },
					...{ shift: 'on', heardAt: now - minute }
				}),
				aCandidate('other', { ...near(90), open: 7, shift: 'on', heardAt: now - minute })
			],
			there,
			now
		);
		expect(first?.reasons).toEqual([
			{ kind: 'load', open: 1, isFewest: true },
			{ kind: 'skill', finished: 12 },
			{ kind: 'distance', metres: expect.closeTo(333.6, 0), source: 'shift' }
		]);
	});

	it('say nothing of places and shifts that are not known', () => {
		const [only] = suggest([aCandidate('only', { dueToday: 2 })], there, now);
		expect(only?.reasons).toEqual([
			{ kind: 'load', open: 4, isFewest: true },
			{ kind: 'due', today: 2, overdue: 0 }
		]);
	});

	it('name no distance where the work lies nowhere in particular', () => {
		const [only] = suggest([aCandidate('only', near(3))], null, now);
		expect(only?.reasons.map(({ kind }) => kind)).not.toContain('distance');
	});

	it('praise nobody for late work, though others have more of it', () => {
		const list = [
			aCandidate('less', { ...near(60), overdue: 1 }),
			aCandidate('more', { ...near(3), overdue: 5 })
		];
		const [first] = suggest(list, there, now);
		expect(first?.personId).toBe('less');
		expect(first?.reasons.map(({ kind }) => kind)).toEqual(['load', 'due', 'distance']);
	});

	it('keep the last place for what speaks against the person', () => {
		const kindsOf = (part: Partial<Candidate>) => {
			const known = { ...near(3), finished: 3, heardAt: now - minute };
			const list = [aCandidate('one', { ...known, shift: 'on', ...part }), aCandidate('other')];
			const found = suggest(list, there, now).find(({ personId }) => personId === 'one');
			return found?.reasons.map(({ kind }) => kind);
		};
		expect(kindsOf({})).toEqual(['skill', 'distance', 'load']);
		expect(kindsOf({ heardAt: now - 61 * minute })).toEqual(['skill', 'distance', 'heard']);
		expect(kindsOf({ shift: 'ended' })).toEqual(['skill', 'distance', 'shift']);
	});
});

describe('the middle of places', () => {
	it('is their mean, and nowhere without any', () => {
		expect(middleOf([north(0), north(2)])?.lat).toBeCloseTo(north(1).lat, 9);
		expect(middleOf([])).toBeNull();
	});
});
