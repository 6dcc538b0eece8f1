import { describe, expect, it } from 'vitest';
import { labelStyles, placeLabels, type Label } from './labels';
import type { Name } from './sketch';

const measure = (text: string) => text.length * 7;
const zoom = 12;
const scale = 256 * 2 ** zoom;

/** A name at px of the world, or along a line of them. */
function aName(text: string, ...px: [number, number][]): Name {
	const course = new Float64Array(px.flat().map((value) => value / scale));
	const kind = px.length > 1 ? 'road' : 'suburb';
	return { kind, minZoom: 10, text: { ar: text, en: text.toUpperCase() }, course };
}

const place = (names: readonly Name[], at = zoom) => placeLabels(names, at, 'ar', measure);

function overlaps(a: Label, b: Label): boolean {
	return (
		Math.abs(a.x - b.x) < a.halfWidth + b.halfWidth &&
		Math.abs(a.y - b.y) < a.halfHeight + b.halfHeight
	);
}

describe('labels of the sketch', () => {
	it('never overlap, and the more important one keeps its room [1]', () => {
		const town: Name = { ...aName('town', [500, 500]), kind: 'wilayat' };
		const crowd = Array.from({ length: 60 }, (_, index) =>
			aName(`suburb ${index}`, [420 + (index % 8) * 25, 420 + Math.floor(index / 8) * 20])
		);
		const labels = place([...crowd, town]);
		expect(labels[0]?.text).toBe('town');
		expect(labels.length).toBeGreaterThan(3);
		for (const a of labels) for (const b of labels) if (a !== b) expect(overlaps(a, b)).toBe(false);
	});

	it('stand in the language asked for', () => {
		expect(placeLabels([aName('seeb', [10, 10])], zoom, 'en', measure)[0]?.text).toBe('SEEB');
	});

	it('show between their first zoom and the last at which they say something', () => {
		const town: Name = { ...aName('town', [500, 500]), kind: 'wilayat' };
		expect(place([town], 9)).toHaveLength(0);
		expect(place([town], 10)).toHaveLength(1);
		expect(place([town], labelStyles.wilayat.zoomMax + 1)).toHaveLength(0);
	});

	it('lie along a straight line, upright whichever way it was drawn [3]', () => {
		const [there] = place([aName('road', [0, 0], [400, 400])]);
		const [back] = place([aName('road', [400, 400], [0, 0])]);
		expect(there?.angle).toBeCloseTo(Math.PI / 4);
		expect(back?.angle).toBeCloseTo(Math.PI / 4);
		expect(there?.x).toBeCloseTo(200);
	});

	it('leave out a line that is too short or bends under the name [3]', () => {
		expect(place([aName('a long name', [0, 0], [50, 0])])).toHaveLength(0);
		expect(place([aName('a long name', [0, 0], [60, 60], [120, 0])])).toHaveLength(0);
	});

	it('come again along a long road', () => {
		expect(place([aName('road', [0, 0], [3000, 0])])).toHaveLength(4);
	});
});
