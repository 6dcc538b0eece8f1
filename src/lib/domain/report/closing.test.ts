import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	aReport,
	by,
	clock,
	huda,
	minute,
	morning,
	salma
} from '../../../../tests/support/builders';
import { takeBackMs, takeBackUntil } from './closing';
import { decide } from './decide';
import type { Report } from './report';

const ofRev = ({ rev, assignEpoch }: Report) => ({ base: { rev, assignEpoch } });
const done = aReport({ status: 'done', reworkCount: 1 });
const confirmed = after(done, aCommand('confirm'), by(huda));
/** An officer's colleague, who may confirm as well. */
const noora = { ...huda, id: 'noora' };
const later = (ms: number, person = huda) => {
	const at = by(huda).at + ms;
	return by(person, { at, receivedAt: at });
};
const takeBack = (report: Report, circumstance = later(60 * minute)) =>
	decide(report, aCommand('takeBackClosing', ofRev(report)), circumstance);

describe('a closing by mistake', () => {
	it('is taken back for three days, because a Thursday’s mistake is noticed on Sunday', () => {
		expect(takeBackUntil(confirmed)).toBe(by(huda).receivedAt + takeBackMs);
		expect(takeBack(confirmed, later(takeBackMs)).outcome).toBe('applied');
		expect(takeBack(confirmed, later(takeBackMs + 1))).toEqual({
			outcome: 'rejected',
			reason: 'closing_stands'
		});
	});

	it('leaves the report as if it had never been confirmed: no reopening, no rework, no new clock', () => {
		const command = aCommand('takeBackClosing', ofRev(confirmed));
		const { rev, acts, lastAct, updatedAt, ...rest } = after(
			confirmed,
			command,
			later(60 * minute)
		);
		expect(rest).toMatchObject({
			status: 'done',
			closedAt: null,
			endedAt: null,
			confirmedById: null,
			reworkCount: 1,
			assignEpoch: done.assignEpoch,
			clockFromAt: done.clockFromAt,
			pausedAt: done.pausedAt,
			dueAt: done.dueAt,
			stageDueAt: clock.addWorking(morning, 420)
		});
		expect([rev, acts?.actorId, lastAct?.commandId]).toEqual([
			confirmed.rev + 1,
			huda.id,
			command.id
		]);
		expect(updatedAt).toBeGreaterThan(confirmed.updatedAt);
	});

	it('keeps the first closing of a report that was reopened in between', () => {
		const again = after({ ...done, closedAt: morning - minute }, aCommand('confirm'), by(huda));
		const back = after(again, aCommand('takeBackClosing', ofRev(again)), later(minute));
		expect(back.closedAt).toBe(morning - minute);
	});

	it('is taken back by a colleague who saw the confirmation, and by nobody who did not', () => {
		expect(takeBack(confirmed, later(minute, noora)).outcome).toBe('applied');
		const blind = aCommand('takeBackClosing', { base: { rev: done.rev, assignEpoch: 1 } });
		expect(decide(confirmed, blind, later(minute, noora))).toMatchObject({ reason: 'stale' });
		expect(takeBack(confirmed, later(minute, salma))).toMatchObject({ reason: 'not_permitted' });
	});

	it('is no way back for what the office closed without a visit, which is reopened', () => {
		const closed = after(aReport(), aCommand('close'), by(salma));
		expect(takeBack(closed)).toMatchObject({ reason: 'closing_stands' });
	});

	it('can itself be taken back at once, and the report is closed again as it was', () => {
		const command = aCommand('takeBackClosing', ofRev(confirmed));
		const back = after(confirmed, command, later(minute));
		const undo = aCommand('undo', { args: { commandId: command.id, elapsedMs: 2_000 } });
		expect(after(back, undo, later(minute))).toMatchObject({
			status: 'closed',
			endedAt: confirmed.endedAt,
			confirmedById: huda.id
		});
	});
});
