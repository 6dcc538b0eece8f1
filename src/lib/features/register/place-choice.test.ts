/** Which place a new report is given while the map moves and fixes come in. */
import { describe, expect, it } from 'vitest';
import { afterFix, afterMove, isByHand } from './place-choice';

const start = { lat: 23.6, lon: 58.4 };
const fix = (part: Partial<{ lat: number; lon: number; accuracyMetres: number }> = {}) => ({
	...{ lat: 23.61, lon: 58.41, accuracyMetres: 20 },
	...part
});
/** About 50 m north. */
const beside = { lat: 23.61045, lon: 58.41 };

describe('the place of a new report', () => {
	it('is the own position as soon as it is known, and a better one once there is one', () => {
		const first = afterFix(null, fix());
		expect(first).toEqual(fix());
		expect(afterFix(first, fix({ accuracyMetres: 18 }))).toBe(first);
		expect(afterFix(first, fix({ accuracyMetres: 6 }))?.accuracyMetres).toBe(6);
	});

	it('goes along when its person walks away', () => {
		const first = afterFix(null, fix());
		expect(afterFix(first, fix(beside))).toMatchObject(beside);
	});

	it('is the point under the crosshair once the map was moved, and no fix takes it back', () => {
		const point = afterMove(fix(), beside, fix(), start);
		expect(point).toEqual({ ...beside, accuracyMetres: null });
		expect(isByHand(point)).toBe(true);
		expect(afterFix(point, fix({ accuracyMetres: 3 }))).toBe(point);
	});

	it('is the own position again when the map is moved back over it', () => {
		const point = { ...beside, accuracyMetres: null };
		expect(afterMove(point, { lat: 23.61001, lon: 58.41 }, fix(), start)).toEqual(fix());
	});

	it('stays the own position where the map came to rest a pixel beside it, far out too', () => {
		const pixelBeside = { lat: 23.61006, lon: 58.41 };
		expect(isByHand(afterMove(fix(), pixelBeside, fix(), start))).toBe(true);
		expect(afterMove(fix(), pixelBeside, fix(), start, 8.8)).toEqual(fix());
	});

	it('is none before anybody has moved anything, whatever the map shows first', () => {
		expect(afterMove(null, { lat: 23.60001, lon: 58.4 }, null, start)).toBeNull();
		expect(afterMove(null, beside, null, start)).toMatchObject(beside);
	});

	it('stays as it was when the map only came to rest over it', () => {
		const place = fix();
		expect(afterMove(place, { lat: 23.61002, lon: 58.41 }, null, start)).toBe(place);
	});
});
