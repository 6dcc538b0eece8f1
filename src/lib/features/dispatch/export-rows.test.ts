import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import type { Report } from '$lib/domain/report/report';
import { aReport, minute, morning, policy, salma } from '../../../../tests/support/builders';
import { deskRows } from './desk-rows';
import { csvOf } from './export-rows';

const names = {
	city: undefined,
	categories: new Map(),
	areas: new Map(),
	people: new Map(),
	directorates: new Map(),
	teams: new Map()
};
const exported = (...reports: Partial<Report>[]) =>
	csvOf(
		deskRows(
			reports.map((report) => aReport({ teamId: 'team-1', ...report })),
			actorOf(salma),
			policy,
			morning + minute
		),
		names
	);

describe('the export of the desk', () => {
	it('is one line per report below one line of heads, and begins so that Arabic is read', () => {
		const text = exported({ id: 'a', number: 'MM-26-000001-1' }, { id: 'b' });
		expect(text.startsWith('\u{FEFF}')).toBe(true);
		const lines = text.trimEnd().split('\n');
		expect(lines).toHaveLength(3);
		expect(lines[1]).toContain('MM-26-000001-1');
	});

	it('makes no formula of what somebody wrote', () => {
		const text = exported({ landmark: '=HYPERLINK("http://elsewhere")' });
		expect(text).not.toMatch(/(^|,|")=HYPERLINK/mu);
		expect(text).toContain('HYPERLINK');
	});

	it('keeps a place with commas, quotes and line ends in one cell', () => {
		const text = exported({ landmark: 'behind "Al Noor", gate 2\nsecond door' });
		expect(text).toContain('"behind ""Al Noor"", gate 2\nsecond door"');
	});
});
