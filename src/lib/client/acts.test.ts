/** Deciding acts on the device, before anything is written. */
import { beforeEach, describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import type { Intent } from '$lib/domain/report/command';
import type { Report } from '$lib/domain/report/report';
import {
	ali,
	anAssignment,
	aPhoto,
	aReport,
	morning,
	plainArgs,
	policy,
	salma
} from '../../../tests/support/builders';
import { planActs, planUndo, withFollowers, type ActContext } from './acts';
import { answered, attempted, drafted, undosToSend, voided } from './db/outbox-rows';
import type { StoredCommand } from './sync/ports';

let reports: Map<string, Report>;
let shown: Map<string, Report>;
let now: number;
let mono: number;

beforeEach(() => {
	const first = aReport({
		id: 'r1',
		status: 'assigned',
		assignEpoch: 1,
		assignment: anAssignment()
	});
	reports = new Map([
		['r1', first],
		['r2', { ...first, id: 'r2', rev: 9 }]
	]);
	shown = reports;
	now = morning;
	mono = 5000;
});

const context = (person = ali, session = 's1'): ActContext => ({
	sight: { baseOf: (id) => reports.get(id), byId: (id) => shown.get(id) },
	rules: { actor: actorOf(person), policy, deviceName: 'Tablet' },
	clock: { wallMs: () => now, monoMs: () => mono, offsetMinutes: () => 240, session },
	skew: { skewMs: 2000, skewAt: now - 60_000 }
});
const start = (reportId: string): Intent => ({ type: 'start', reportId, args: {} });
const planned = (intents: Intent[], person = ali) => {
	const plan = planActs(intents, context(person));
	if (!plan.ok) throw new Error(plan.refused.map(({ reason }) => reason).join());
	return plan.drafts;
};
const queued = (intent: Intent): StoredCommand => drafted(planned([intent])[0]!, 1, 1);

describe('an act', () => {
	it('names what the server last said, and the clocks of the moment', () => {
		const [draft] = planned([start('r1')]);
		expect(draft?.envelope).toMatchObject({
			type: 'start',
			base: { rev: reports.get('r1')?.rev, assignEpoch: 1 },
			deviceAt: morning,
			deviceOffsetMinutes: 240,
			monoMs: 5000,
			session: 's1',
			skew: { ms: 2000, ageSeconds: 60 },
			group: null,
			isVoid: false
		});
		expect(draft?.snapshot.number).toBe(reports.get('r1')?.number);
	});

	it('keeps naming the base while own work lies on top', () => {
		const base = reports.get('r1')!;
		shown = new Map(reports).set('r1', { ...base, status: 'in_progress', rev: base.rev + 1 });
		const [draft] = planned([{ type: 'hold', reportId: 'r1', args: plainArgs.hold }]);
		expect(draft?.envelope.base.rev).toBe(base.rev);
	});

	it('is refused where the report is not here, not his, or not in the right state', () => {
		const refused = (intent: Intent, person = ali) => {
			const plan = planActs([intent], context(person));
			return plan.ok ? null : plan.refused[0]?.reason;
		};
		expect(refused(start('r9'))).toBe('unknown_report');
		expect(refused({ type: 'resume', reportId: 'r1', args: {} })).toBe('not_allowed_now');
		expect(refused(start('r1'), { ...ali, id: 'badr' })).toBe('never_assigned');
		expect(refused(start('r1'), salma)).toBe('not_permitted');
	});

	it('is refused the second time, not queued as evidence', () => {
		const base = reports.get('r1')!;
		const acts = { actorId: 'ali', lastRev: base.rev + 1, othersRev: base.rev };
		shown = new Map(reports).set('r1', {
			...base,
			status: 'in_progress',
			rev: base.rev + 1,
			acts
		});
		expect(planActs([start('r1')], context())).toMatchObject({
			ok: false,
			refused: [{ reason: 'not_allowed_now' }]
		});
	});

	it('queues nothing where it would change nothing', () => {
		const base = reports.get('r1')!;
		const seen = { ...base, assignment: anAssignment({ seenAt: 5 }) };
		reports = shown = new Map([['r1', seen]]);
		expect(planned([{ type: 'seen', reportId: 'r1', args: {} }])).toEqual([]);
	});
});

describe('several acts', () => {
	it('share a group and are all queued or none', () => {
		const drafts = planned([start('r1'), start('r2')]);
		expect(new Set(drafts.map(({ envelope }) => envelope.group)).size).toBe(1);
		expect(drafts[0]?.envelope.group).not.toBeNull();
		const plan = planActs([start('r1'), start('r9')], context());
		expect(plan).toMatchObject({ ok: false, refused: [{ reportId: 'r9' }] });
	});

	it('are decided each on what the ones before it leave', () => {
		const photos = [aPhoto('before'), aPhoto('after')];
		reports = shown = new Map([['r1', { ...reports.get('r1')!, photos }]]);
		const finish: Intent = { type: 'finish', reportId: 'r1', args: plainArgs.finish };
		expect(planned([start('r1'), finish])).toHaveLength(2);
		expect(planActs([finish], context()).ok).toBe(false);
	});
});

describe('a report found on the way', () => {
	const reportId = '01900000-0000-7000-8000-00000000f0f0';
	const register = (takesIt = false): Intent => ({
		...{ type: 'register', reportId },
		args: { ...plainArgs.register, landmark: 'خلف المسجد', takesIt }
	});
	const photo: Intent = { type: 'addPhoto', reportId, args: plainArgs.addPhoto };

	it('begins by its command, which what is added in the same act builds on', () => {
		const [begins, adds] = planned([register(true), photo]);
		expect(begins).toMatchObject({
			envelope: { type: 'register', base: { rev: 0, assignEpoch: 0 } },
			snapshot: { number: '', address: 'خلف المسجد' }
		});
		expect(adds?.envelope.base).toEqual({ rev: 2, assignEpoch: 1 });
	});

	it('is refused outside the city, with all that was to come along', () => {
		const far = { ...register(), args: { ...plainArgs.register, lat: 0 } } as Intent;
		const plan = planActs([far, photo], context());
		expect(plan).toMatchObject({ ok: false, refused: [{ reason: 'outside_city' }, {}] });
	});

	it('taken back before it was sent takes along what was added to it', () => {
		const [begins, adds] = planned([register(), photo]).map((draft, n) => drafted(draft, n, n + 1));
		const all = [begins!, adds!];
		const undone = withFollowers([begins!], () => all);
		expect(undone).toEqual(all);
		const { drafts, refused } = planUndo(undone, context());
		expect(refused).toEqual([]);
		const args = drafts.map(({ envelope }) => envelope.args);
		expect(args).toMatchObject([{ commandId: adds?.id }, { commandId: begins?.id }]);
	});

	it('taken back once it may have arrived leaves what was added to it [F1]', () => {
		const [begins, adds] = planned([register(), photo]).map((draft, n) => drafted(draft, n, n + 1));
		const sent = attempted(begins!, 'replica');
		expect(withFollowers([sent], () => [sent, adds!])).toEqual([sent]);
	});
});

describe('an undo', () => {
	function acted(): StoredCommand {
		const command = queued(start('r1'));
		const base = reports.get('r1')!;
		const lastAct = {
			commandId: command.id,
			actorId: 'ali',
			at: now,
			restore: { status: 'assigned' as const }
		};
		shown = new Map(reports).set('r1', { ...base, status: 'in_progress', lastAct });
		return command;
	}

	it('names the command and the monotonic time since, within ten seconds', () => {
		const command = acted();
		mono += 9000;
		const { drafts } = planUndo([command], context());
		expect(drafts[0]?.envelope.args).toEqual({ commandId: command.id, elapsedMs: 9000 });
		mono += 2000;
		expect(planUndo([command], context()).refused).toEqual([
			{ reportId: 'r1', reason: 'undo_too_late' }
		]);
	});

	it('goes by the wall clock after a reload, and never by one that went backwards', () => {
		const command = acted();
		now += 4000;
		const { drafts } = planUndo([command], context(ali, 's2'));
		expect(drafts[0]?.envelope.args).toMatchObject({ elapsedMs: 4000 });
		now -= 60_000;
		expect(planUndo([command], context(ali, 's2')).drafts).toEqual([]);
	});

	it('works where the report has left with the act itself', () => {
		const decline = queued({ type: 'decline', reportId: 'r1', args: plainArgs.decline });
		reports = shown = new Map();
		expect(planUndo([decline], context()).drafts).toHaveLength(1);
		mono += 11_000;
		expect(planUndo([decline], context()).refused).toHaveLength(1);
	});

	it('withdraws a claim long after the act, wherever its report has gone [E4]', () => {
		const act = acted();
		const claim = answered(
			attempted(act, 'replica'),
			{
				...{ n: 1, id: act.id, outcome: 'claim', duplicate: false },
				...{ reason: null, detail: null, cover: {} }
			},
			'e',
			now
		);
		reports = shown = new Map();
		mono += 86_400_000;
		expect(planUndo([claim], context()).drafts).toHaveLength(1);
	});

	it('passes over what stays for good and what is taken back already', () => {
		const note = queued({ type: 'addNote', reportId: 'r1', args: { text: 'x' } });
		const command = voided(acted());
		expect(planUndo([note, command], context())).toEqual({ drafts: [], refused: [] });
	});
});

it('sends no undo of a photo that has left meanwhile, although its report is taken back [F1]', () => {
	const reportId = '01900000-0000-7000-8000-00000000f0f0';
	const register: Intent = { type: 'register', reportId, args: plainArgs.register };
	const photo: Intent = { type: 'addPhoto', reportId, args: plainArgs.addPhoto };
	const rows = planned([register, photo]).map((draft, n) => drafted(draft, n, n + 1));
	const { drafts } = planUndo(rows, context());
	expect(drafts).toHaveLength(2);
	const left = rows.map((row) => attempted(row, 'replica'));
	const sent = undosToSend(drafts, left).map(({ envelope }) => envelope.args);
	expect(sent).toMatchObject([{ commandId: rows[0]?.id }]);
	expect(undosToSend(drafts, rows)).toEqual([]);
});
