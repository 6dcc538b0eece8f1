/**
 * Field commands: judged by the assignment epoch they were done under, never by device time.
 *
 *                          current epoch                       older epoch (reassigned, returned ...)
 *   finish                 applied                             nobody started: merged, else claim
 *   finish, office moved   claim (second by same person: merged)     returned, reopened since: the same
 *   start, hold, resume    applied; office moved: kept         claim "time worked"
 *   seen, set off, arrive, decline   likewise                  kept as evidence
 *   photo, note            applied, always                     applied, marked late
 *
 * An epoch that never named this person is refused, but for photos and notes of whoever registered the
 * report himself: those are never late. Source: sync design 3.6.
 */
import type { Category } from '../city/profile';
import { can } from '../people/actor';
import type { Command, CommandArgs } from './command';
import { maxPhotosPerReport } from './command';
import {
	apply,
	eventOf,
	reasonGiven,
	reasonProblem,
	refuse,
	statusChange,
	withoutAssignee,
	type Circumstance,
	type Decision
} from './decision';
import { moveByPause } from './deadline';
import { evidenceGap } from './evidence';
import { edgeOf, statusTable, type Edge } from './lifecycle';
import { standingPhotos } from './report';
import type { Claim, Finish, Report, ReportPatch, ReportPhoto } from './report';
import { isRegisteredBy } from './scope';

type FinishCommand = Extract<Command, { type: 'finish' }>;

export function decideFieldWork(
	report: Report,
	command: Command,
	circumstance: Circumstance
): Decision {
	if (!can(circumstance.actor, 'report.work')) return refuse('not_permitted');
	const isAuthor = isRegisteredBy(report, circumstance.actor.id);
	const epoch = command.base.assignEpoch;
	const isHeld = circumstance.heldEpochs.includes(epoch);
	const isLate = epoch !== report.assignEpoch;
	if (isHeld || isAuthor) {
		const isLateWord = isLate && !isAuthor;
		if (command.type === 'addPhoto') return addPhoto(report, command, circumstance, isLateWord);
		if (command.type === 'addNote') return addNote(command, circumstance, isLateWord);
	}
	if (!isHeld) return refuse('never_assigned');
	if (isLate) return decideLate(report, command, circumstance);
	const edge = edgeOf(command.type, report.status);
	return edge === undefined
		? decideOutOfStep(report, command, circumstance)
		: decideInStep(report, command, edge, circumstance);
}

function decideInStep(
	report: Report,
	command: Command,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const { at, policy } = circumstance;
	const step = (kind: Parameters<typeof eventOf>[0], change: ReportPatch, said = {}): Decision =>
		apply(eventOf(kind, command, circumstance, { isUndoable: edge.undoable, change, said }));
	const moved = () => statusChange(report, edge, circumstance);
	switch (command.type) {
		case 'seen':
			return report.assignment?.seenAt ? apply() : step('seen', stamp(report, { seenAt: at }));
		case 'setOff':
			return step('set_off', stamp(report, { setOffAt: at }));
		case 'arrive':
			return apply(
				eventOf('arrived', command, circumstance, {
					isUndoable: edge.undoable,
					change: stamp(report, { arrivedAt: at }),
					onSite: command.args.onSite
				})
			);
		case 'start':
			return step('started', { ...moved(), ...stamp(report, { startedAt: at }) });
		case 'resume': {
			const change = { ...moved(), hold: null };
			const part = { isUndoable: edge.undoable, change, said: {}, ...moveByPause(report, change) };
			return apply(eventOf('resumed', command, circumstance, part));
		}
		case 'hold': {
			const problem = reasonProblem(policy.reasons.hold, command.args);
			return (
				problem ??
				step('held', holdChange(report, command.args, edge, circumstance), saying(command.args))
			);
		}
		case 'decline': {
			const problem = reasonProblem(policy.reasons.decline, command.args);
			return (
				problem ??
				step('declined', { ...moved(), ...withoutAssignee(report) }, saying(command.args))
			);
		}
		case 'finish':
			return finishInStep(report, command, edge, circumstance);
		default:
			return refuse('not_permitted');
	}
}

const saying = (args: { reason: string; text: string | null }) => ({
	code: args.reason,
	text: args.text
});

