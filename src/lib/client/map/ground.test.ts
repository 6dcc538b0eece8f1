import { describe, expect, it } from 'vitest';
import { isSameGround, sketchGround, type Ground } from './ground';

const pictures = (credit = '© Pictures', maxZoom = 19): Ground => ({
	kind: 'raster',
	raster: { credit, maxZoom },
	onlost: () => undefined
});

describe('the ground of a map', () => {
	it('is the same picture map where the server has only told it again: a missing picture would be asked for without end', () => {
		expect(isSameGround(pictures(), pictures())).toBe(true);
	});

	it('is another one where what is drawn has changed', () => {
		expect(isSameGround(pictures(), pictures('© Others'))).toBe(false);
		expect(isSameGround(pictures(), pictures('© Pictures', 17))).toBe(false);
		expect(isSameGround(pictures(), sketchGround)).toBe(false);
		expect(isSameGround(sketchGround, { kind: 'sketch' })).toBe(true);
	});
});
