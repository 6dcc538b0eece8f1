/** What is shown on top of a base, for every command on every status. */
import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import { commandTypes, statuses } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import {
	aCommand,
	ali,
	anAssignment,
	aPhoto,
	aReport,
	huda,
	plainArgs,
	policy,
	salma
} from '../../../../tests/support/builders';
import { begunReport, overlaid, ownEpoch, shownReport, step, type Rules } from './overlay';

const rulesOf = (person: typeof ali): Rules => ({
	actor: actorOf(person),
	policy,
	deviceName: 'Tablet'
});

/** A report without the bookkeeping that a repeated, effectless act may still move. */
function visible(report: Report) {
	const { rev: _rev, acts: _acts, updatedAt: _at, lastAct: _last, claims, ...rest } = report;
	return { ...rest, claims: claims.map(({ id, state }) => ({ id, state })) };
}

describe('a command that the base already contains', () => {
	for (const person of [ali, salma, huda]) {
		for (const type of commandTypes) {
			it(`changes nothing a second time: ${type} by ${person.role} [C9]`, () => {
				for (const status of statuses) {
					const report = aReport({ status, photos: [aPhoto('before'), aPhoto('after')] });
					const epoch = report.assignEpoch;
					const command = aCommand(type, {
						args: plainArgs[type],
						base: { rev: report.rev, assignEpoch: epoch }
					} as never);
					const { report: once, decision } = step(report, command, rulesOf(person));
					if (decision.outcome === 'rejected') continue;
					const twice = overlaid(once, [command], rulesOf(person));
					expect(visible(twice), `on ${status}`).toEqual(visible(once));
				}
			});
		}
	}
});

it('shows nothing of a command that the rules refuse by now', () => {
	const base = aReport({ status: 'closed' });
	const assign = aCommand('assign', { base: { rev: base.rev, assignEpoch: base.assignEpoch } });
	expect(overlaid(base, [assign], rulesOf(salma))).toBe(base);
});

it('shows several acts in their order', () => {
	const base = aReport({ status: 'assigned', assignEpoch: 1, assignment: anAssignment() });
	const at = { base: { rev: base.rev, assignEpoch: 1 } };
	const acts = [aCommand('setOff', at), aCommand('start', at), aCommand('hold', at)];
	const shown = overlaid(base, acts, rulesOf(ali));
	expect(shown.status).toBe('on_hold');
	expect(shown.assignment?.startedAt).not.toBeNull();
});

describe('a report that only this device knows [48]', () => {
	const reportId = '01900000-0000-7000-8000-00000000f0f0';
	const base = { rev: 0, assignEpoch: 0 };
	const args = { ...plainArgs.register, takesIt: true };
	const register = aCommand('register', { reportId, base, args });
	const photo = aCommand('addPhoto', { reportId, base: { rev: 2, assignEpoch: 1 } });
	const start = aCommand('start', { reportId, base: { rev: 2, assignEpoch: 1 } });

	it('begins with its command, and shows what was done on it since', () => {
		const shown = shownReport(undefined, [register, photo, start], rulesOf(ali));
		expect(shown).toMatchObject({ id: reportId, number: '', status: 'in_progress' });
		expect(shown?.photos).toHaveLength(1);
		expect(begunReport([register, photo, start], rulesOf(ali))?.status).toBe('assigned');
	});

	it('is not shown without its command, nor where the rules refuse it', () => {
		expect(shownReport(undefined, [photo], rulesOf(ali))).toBeUndefined();
		const far = aCommand('register', { reportId, base, args: { ...args, lat: 0 } });
		expect(shownReport(undefined, [far, photo], rulesOf(ali))).toBeUndefined();
	});

	it('gives way to what the server sends', () => {
		const sent = { ...begunReport([register], rulesOf(ali))!, number: 'MM-26-000009-1' };
		const shown = shownReport(sent, [register, start], rulesOf(ali));
		expect(shown).toMatchObject({ number: 'MM-26-000009-1', status: 'in_progress' });
		expect(shown?.rev).toBe(sent.rev + 1);
	});
});

describe('the epoch of a new act', () => {
	it('is that of the current assignment to this person', () => {
		const base = aReport({ status: 'assigned', assignEpoch: 4, assignment: anAssignment() });
		expect(ownEpoch(base, 'ali')).toEqual({ epoch: 4, isHeld: true });
		expect(ownEpoch(base, 'badr').isHeld).toBe(false);
	});

	it('is that of the finish once the report has moved on', () => {
		const done = aReport({ status: 'done' });
		const base = { ...done, assignment: null, assignEpoch: done.assignEpoch + 1 };
		expect(ownEpoch(base, 'ali')).toEqual({ epoch: done.finish?.epoch, isHeld: true });
	});
});
