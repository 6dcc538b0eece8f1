import { describe, expect, it } from 'vitest';
import { allPressed, allState, pressed } from './selection';

const shown = ['a', 'b', 'c', 'd', 'e'];
const ticked = (...ids: string[]) => new Set(ids);

describe('ticking rows', () => {
	it('toggles one', () => {
		expect(pressed(ticked('a'), shown, 'b', null)).toEqual(ticked('a', 'b'));
		expect(pressed(ticked('a', 'b'), shown, 'b', null)).toEqual(ticked('a'));
	});

	it('gives a whole range the state of the row pressed with shift, in either direction', () => {
		expect(pressed(ticked('b'), shown, 'd', 'b')).toEqual(ticked('b', 'c', 'd'));
		expect(pressed(ticked('d'), shown, 'b', 'd')).toEqual(ticked('d', 'b', 'c'));
		expect(pressed(ticked(...shown), shown, 'c', 'a')).toEqual(ticked('d', 'e'));
	});

	it('falls back to one row where the row before is no longer shown', () => {
		expect(pressed(ticked(), shown, 'c', 'gone')).toEqual(ticked('c'));
	});

	it('ticks all that is shown and leaves what a filter hides alone', () => {
		expect(allPressed(ticked('hidden', 'a'), shown)).toEqual(ticked('hidden', ...shown));
		expect(allPressed(ticked('hidden', ...shown), shown)).toEqual(ticked('hidden'));
		expect(['none', 'some', 'all']).toEqual([
			allState(ticked('hidden'), shown),
			allState(ticked('b'), shown),
			allState(ticked(...shown), shown)
		]);
	});
});