function stamp(report: Report, times: Partial<NonNullable<Report['assignment']>>): ReportPatch {
	return report.assignment === null ? {} : { assignment: { ...report.assignment, ...times } };
}

function holdChange(
	report: Report,
	args: CommandArgs<'hold'>,
	edge: Edge,
	circumstance: Circumstance
): ReportPatch {
	const reason = circumstance.policy.reasons.hold.find(({ code }) => code === args.reason);
	return {
		...statusChange(report, edge, circumstance, reason?.stopsClock ?? false),
		hold: reasonGiven(args, circumstance)
	};
}

function finishInStep(
	report: Report,
	command: FinishCommand,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const { policy } = circumstance;
	const finish = finishOf(report, command, circumstance);
	const gap = gapOf(report, command, policy.category(report.categoryId));
	if (gap !== null) return refuse('evidence_missing', gap);
	return apply(
		eventOf('finished', command, circumstance, {
			isUndoable: edge.undoable,
			change: { ...statusChange(report, edge, circumstance), finish },
			said: { code: finish.outcome, text: finish.text }
		})
	);
}

function finishOf(
	report: Report,
	command: FinishCommand,
	{ actor, at, receivedAt }: Circumstance
): Finish {
	const { outcome, text, photos, onSite } = command.args;
	const epoch = command.base.assignEpoch;
	return {
		...{ actorId: actor.id, at, receivedAt, epoch, outcome, text, photos, onSite },
		...answersOf(report, command)
	};
}

/** Answers as they were given. Only a duplicate names the other report, and never itself. */
function answersOf(
	report: Report,
	{ args }: FinishCommand
): Pick<Finish, 'answers' | 'duplicateOf'> {
	const names = args.outcome === 'duplicate' && args.duplicateOf !== report.id;
	return { answers: args.answers ?? [], duplicateOf: names ? args.duplicateOf : null };
}

function gapOf(report: Report, { args, base }: FinishCommand, category: Category) {
	return evidenceGap(report, category, { ...args, epoch: base.assignEpoch });
}

/** The right person under the right epoch, but the report is not where the command expects it. */
function decideOutOfStep(report: Report, command: Command, circumstance: Circumstance): Decision {
	const movedSince = report.acts !== null && report.acts.lastRev > command.base.rev;
	if (!movedSince) return refuse('not_allowed_now');
	if (command.type !== 'finish') return keepAsEvidence(command, circumstance, false);
	const isOwnSecond =
		report.finish?.actorId === circumstance.actor.id && report.finish.epoch === report.assignEpoch;
	return isOwnSecond
		? keepAsEvidence(command, circumstance, false)
		: claim('finish', report, command, circumstance, false);
}

function decideLate(report: Report, command: Command, circumstance: Circumstance): Decision {
	switch (command.type) {
		case 'finish':
			return finishLate(report, command, circumstance);
		case 'start':
		case 'hold':
		case 'resume':
			return claim('time_worked', report, command, circumstance, true);
		default:
			return keepAsEvidence(command, circumstance, true);
	}
}

/** A closing under an older epoch: merges by itself while nobody else has begun, else waits for a decision. */
function finishLate(report: Report, command: FinishCommand, circumstance: Circumstance): Decision {
	const row = statusTable[report.status];
	const { actor } = circumstance;
	const isOwn = row.isFieldWork && report.assignment?.assigneeId === actor.id;
	const isUntouched = row.clock === 'field' && (!row.isStarted || isOwn);
	const earlier = report.finish;
	// The office has judged a closing of that time or later: this one must not undo its answer.
	if (earlier !== null && earlier.epoch >= command.base.assignEpoch) {
		const isSecond = earlier.actorId === actor.id && earlier.epoch === command.base.assignEpoch;
		return isSecond
			? keepAsEvidence(command, circumstance, true)
			: claim('finish', report, command, circumstance, true);
	}
	const finish = finishOf(report, command, circumstance);
	const gap = gapOf(report, command, circumstance.policy.category(report.categoryId));
	if (!isUntouched || gap !== null) return claim('finish', report, command, circumstance, true);
	const change = {
		...statusChange(report, mergedFinish, circumstance),
		finish,
		assignment: null,
		assignEpoch: report.assignEpoch + 1
	};
	const said = { code: finish.outcome, text: finish.text };
	const event = eventOf('finish_merged', command, circumstance, {
		isLate: true,
		change,
		said,
		isUndoable: true
	});
	return { outcome: 'merged', events: [event] };
}

