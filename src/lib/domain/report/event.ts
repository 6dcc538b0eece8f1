/**
 * Events: what the server accepted, append-only. An event carries the values it puts in place
 * (`change`) and the evidence it adds; `project` needs nothing else to move a report forward.
 */
import type { CalendarReason } from '../time/calendar-change';
import type { TargetsReason } from '../time/targets-change';
import type { Claim, Message, Note, OnSite, PhotoState, ReportPatch, ReportPhoto } from './report';
import type { ToldValues } from './told-values';

export const eventKinds = [
	'received',
	'seen',
	'set_off',
	'arrived',
	'started',
	'held',
	'resumed',
	'finished',
	'finish_merged',
	'declined',
	'photo_added',
	'photo_stored',
	'noted',
	'assigned',
	'reassigned',
	'unassigned',
	'priority_set',
	'reporter_asked',
	'reporter_answered',
	'reporter_timed_out',
	'referred',
	'referral_answered',
	'closed',
	'confirmed',
	'returned',
	'reopened',
	'undone',
	'claimed',
	'claim_withdrawn',
	'claim_accepted',
	'claim_settled',
	'evidence_kept',
	'message_sent',
	'category_set',
	'due_set',
	'closing_taken_back',
	'split',
	'due_moved'
] as const;
export type EventKind = (typeof eventKinds)[number];

/** A due time that moved by itself: by a pause that ended, another calendar, or other targets. */
export interface DueMove {
	from: number | null;
	to: number | null;
	because: { pausedMinutes: number } | { calendar: CalendarReason } | { targets: TargetsReason };
}

export interface ReportEvent {
	kind: EventKind;
	/** Null: the system itself. */
	actorId: string | null;
	commandId: string | null;
	/** When it happened, by the corrected device clock; `receivedAt` by the server's. */
	at: number;
	receivedAt: number;
	/** Assignment epoch under which it was done. */
	epoch: number;
	/** Done under an assignment that had ended. */
	isLate: boolean;
	/** An act that can be taken back within the undo window. */
	isUndoable: boolean;
	/** Field values it puts in place. */
	change: ReportPatch;
	addPhoto?: ReportPhoto;
	/** SHA-256 of the photo that was taken again. */
	retractPhoto?: string;
	photoState?: { sha256: string; state: PhotoState };
	addNote?: Note;
	addMessage?: Message;
	addClaim?: Claim;
	withdrawClaim?: string;
	settleClaim?: { claimId: string; settled: NonNullable<Claim['settled']> };
	/** Why the due time is another one than before, where that was nobody's own wish. */
	dueMoved?: DueMove;
	/** What the person said or chose, for the history: reason code, text, outcome. */
	said?: { code?: string; text?: string | null };
	/** Where an arrival was recorded; a finish carries its own. */
	onSite?: OnSite | null;
	/** Id of the command that an `undone` took back. */
	undoes?: string;
	/** What of it the history tells in words; added by the server (told-values.ts). */
	replaced?: { from: ToldValues; to: ToldValues };
}
