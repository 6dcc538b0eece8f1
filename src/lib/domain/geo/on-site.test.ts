import { describe, expect, it } from 'vitest';
import { onSite, onSiteWindowMs, type Fix } from './on-site';

const target = { lat: 23.6, lon: 58.4 };
const nowAt = Date.UTC(2026, 5, 14, 8, 0);
const metresPerDegree = 111_195;

/** A fix so many metres north of the report. */
function aFix(metresAway: number, accuracyMetres: number, ageMs = 0): Fix {
	const lat = target.lat + metresAway / metresPerDegree;
	return { lat, lon: target.lon, accuracyMetres, fixedAt: nowAt - ageMs };
}

describe('on site', () => {
	it('is within 80 m after the error is taken off [1]', () => {
		expect(onSite(target, [aFix(100, 30)], nowAt)).toMatchObject({ isOnSite: true });
		expect(onSite(target, [aFix(240, 30)], nowAt)?.isOnSite).toBe(false);
		expect(onSite(target, [aFix(240, 30)], nowAt)?.distanceMetres).toBeCloseTo(210, 0);
		expect(onSite(target, [aFix(240, 30)], nowAt)?.measuredMetres).toBeCloseTo(240, 0);
	});

	it('never gives less than nothing to an inexact fix [1]', () => {
		expect(onSite(target, [aFix(40, 500)], nowAt)?.distanceMetres).toBe(0);
	});

	it('remembers the arrival of a person who drove 300 m before closing [1]', () => {
		const fixes = [aFix(10, 8, 9 * 60_000), aFix(300, 8)];
		expect(onSite(target, fixes, nowAt)?.isOnSite).toBe(true);
	});

	it('prefers the more exact of two fixes that both reach the report [1]', () => {
		const fixes = [aFix(5, 90), aFix(5, 8), aFix(5, 60)];
		expect(onSite(target, fixes, nowAt)?.accuracyMetres).toBe(8);
	});

	it('forgets fixes older than ten minutes [2]', () => {
		const fixes = [aFix(10, 8, onSiteWindowMs + 1), aFix(300, 8, onSiteWindowMs)];
		expect(onSite(target, fixes, nowAt)?.isOnSite).toBe(false);
		expect(onSite(target, fixes.slice(0, 1), nowAt)).toBeNull();
	});

	it('is unknown without a fix [2]', () => {
		expect(onSite(target, [], nowAt)).toBeNull();
	});

	it('is never proven by a fix that knows the place to more than 100 m only', () => {
		expect(onSite(target, [aFix(40, 500)], nowAt)).toMatchObject({
			...{ isOnSite: false, isReliable: false, accuracyMetres: 500 }
		});
		const reliable = onSite(target, [aFix(40, 500), aFix(240, 30)], nowAt);
		expect(reliable).toMatchObject({ isReliable: true, accuracyMetres: 30 });
	});
});