const mergedFinish: Edge = {
	command: 'finish',
	side: 'assignee',
	permission: 'report.work',
	from: [],
	to: 'done',
	needs: ['evidence'],
	remembers: false,
	epochRises: true,
	undoable: true
};

/** Kept whole until somebody decides. */
export function claim(
	kind: Claim['kind'],
	report: Report,
	command: Command,
	circumstance: Circumstance,
	isLate: boolean,
	isEscrowed = false
): Decision {
	const { actor, at, receivedAt } = circumstance;
	const finish = command.type === 'finish' ? command.args : null;
	const addClaim: Claim = {
		id: command.id,
		kind,
		actorId: actor.id,
		epoch: command.base.assignEpoch,
		at,
		receivedAt,
		outcome: finish?.outcome ?? null,
		text: finish?.text ?? null,
		photos: finish?.photos ?? [],
		...(command.type === 'finish' ? answersOf(report, command) : {}),
		state: 'open',
		...(isEscrowed ? { isEscrowed } : {})
	};
	return {
		outcome: 'claim',
		events: [eventOf('claimed', command, circumstance, { isLate, addClaim })]
	};
}

/** That it was done stands in the history; there is nothing to decide about it. */
export function keepAsEvidence(
	command: Command,
	circumstance: Circumstance,
	isLate: boolean
): Decision {
	const said = { code: command.type };
	return {
		outcome: 'merged',
		events: [eventOf('evidence_kept', command, circumstance, { isLate, said })]
	};
}

/** A note stands, whoever has the job by now. */
export function addNote(
	command: Extract<Command, { type: 'addNote' }>,
	circumstance: Circumstance,
	isLate: boolean
): Decision {
	const { actor, at } = circumstance;
	const addNote = { id: command.id, actorId: actor.id, at, text: command.args.text, isLate };
	return apply(eventOf('noted', command, circumstance, { isLate, addNote, said: command.args }));
}

/** So does a photo, within the limit of one person's photos. */
export function addPhoto(
	report: Report,
	command: Extract<Command, { type: 'addPhoto' }>,
	circumstance: Circumstance,
	isLate: boolean
): Decision {
	const { args } = command;
	if (isFull(report, args, circumstance.actor.id)) {
		return refuse('too_many_photos', { limit: maxPhotosPerReport });
	}
	return apply(
		eventOf('photo_added', command, circumstance, {
			isLate,
			addPhoto: photoOf(command, circumstance, isLate),
			...(args.replaces !== args.sha256 && isOwn(report, args.replaces, circumstance.actor.id)
				? { retractPhoto: args.replaces }
				: {}),
			said: { code: args.kind }
		})
	);
}

function photoOf(
	command: Extract<Command, { type: 'addPhoto' }>,
	{ actor, receivedAt, deviceName }: Circumstance,
	isLate: boolean
): ReportPhoto {
	const { kind, sha256, size, width, height, takenAt, place, source, derivedFrom } = command.args;
	return {
		...(derivedFrom === undefined ? {} : { derivedFrom }),
		kind,
		sha256,
		size,
		width,
		height,
		takenAt,
		place,
		source,
		actorId: actor.id,
		commandId: command.id,
		epoch: command.base.assignEpoch,
		state: 'awaited',
		declaredAt: receivedAt,
		deviceName,
		retracted: false,
		isLate
	};
}

/** The limit counts one person's photos, so that a colleague's evidence is never pushed out. */
function isFull(report: Report, args: CommandArgs<'addPhoto'>, actorId: string): boolean {
	const own = standingPhotos(report).filter((photo) => photo.actorId === actorId);
	if (own.some((photo) => photo.sha256 === args.sha256)) return false;
	const leaving = isOwn(report, args.replaces, actorId) ? 1 : 0;
	return own.length - leaving >= maxPhotosPerReport;
}

function isOwn(report: Report, sha256: string | null, actorId: string): sha256 is string {
	return report.photos.some((photo) => photo.sha256 === sha256 && photo.actorId === actorId);
}
