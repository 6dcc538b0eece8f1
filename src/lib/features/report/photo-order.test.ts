import { describe, expect, it } from 'vitest';
import { aPhoto, minute, morning } from '../../../../tests/support/builders';
import { inOrder, leading, movedTo } from './photo-order';

const one = aPhoto('before', { sha256: '1', takenAt: morning });
const two = aPhoto('before', { sha256: '2', takenAt: morning + minute });
const done = aPhoto('after', { sha256: '3', takenAt: morning + 2 * minute });
const copy = aPhoto('other', { sha256: '4', derivedFrom: '1', takenAt: morning });
const all = [done, copy, two, one];
const names = (photos: readonly { sha256: string }[]) =>
	photos.map(({ sha256 }) => sha256).join('');

describe('the order of photos', () => {
	it('is by kind, then by time, with a marked copy beside its original', () => {
		expect(names(inOrder(all, []))).toBe('1423');
	});

	it('follows the inspector within a kind, and puts what he did not place after it', () => {
		expect(names(inOrder(all, ['2', '1']))).toBe('2143');
		expect(names(inOrder(all, ['2']))).toBe('2143');
	});

	it('shows a copy whose original is not among the photos by itself', () => {
		expect(names(inOrder([copy, done], []))).toBe('34');
	});

	it('changes by moving a photo to the place of another', () => {
		expect(movedTo(['1', '2', '3'], '3', '1').join('')).toBe('312');
		expect(movedTo(['1', '2', '3'], '1', '2').join('')).toBe('213');
		expect(movedTo(['1', '2'], '1', '9').join('')).toBe('12');
	});

	it('lets the last one lead, or the newest where nobody arranged them', () => {
		expect(leading([one, two], [])?.sha256).toBe('2');
		expect(leading([one, two], ['2', '1'])?.sha256).toBe('1');
		expect(leading([copy], [])).toBeUndefined();
	});
});
