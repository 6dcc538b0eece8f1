/**
 * A report as every device and the server hold it. Moments are milliseconds since the epoch (UTC),
 * coordinates degrees WGS84, distances metres, durations say their unit.
 *
 * 1. The reporter's name and contact are not part of it: they never reach a device's database.
 * 2. `rev` rises by one at every stored change; `acts` tells whose acts the last revisions were.
 * 3. Photos, notes, messages and claims are append-only; a photo taken again is `retracted`, never
 *    removed.
 * 4. Who draws on a photo makes a copy (`derivedFrom`): the original stands beside it, untouched.
 */
import type { Answer } from '../checklist/answer';
import type { Routed } from '../dispatch/route';
import type { Outcome } from './outcome';
import type { Priority } from './priority';
import type { Status } from './lifecycle';

/** The channel that reports of inspectors come by. */
export const fieldChannelId = 'field';

export const photoKinds = ['reporter', 'before', 'after', 'other', 'scan', 'voice'] as const;
export type PhotoKind = (typeof photoKinds)[number];

/** awaited: declared, bytes not whole on the server · stored: verified · corrupt: given up, author told. */
export const photoStates = ['awaited', 'stored', 'corrupt'] as const;
export type PhotoState = (typeof photoStates)[number];

/** Where and when, recorded by the app at the shutter. */
export interface Place {
	lat: number;
	lon: number;
	accuracyMetres: number;
	headingDegrees: number | null;
	fixedAt: number;
}

export interface ReportPhoto {
	sha256: string;
	kind: PhotoKind;
	/** Bytes. */
	size: number;
	width: number;
	height: number;
	takenAt: number;
	place: Place | null;
	source: 'camera' | 'file';
	/** The photo that this one is a marked copy of; it proves nothing by itself. */
	derivedFrom?: string;
	actorId: string | null;
	/** The command that declared it; null for photos that came with the report. */
	commandId: string | null;
	epoch: number;
	state: PhotoState;
	declaredAt: number;
	/** Name of the device that declared it, for "2 of 3 photos, on tablet X since 10:12". */
	deviceName: string | null;
	retracted: boolean;
	/** Taken under an assignment that had ended. */
	isLate: boolean;
}

export interface Note {
	id: string;
	actorId: string;
	at: number;
	text: string;
	isLate: boolean;
}

/** A word between who works on a report and who dispatches it. */
export interface Message {
	/** Of the command that sent it. */
	id: string;
	actorId: string;
	at: number;
	text: string;
	/** Asked by the field: open until somebody of the office writes after it. */
	isQuestion: boolean;
	/** Who wrote it spoke for the office when it was sent. */
	isFromOffice: boolean;
	/** Written under an assignment that had ended. */
	isLate: boolean;
}

/** Seen, set off, arrived, started: times of one assignment; the epoch is its fence. */
export interface Assignment {
	assigneeId: string;
	epoch: number;
	assignedAt: number;
	/** Null: a routing rule. */
	assignedById: string | null;
	seenAt: number | null;
	setOffAt: number | null;
	arrivedAt: number | null;
	startedAt: number | null;
}

/** On-site evidence: the best distance of the last minutes, GPS error taken off. Never a wall. */
export interface OnSite {
	distanceMetres: number | null;
	accuracyMetres: number | null;
	/** What the person said when asked because the distance was large or unknown. */
	remark: string | null;
}

export interface Finish {
	actorId: string;
	at: number;
	receivedAt: number;
	epoch: number;
	outcome: Outcome;
	text: string | null;
	photos: readonly string[];
	onSite: OnSite | null;
	/** To the category's checklist as it was then; absent in closings from before there were any. */
	answers?: readonly Answer[];
	/** Outcome `duplicate`: the report that is the same one, where the person named it. */
	duplicateOf?: string | null;
}

export const claimKinds = ['finish', 'time_worked'] as const;
/** Field work that arrived after the office had changed the job. Kept whole until decided. */
export interface Claim {
	/** Id of the command that raised it. */
	id: string;
	kind: (typeof claimKinds)[number];
	actorId: string;
	epoch: number;
	at: number;
	receivedAt: number;
	outcome: Outcome | null;
	text: string | null;
	photos: readonly string[];
	answers?: readonly Answer[];
	duplicateOf?: string | null;
	state: 'open' | 'withdrawn' | 'settled';
	/** It was handed in after the access of its author had ended. */
	isEscrowed?: boolean;
	/** What was decided, by whom; absent until then. */
	settled?: {
		/** use: it is the closing · both: its evidence joined the closing · keep: evidence only. */
		choice: 'use' | 'both' | 'keep';
		actorId: string;
		at: number;
		text: string | null;
	};
}

