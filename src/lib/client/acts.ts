/**
 * Turns what a person wants into commands: decides it on what the person sees, gives it identity
 * and clocks. Writes nothing.
 *
 * 1. A new act must be plainly `applied`; merging and claiming are for work that travelled.
 * 2. The base that a command names is what the server last said, never the own overlay; for a report
 *    that it does not know yet, what its `register` will make of it there.
 */
import { v7 as uuidv7 } from 'uuid';
import {
	commandTypeVersion,
	parseCommand,
	type Command,
	type Intent
} from '$lib/domain/report/command';
import type { Report } from '$lib/domain/report/report';
import { undoWindowMs } from '$lib/domain/report/undo-window';
import type { ActRefusal } from './device';
import { isUndoable } from './state/outbox-item';
import { begin, ownEpoch, step, type Rules } from './state/overlay';
import type { CacheMeta, DeviceClock, Draft, StoredCommand } from './sync/ports';

interface Sight {
	baseOf(id: string): Report | undefined;
	byId(id: string): Report | undefined;
}

export interface ActContext {
	sight: Sight;
	rules: Rules;
	clock: DeviceClock;
	skew: Pick<CacheMeta, 'skewMs' | 'skewAt'>;
}

export type Planned = { ok: true; drafts: Draft[] } | { ok: false; refused: ActRefusal[] };

/** Drafts of all intents in order, each decided on what the ones before it leave; or why not. */
export function planActs(intents: readonly Intent[], context: ActContext): Planned {
	const seen = new Map<string, Report>();
	/** Begun by an earlier intent of the same act. */
	const bases = new Map<string, Report>();
	const drafts: Draft[] = [];
	const refused: ActRefusal[] = [];
	const group = intents.length > 1 ? uuidv7() : null;
	for (const intent of intents) {
		const { reportId } = intent;
		const begun = bases.get(reportId);
		const base = begun ?? context.sight.baseOf(reportId);
		const shown = seen.get(reportId) ?? context.sight.byId(reportId);
		const { draft, outcome } = planOne(intent, base, shown, context);
		draft.envelope.group = intent.group ?? group;
		if ('reason' in outcome) refused.push({ reportId, ...outcome });
		else if (outcome.hasEffect) drafts.push(draft);
		if (!('report' in outcome)) continue;
		seen.set(reportId, outcome.report);
		if (intent.type === 'register') bases.set(reportId, outcome.report);
	}
	return refused.length > 0 ? { ok: false, refused } : { ok: true, drafts };
}

type Tried = { report: Report; hasEffect: boolean } | Pick<ActRefusal, 'reason' | 'detail'>;

function planOne(
	intent: Intent,
	base: Report | undefined,
	shown: Report | undefined,
	context: ActContext
): { draft: Draft; outcome: Tried } {
	const { rules } = context;
	if (base === undefined || shown === undefined) {
		const draft = draftOf(intent, nothingYet, nameless(intent), context);
		return { draft, outcome: tryToBegin(draft, rules) };
	}
	const { epoch, isHeld } = ownEpoch(base, rules.actor.id);
	const draft = draftOf(intent, { rev: base.rev, assignEpoch: epoch }, shown, context);
	return { draft, outcome: tryAct(shown, draft, rules, isHeld) };
}

/** Of a report that is still to begin. */
const nothingYet = { rev: 0, assignEpoch: 0 };

/** What names it in the outbox until it has a number. */
function nameless(intent: Intent): Pick<Report, 'number' | 'addressText'> {
	if (intent.type !== 'register') return { number: '', addressText: '' };
	const { landmark, description } = intent.args;
	return { number: '', addressText: landmark ?? description.slice(0, maxNameLength) };
}

const maxNameLength = 80;

function tryToBegin(draft: Draft, rules: Rules): Tried {
	const command = commandOf(draft);
	if (command?.type !== 'register') return { reason: command ? 'unknown_report' : 'malformed' };
	const begun = begin(command, rules);
	return begun.outcome === 'rejected'
		? { reason: begun.reason, detail: begun.detail }
		: { report: begun.report, hasEffect: true };
}

function tryAct(shown: Report, draft: Draft, rules: Rules, isHeld: boolean): Tried {
	const command = commandOf(draft);
	if (command === null) return { reason: 'malformed' };
	const { report, decision } = step(shown, command, rules, isHeld);
	if (decision.outcome === 'rejected') {
		return { reason: decision.reason, detail: decision.detail };
	}
	if (decision.outcome !== 'applied') return { reason: 'not_allowed_now' };
	return { report, hasEffect: decision.events.length > 0 };
}

