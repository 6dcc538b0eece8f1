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
import { overlaid, ownEpoch, step, type Rules } from './overlay';

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