/** A due time that the office has set: pauses that come after it are added to it. */
export interface DueSet {
	at: number;
	/** Working minutes that had not counted when it was set. */
	pausedMinutes: number;
}

export interface ReasonGiven {
	code: string;
	text: string | null;
	at: number;
	actorId: string;
}

/** Revisions made by acts (not by evidence): the last one, whose it was, and the last of anybody else. */
export interface ActRun {
	actorId: string;
	lastRev: number;
	othersRev: number;
}

/** The last act that can be taken back, with the values it replaced. */
export interface LastAct {
	commandId: string;
	actorId: string;
	at: number;
	restore: ReportPatch;
}

export interface Report {
	id: string;
	number: string;
	rev: number;
	status: Status;
	/** Where hold, referral and a question to the reporter lead back to. */
	statusBefore: Status | null;
	outcome: Outcome | null;
	priority: Priority;
	categoryId: string;
	directorateId: string | null;
	teamId: string | null;
	channelId: string;
	/** Number or reference in the channel it came by. */
	channelReference: string | null;
	description: string;
	addressText: string;
	landmark: string | null;
	accessNote: string | null;
	areaPath: string;
	lat: number;
	lon: number;
	accuracyMetres: number | null;
	receivedAt: number;
	/** The clock counts from here: reception, import or reopening. */
	clockFromAt: number;
	pausedAt: number | null;
	/** Working minutes that do not count. */
	pausedMinutes: number;
	dueAt: number | null;
	/** Set by the office in place of the target; absent or null while the target holds. */
	dueSet?: DueSet | null;
	/** Target of the stage it stands in; resets at each hand-over. */
	stageDueAt: number | null;
	/** When that stage began; absent in reports of before it was kept. */
	stageFromAt?: number | null;
	assignEpoch: number;
	assignment: Assignment | null;
	reworkCount: number;
	hold: ReasonGiven | null;
	returned: ReasonGiven | null;
	finish: Finish | null;
	/** First closing; a reopening keeps it. */
	closedAt: number | null;
	/** Latest closing, null while open: from here it stays on devices for 14 days. */
	endedAt: number | null;
	confirmedById: string | null;
	/** Why confirmation did not wait for a missing photo. */
	confirmOverride: string | null;
	/** The routing rule that brought it here; null where none matched. */
	routedBy: string | null;
	/** Why that rule did; absent in reports of before it was kept. */
	routed?: Routed;
	photos: readonly ReportPhoto[];
	notes: readonly Note[];
	claims: readonly Claim[];
	/** Oldest first; absent while nobody wrote, and in bodies of before there were messages. */
	messages?: readonly Message[];
	/** The report that is the same one, where it was closed as a duplicate of one. */
	duplicateOf?: string | null;
	/** Reports that took a matter of this one over, by id; absent while there is none. */
	parts?: readonly string[];
	/** The report that this one was split off from. */
	partOf?: string | null;
	/** Who found it on the way; absent where it came by another channel. */
	registeredById?: string;
	acts: ActRun | null;
	lastAct: LastAct | null;
	updatedAt: number;
}

/** Fields that an act replaces and an undo puts back. */
export type ReportPatch = Partial<
	Omit<
		Report,
		'id' | 'number' | 'rev' | 'acts' | 'lastAct' | 'photos' | 'notes' | 'claims' | 'messages'
	>
>;

/** Photos that count: not taken again, and no copies of such. */
export function standingPhotos({ photos }: Pick<Report, 'photos'>): readonly ReportPhoto[] {
	const gone = new Set(photos.filter(({ retracted }) => retracted).map(({ sha256 }) => sha256));
	if (gone.size === 0) return photos;
	return photos.filter(
		({ sha256, derivedFrom }) => !gone.has(sha256) && !gone.has(derivedFrom ?? '')
	);
}
