/**
 * What acts, kinds of photo and directions are called, and texts of the city in the language of the
 * page. One record per list of codes, so that a new code does not compile before it has a name.
 * Not here: status, outcome, priority and lateness (report-words).
 */
import type { Bilingual } from '$lib/domain/city/profile';
import type { CompassPoint } from '$lib/domain/geo/bearing';
import type { CommandType } from '$lib/domain/report/lifecycle';
import type { PhotoKind } from '$lib/domain/report/report';
import { locale } from '$lib/i18n/locale.svelte';
import { m } from '$lib/i18n/paraglide/messages';

type Labels<Code extends string> = Readonly<Record<Code, () => string>>;

const actLabels: Labels<CommandType> = {
	seen: m.act_seen,
	setOff: m.act_set_off,
	arrive: m.act_arrive,
	start: m.act_start,
	hold: m.act_hold,
	resume: m.act_resume,
	finish: m.act_finish,
	decline: m.act_decline,
	addPhoto: m.act_add_photo,
	addNote: m.act_add_note,
	assign: m.act_assign,
	reassign: m.act_reassign,
	unassign: m.act_unassign,
	setPriority: m.act_set_priority,
	askReporter: m.act_ask_reporter,
	answerReporter: m.act_answer_reporter,
	timeOutReporter: m.act_time_out_reporter,
	refer: m.act_refer,
	answerReferral: m.act_answer_referral,
	close: m.act_close,
	confirm: m.act_confirm,
	return: m.act_return,
	reopen: m.act_reopen,
	acceptClaim: m.act_accept_claim,
	settleClaim: m.act_settle_claim,
	undo: m.act_undo,
	sendMessage: m.act_send_message,
	register: m.act_register,
	setCategory: m.act_set_category,
	setDue: m.act_set_due,
	split: m.act_split,
	takeBackClosing: m.act_take_back_closing
};

const photoKindLabels: Labels<PhotoKind> = {
	reporter: m.field_photo_reporter,
	before: m.field_photo_before,
	after: m.field_photo_after,
	other: m.field_photo_other,
	scan: m.field_photo_scan,
	voice: m.field_photo_voice
};

const directionLabels: Labels<CompassPoint> = {
	n: m.field_direction_n,
	ne: m.field_direction_ne,
	e: m.field_direction_e,
	se: m.field_direction_se,
	s: m.field_direction_s,
	sw: m.field_direction_sw,
	w: m.field_direction_w,
	nw: m.field_direction_nw
};

/** The name of an act, as its button says it. */
export const actLabel = (act: CommandType) => actLabels[act]();
/** The name of a kind of photo. */
export const photoKindLabel = (kind: PhotoKind) => photoKindLabels[kind]();
/** The name of a point of the compass, as a direction to go. */
export const directionLabel = (point: CompassPoint) => directionLabels[point]();

/** The half of a two-language text that the page speaks; empty where there is none. */
export const inLanguage = (text: Bilingual | undefined) => text?.[locale.current] ?? '';
