/**
 * How far each demo report has come. A fate is a list of steps of the report's life, placed in
 * working time between its reception and its end, so that nobody works at night.
 */
import { checklistOf } from '$lib/domain/checklist/answer';
import type { Person } from '$lib/domain/people/actor';
import type { Policy } from '$lib/domain/report/decision';
import { evidenceNeedOf } from '$lib/domain/report/evidence';
import type { Outcome } from '$lib/domain/report/outcome';
import type { DemoReports } from '$lib/server/city/demo';
import { answersAt } from './answers';
import type { DemoPhoto, Life } from './life';
import type { Random } from './random';

/** How far a report has come. */
export type Fate =
	| 'received'
	| 'info_requested'
	| 'referred'
	| 'reopened'
	| 'assigned'
	| 'in_progress'
	| 'on_hold'
	| 'returned'
	| 'done'
	| 'closed'
	| 'closed_by_office';

interface Cast {
	supervisor: Person;
	officer: Person;
	inspector: Person;
	before: DemoPhoto;
	after: DemoPhoto;
}

export interface Stage {
	life: Life;
	cast: Cast;
	policy: Policy;
	texts: DemoReports;
	random: Random;
	/** Everything happens before this moment. */
	endAt: number;
	/** Writes finish texts in Arabic or English. */
	finishTexts: readonly string[];
	/** Long ago: the history keeps its main steps only. */
	isBrief: boolean;
	/** Leaves the after photo on the tablet. */
	holdsPhotoBack: boolean;
}

/** Lives the report up to its fate. */
export function meetFate(fate: Fate, stage: Stage): void {
	const { life, cast, texts, random } = stage;
	const reason = (words: Readonly<Record<string, readonly string[]>>) => {
		const [code, list] = random.pick(Object.entries(words));
		return { reason: code, text: random.pick(list) };
	};
	const at = (share: number) => momentOf(stage, share);
	switch (fate) {
		case 'received':
			return;
		case 'info_requested':
			life.act(cast.supervisor, at(0.4), {
				type: 'askReporter',
				args: { text: 'يرجى تحديد الموقع بدقة أو إرسال صورة.' }
			});
			return;
		case 'referred':
			life.act(cast.supervisor, at(0.4), {
				type: 'refer',
				args: {
					reason: random.pick(stage.policy.reasons.refer.filter((reason) => !reason.needsText))
						.code,
					text: null
				}
			});
			return;
		case 'closed_by_office':
			life.act(cast.supervisor, at(0.6), {
				type: 'close',
				args: {
					outcome: random.pick(['duplicate', 'not_ours', 'invalid', 'withdrawn'] as const),
					text: null
				}
			});
			return;
		case 'assigned':
			return assign(stage, at(0.35));
		case 'on_hold':
			assign(stage, at(0.2));
			return void life.act(cast.inspector, at(0.7), {
				type: 'hold',
				args: reason(texts.holdTexts)
			});
		case 'in_progress':
			assign(stage, at(0.3));
			return begin(stage, ...visit(stage, at(0.9), 0.6));
		case 'done':
			return finish(stage, at, 0.85);
		case 'returned':
			finish(stage, at, 0.6);
			return void life.act(cast.officer, at(0.9), {
				type: 'return',
				args: reason(texts.returnTexts)
			});
		case 'reopened':
			finish(stage, at, 0.4);
			life.act(cast.officer, at(0.6), {
				type: 'confirm',
				args: { outcome: null, overrideReason: null }
			});
			return void life.act(cast.officer, at(0.95), {
				type: 'reopen',
				args: reason(texts.reopenTexts)
			});
		case 'closed':
			return close(stage, at);
	}
}

/** The moment at a share (0 to 1) of the working time between reception and the end. */
function momentOf({ life, policy, endAt }: Stage, share: number): number {
	const from = life.report.receivedAt;
	const minutes = policy.clock.workingBetween(from, endAt);
	// Reported after hours and not a working minute since: the duty desk works on.
	if (minutes < 30) return Math.floor(from + (endAt - from) * share);
	return Math.min(policy.clock.addWorking(from, minutes * share), endAt);
}

function assign({ life, cast, random, isBrief }: Stage, at: number): void {
	life.act(cast.supervisor, at, { type: 'assign', args: { assigneeId: cast.inspector.id } });
	if (!isBrief && random.chance(0.6))
		life.act(cast.inspector, at + 60_000, { type: 'seen', args: {} });
}

function begin({ life, cast, random, isBrief }: Stage, setOffAt: number, startAt: number): void {
	const moment = (share: number) => setOffAt + (startAt - setOffAt) * share;
	if (!isBrief) {
		const accuracyMetres = random.int(4, 12);
		const onSite = { distanceMetres: random.int(0, 40), accuracyMetres, remark: null };
		life.act(cast.inspector, setOffAt, { type: 'setOff', args: {} });
		life.act(cast.inspector, moment(0.7), { type: 'arrive', args: { onSite } });
	}
	life.act(cast.inspector, moment(0.8), { type: 'start', args: {} });
	life.photo(cast.inspector, moment(0.9), 'before', cast.before);
}

/** Set off and the end of the beginning, for a visit that ends at `endAt`: an hour or two, the way included. */
function visit({ life, random }: Stage, endAt: number, share: number): [number, number] {
	const assignedAt = life.report.assignment?.assignedAt ?? life.report.receivedAt;
	const lengthMs = Math.min(random.around(75, 0.4) * 60_000, (endAt - assignedAt) * 0.9);
	return [endAt - lengthMs, endAt - lengthMs * (1 - share)];
}

function finish(stage: Stage, at: (share: number) => number, end: number): void {
	const { life, cast, random } = stage;
	assign(stage, at(end * 0.3));
	const finishedAt = at(end);
	const [setOffAt, begunAt] = visit(stage, finishedAt, 0.45);
	begin(stage, setOffAt, begunAt);
	const before = (share: number) => finishedAt - (finishedAt - begunAt) * share;
	if (!stage.isBrief && random.chance(0.15)) {
		const args = { text: random.pick(stage.texts.inspectorNotes) };
		life.act(cast.inspector, before(0.3), { type: 'addNote', args });
	}
	life.photo(cast.inspector, before(0.1), 'after', cast.after, !stage.holdsPhotoBack);
	const outcome: Outcome = random.chance(0.93)
		? 'fixed'
		: random.pick(['nothing_found', 'not_ours'] as const);
	const category = stage.policy.category(life.report.categoryId);
	const need = evidenceNeedOf(category, outcome);
	const text = !need.text && random.chance(0.6) ? null : random.pick(stage.finishTexts);
	const onSite = {
		distanceMetres: random.int(0, 30),
		accuracyMetres: random.int(4, 12),
		remark: null
	};
	life.act(cast.inspector, finishedAt, {
		type: 'finish',
		args: {
			...{ outcome, text, photos: [cast.before.sha256, cast.after.sha256], onSite },
			answers: outcome === 'fixed' ? answersAt(checklistOf(category), finishedAt) : [],
			duplicateOf: null
		}
	});
}

function close(stage: Stage, at: (share: number) => number): void {
	const { life, cast } = stage;
	finish(stage, at, 0.75);
	life.act(cast.officer, at(1), { type: 'confirm', args: { outcome: null, overrideReason: null } });
}
