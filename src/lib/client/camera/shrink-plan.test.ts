import { describe, expect, it } from 'vitest';
import { attempts, fitInto, isTooLarge } from './shrink-plan';

describe('plan of shrinking', () => {
	it('begins with 2048 px at 0.75 and only ever gets smaller', () => {
		expect(attempts[0]).toEqual({ edgePx: 2048, quality: 0.75 });
		const weight = ({ edgePx, quality }: (typeof attempts)[number]) => edgePx * 10 + quality;
		const weights = attempts.map(weight);
		expect(weights).toEqual([...weights].sort((a, b) => b - a));
	});

	it.each([
		[
			{ width: 4000, height: 3000 },
			{ width: 2048, height: 1536 }
		],
		[
			{ width: 3000, height: 4000 },
			{ width: 1536, height: 2048 }
		],
		[
			{ width: 640, height: 480 },
			{ width: 640, height: 480 }
		],
		[
			{ width: 20_000, height: 2 },
			{ width: 2048, height: 1 }
		]
	])('fits %j into the long edge as %j', (from, to) => {
		expect(fitInto(from, 2048)).toEqual(to);
	});

	it('refuses more than 50 megapixels', () => {
		expect(isTooLarge({ width: 8000, height: 6250 })).toBe(false);
		expect(isTooLarge({ width: 8001, height: 6250 })).toBe(true);
	});
});
