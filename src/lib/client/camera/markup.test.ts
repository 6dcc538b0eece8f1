import { describe, expect, it } from 'vitest';
import { blockPx, boxOf, flatten, isVisible } from './markup';

const size = { width: 100, height: 50 };

describe('a blurred rectangle', () => {
	it('lies inside the picture, whichever corner it was begun from', () => {
		expect(boxOf({ x: 120, y: 40 }, { x: 60.4, y: -5 }, size)).toEqual({
			...{ x: 60, y: 0, width: 40, height: 40 }
		});
	});

	it('keeps at most eight blocks along its long side, and none smaller than 16 px', () => {
		expect(blockPx({ x: 0, y: 0, width: 800, height: 90 })).toBe(100);
		expect(blockPx({ x: 0, y: 0, width: 40, height: 30 })).toBe(16);
	});

	it('leaves nothing of the pixels but the mean of each block', () => {
		const width = 20;
		const data = new Uint8ClampedArray(width * 20 * 4).map((_, i) => (i * 37) % 256);
		flatten(data, width, 16);
		const colours = new Set<string>();
		for (let at = 0; at < data.length; at += 4) colours.add(data.slice(at, at + 3).join());
		// Two by two blocks, the last ones narrower.
		expect(colours.size).toBeLessThanOrEqual(4);
	});
});

it('takes a touch for a dot of the pen, and for no arrow and no blur', () => {
	const spot = { x: 5, y: 5 };
	expect(isVisible({ tool: 'pen', colour: 'c', edge: 'e', path: [spot] })).toBe(true);
	expect(isVisible({ tool: 'arrow', colour: 'c', edge: 'e', from: spot, to: spot })).toBe(false);
	expect(isVisible({ tool: 'blur', from: spot, to: { x: 50, y: 20 } })).toBe(true);
});