function commandOf(draft: Draft): Command | null {
	const parsed = parseCommand({ ...draft.envelope, replica: '', n: 1 });
	return parsed.ok ? parsed.command : null;
}

/**
 * A report that is taken back before it was sent takes along what was added to it: nothing of it may
 * arrive without it.
 */
export function withFollowers(
	commands: readonly StoredCommand[],
	commandsOf: (reportId: string) => readonly StoredCommand[]
): StoredCommand[] {
	const all = commands.flatMap((command) =>
		isUnsentBeginning(command) ? commandsOf(command.reportId) : [command]
	);
	return [...new Set(all)];
}

const isUnsentBeginning = ({ envelope, state }: StoredCommand) =>
	envelope.type === 'register' && state === 'waiting';

/**
 * Drafts of the undo of commands, last first, and the refusals of those that cannot be taken back
 * any more. Commands that never can (photo, note) are passed over: what they added stays.
 */
export function planUndo(
	commands: readonly StoredCommand[],
	context: ActContext
): { drafts: Draft[]; refused: ActRefusal[] } {
	const seen = new Map<string, Report>();
	const drafts: Draft[] = [];
	const refused: ActRefusal[] = [];
	const unbegun = new Set(commands.filter(isUnsentBeginning).map(({ reportId }) => reportId));
	for (const command of commands.toReversed()) {
		const { reportId, envelope } = command;
		const goesAlong = unbegun.has(reportId) && envelope.type !== 'register';
		if (envelope.isVoid || (!isUndoable(envelope.type) && !goesAlong)) continue;
		const intent: Intent = {
			type: 'undo',
			reportId,
			args: { commandId: command.id, elapsedMs: elapsedMsOf(command, context.clock) }
		};
		const shown = seen.get(reportId) ?? context.sight.byId(reportId);
		const base = context.sight.baseOf(reportId);
		const draft = draftOf(
			intent,
			base === undefined
				? envelope.base
				: { rev: base.rev, assignEpoch: envelope.base.assignEpoch },
			{ number: command.snapshot.number, addressText: command.snapshot.address },
			context
		);
		const { elapsedMs } = intent.args;
		if (goesAlong) {
			drafts.push(draft);
			continue;
		}
		const tried = tryUndo(shown, { command, draft, elapsedMs }, context.rules);
		if ('reason' in tried) refused.push({ reportId, ...tried });
		else drafts.push(draft);
		if ('report' in tried) seen.set(reportId, tried.report);
	}
	return { drafts, refused };
}

/** A report that has left already (a decline, say) is undone by the server alone, if in time. */
function tryUndo(
	shown: Report | undefined,
	{ command, draft, elapsedMs }: { command: StoredCommand; draft: Draft; elapsedMs: number },
	rules: Rules
): Tried | { isBlind: true } {
	// A claim lies with a report that mostly has left: whether it is still open, the server knows.
	if (command.result?.outcome === 'claim') return { isBlind: true };
	if (shown !== undefined) return tryAct(shown, draft, rules, true);
	return elapsedMs <= undoWindowMs ? { isBlind: true } : { reason: 'undo_too_late' };
}

/** By the monotonic clock; after a reload the wall clock is all there is, and never in advance. */
function elapsedMsOf({ envelope }: StoredCommand, clock: DeviceClock): number {
	if (envelope.session === clock.session) return Math.max(0, clock.monoMs() - envelope.monoMs);
	const elapsedMs = clock.wallMs() - envelope.deviceAt;
	return elapsedMs < 0 ? undoWindowMs + 1 : elapsedMs;
}

function draftOf(
	intent: Intent,
	base: Draft['envelope']['base'],
	shown: Pick<Report, 'number' | 'addressText'>,
	{ clock, skew }: Pick<ActContext, 'clock' | 'skew'>
): Draft {
	const deviceAt = clock.wallMs();
	return {
		envelope: {
			id: uuidv7(),
			type: intent.type,
			typeVersion: commandTypeVersion(intent.type),
			reportId: intent.reportId,
			base,
			deviceAt,
			deviceOffsetMinutes: clock.offsetMinutes(deviceAt),
			monoMs: clock.monoMs(),
			session: clock.session,
			skew: skewOf(skew, deviceAt),
			group: null,
			isVoid: false,
			args: intent.args,
			signature: null
		},
		snapshot: { number: shown.number, address: shown.addressText }
	};
}

function skewOf({ skewMs, skewAt }: ActContext['skew'], now: number): Draft['envelope']['skew'] {
	if (skewMs === null || skewAt === null) return null;
	return { ms: skewMs, ageSeconds: Math.max(0, Math.round((now - skewAt) / 1000)) };
}
