import { describe, expect, it } from 'vitest';
import { aPerson, aReport } from '../../../../tests/support/builders';
import { actorOf, hasScope, reaches } from './actor';

describe('a scope', () => {
	const scopeOf = (...asked: Parameters<typeof aPerson>) => hasScope(actorOf(aPerson(...asked)));

	it('is a queue and a place, both of them', () => {
		expect(scopeOf('supervisor')).toBe(true);
		expect(scopeOf('supervisor', { areas: [] })).toBe(false);
		expect(scopeOf('supervisor', { active: false })).toBe(false);
		expect(scopeOf('directorate', { directorateId: null })).toBe(false);
	});

	it('is the duty queue at least for whoever takes from it', () => {
		expect(scopeOf('supervisor', { teamId: null })).toBe(true);
		const onDuty = actorOf(aPerson('supervisor', { teamId: null }));
		expect(reaches(onDuty, aReport({ teamId: null, assignment: null }))).toBe(true);
	});

	it('that is none reaches no report', () => {
		const nowhere = actorOf(aPerson('supervisor', { areas: [] }));
		expect(reaches(nowhere, aReport())).toBe(false);
	});
});
