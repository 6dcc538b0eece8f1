import { describe, expect, it } from 'vitest';
import { scaleBar } from './scale';

describe('scale bar', () => {
	it.each([
		[1, 100, 100],
		[1, 99, 50],
		[1.1, 100, 100],
		[2.2, 100, 200],
		[5.1, 100, 500],
		[140, 80, 10_000]
	])('of a map with %d m per px and room for %d px is %d m', (metresPerPx, maxPx, metres) => {
		const bar = scaleBar(metresPerPx, maxPx);
		expect(bar.metres).toBe(metres);
		expect(bar.px).toBeCloseTo(metres / metresPerPx);
		expect(bar.px).toBeLessThanOrEqual(maxPx);
	});
});
