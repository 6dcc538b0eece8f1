import { describe, expect, it } from 'vitest';
import { loadProfile } from '$lib/server/city/load-profile';
import type { ServerPolicy } from '$lib/server/usecases/ref-data';
import { statusTable } from '$lib/domain/report/lifecycle';
import { workingClock } from '$lib/domain/time/working-calendar';
import { demoSpans, halfYearBeforeCount, halfYearCount } from './arrivals';
import { demoPeople } from './demo-people';
import { generateReports, type Generation } from './generate';

const now = Date.UTC(2026, 10, 24, 4, 0);
const photo = (letter: string) => ({
	sha256: letter.repeat(64),
	size: 1000,
	width: 10,
	height: 10
});
const { profile, demo } = loadProfile('muscat');

function generation(part: Partial<Generation> = {}): Generation {
	if (demo?.reports === undefined) throw new Error('The profile of Muscat has no demo');
	const people = demoPeople(demo, profile, 'maydan');
	const category = (id: string) => {
		const found = profile.categories.find((category) => category.id === id);
		if (found === undefined) throw new Error(`No category ${id}`);
		return found;
	};
	const policy: ServerPolicy = {
		profile,
		version: 1,
		category,
		reasons: profile.reasons,
		clock: workingClock(profile.calendar),
		person: (id) => people.find((person) => person.id === id),
		areaOf: () => null,
		routing: profile.routing
	};
	const sceneOf = () => ({ before: photo('b'), after: photo('a') });
	return {
		texts: demo.reports,
		policy,
		people,
		sceneOf,
		seed: 'maydan',
		now,
		openFactor: 1,
		...part
	};
}

const reports = [...generateReports(generation())].map(({ report }) => report);
const open = reports.filter((report) => statusTable[report.status].isOpen);

describe('the demo city', () => {
	it('has 11,000 reports of the last complete half-year and 10,700 of a year before', () => {
		const [before, half] = demoSpans(now, profile.calendar.timeZone);
		const within = (span: typeof half) =>
			reports.filter(({ receivedAt }) => span && receivedAt >= span.from && receivedAt < span.to)
				.length;
		expect([within(before), within(half)]).toEqual([halfYearBeforeCount, halfYearCount]);
		expect(new Date(half?.from ?? 0).toISOString()).toBe('2025-12-31T20:00:00.000Z');
	});

	it('leaves some 600 open, mostly under three weeks old', () => {
		const recent = open.filter(({ receivedAt }) => now - receivedAt < 21 * 86_400_000);
		expect(open.length).toBeGreaterThan(540);
		expect(open.length).toBeLessThan(680);
		expect(recent.length / open.length).toBeGreaterThan(0.8);
	});

	it('gives each of the 40 inspectors 8 to 20 open jobs', () => {
		const jobs = new Map<string, number>();
		for (const { assignment, status } of open) {
			if (assignment === null || !statusTable[status].isFieldWork) continue;
			jobs.set(assignment.assigneeId, (jobs.get(assignment.assigneeId) ?? 0) + 1);
		}
		expect(jobs.size).toBe(40);
		expect(Math.min(...jobs.values())).toBeGreaterThanOrEqual(8);
		expect(Math.max(...jobs.values())).toBeLessThanOrEqual(20);
	});

	it('puts about half of the reports in Seeb, and leaves nothing in the future', () => {
		const inSeeb = reports.filter(({ areaPath }) => areaPath === '/muscat/seeb/').length;
		expect(inSeeb / reports.length).toBeCloseTo(0.49, 1);
		expect(
			reports.every(({ updatedAt, receivedAt }) => updatedAt <= now && receivedAt <= now)
		).toBe(true);
	});

	it('is the same for the same seed and moment, and another for another seed', () => {
		const first = (seed: string) => generateReports(generation({ seed })).next().value;
		expect(first('maydan')).toEqual(first('maydan'));
		expect(first('other')).not.toEqual(first('maydan'));
	});

	it('is as busy, and has as much open, when its past is cut off', () => {
		const days = 120;
		const short = [...generateReports(generation({ pastDays: days }))].map(({ report }) => report);
		const from = now - days * 86_400_000;
		expect(short.every(({ receivedAt }) => receivedAt >= from)).toBe(true);
		const asBusy = reports.filter(({ receivedAt }) => receivedAt >= from).length;
		expect(Math.abs(short.length / asBusy - 1)).toBeLessThan(0.05);
		const left = short.filter(({ status }) => statusTable[status].isOpen).length;
		expect(Math.abs(left / open.length - 1)).toBeLessThan(0.1);
	});

	it('opens eleven thousand under stress', () => {
		const stressed = [...generateReports(generation({ openFactor: 18 }))];
		const count = stressed.filter(({ report }) => statusTable[report.status].isOpen).length;
		expect(count).toBeGreaterThan(10_000);
		expect(count).toBeLessThan(12_500);
	});
});
