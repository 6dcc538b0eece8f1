/**
 * The tables as the code sees them, the same on both engines.
 *
 * 1. Moments are milliseconds since the epoch, flags are 0 or 1, structured values are JSON text:
 *    what both engines hold alike.
 * 2. `report.body` is the whole domain report; the columns beside it are copies to search by.
 * The migrations are the authority on types and indexes; a column changes there and here together.
 */
import type { ShiftEnd } from '$lib/domain/dispatch/shift';
import type { Locale } from '$lib/i18n/locale';
import type { CommandOutcome } from '$lib/protocol/sync';
import type { EntityKind } from '$lib/protocol/entity';
import type { PhotoState } from '$lib/domain/report/report';
import type { ColumnType, Kysely } from 'kysely';

interface MetaTable {
	key: string;
	value: string;
}

export interface ReplicaTable {
	id: string;
	user_id: string;
	/** The device's install cookie. */
	install: string;
	/** Base64url, 32 bytes. */
	secret: string;
	device_name: string;
	/** Counter of the last command that reached a terminal outcome. */
	last_n: number;
	status: 'active' | 'revoked';
	created_at: number;
	last_seen_at: number | null;
	/** Last contact at which the device had nothing unsent: its later commands were made after it. */
	drained_at: number | null;
	pending_commands: number;
	pending_photos: number;
	oldest_pending_at: number | null;
	app_version: string | null;
	/** Of identity: the session that the device came with last; null where that is not known. */
	session_id: string | null;
	/** What the device said of itself, as far as its browser tells, and when. */
	free_bytes: number | null;
	battery_percent: number | null;
	is_charging: number | null;
	told_at: number | null;
}

/** A tablet that a supervisor has recalled. */
export interface RecallTable {
	replica_id: string;
	person_id: string;
	by_id: string;
	at: number;
	/** What it had reported as unsent when it was recalled. */
	pending_commands: number;
	pending_photos: number;
	/** When it came and was told. */
	reached_at: number | null;
	/** When it said that nothing is left to hand in, and deleted the rest. */
	emptied_at: number | null;
}

export interface CommandTable {
	replica: string;
	n: number;
	id: string;
	/** 1: the same command came again under another replica (copied device); its effect is counted once. */
	repeats: number;
	hash: string;
	/** As it came, whole. */
	payload: string;
	outcome: CommandOutcome;
	/** JSON {reason, detail, cover}. */
	result: string;
	received_at: number;
	/** When a supervisor had seen it, where it had no effect, and who. */
	seen_at: ColumnType<number | null, number | null | undefined>;
	seen_by: ColumnType<string | null, string | null | undefined>;
}

/** Unsent work that a device lost with its storage, as far as witnesses know. */
export interface IncidentTable {
	id: string;
	person_id: string;
	device_name: string;
	commands: number;
	photos: number;
	oldest_at: number | null;
	/** JSON list of report numbers. */
	reports: string;
	at: number;
	seen_at: number | null;
	seen_by: string | null;
}

export interface AssignmentTable {
	report_id: string;
	epoch: number;
	assignee_id: string;
	from_at: number;
	to_at: number | null;
}

export interface EventTable {
	report_id: string;
	/** 1, 2, 3 ... per report, without gaps. */
	seq: number;
	id: string;
	kind: string;
	command_id: string | null;
	actor_id: string | null;
	/** The device's clock as it was; null where no device acted. */
	device_at: number | null;
	/** The device's clock, corrected and clamped. */
	at: number;
	received_at: number;
	/** 1: the device's clock was far off or had to be clamped. */
	clock_doubtful: number;
	/** JSON of the domain event; null once erased for privacy, its hash stays. */
	body: string | null;
	body_hash: string;
	prev_hash: string;
	hash: string;
}

export interface ReportTable {
	id: string;
	number: string;
	rev: number;
	status: string;
	priority: string;
	category_id: string;
	team_id: string | null;
	directorate_id: string | null;
	assignee_id: string | null;
	/** Whose tablet holds it (domain/report/scope). */
	holder_id: string | null;
	area_path: string;
	channel_id: string;
	channel_reference: string | null;
	/** The routing rule that brought it to its queue. */
	routed_by: string | null;
	received_at: number;
	ended_at: number | null;
	due_at: number | null;
	lat: number;
	lon: number;
	/** Folded words (domain/text/fold) of number, reference, description, address and landmark. */
	search: string;
	body: string;
	/** Head of the chain of its events. */
	event_seq: number;
	event_hash: string;
}

export interface ReporterContactTable {
	report_id: string;
	name: string | null;
	phone: string | null;
	email: string | null;
}

export interface PersonTable {
	id: string;
	user_name: string;
	name_ar: string;
	name_en: string;
	role: string;
	team_id: string | null;
	directorate_id: string | null;
	/** JSON list of area paths. */
	areas: string;
	active: number;
	/** 1: made by the demo, refused in production. */
	is_demo: number;
}

export interface ReferenceTable {
	kind: Exclude<EntityKind, 'report'> | 'profile';
	id: string;
	body: string;
}

interface ScopeHeadTable {
	scope: string;
	v: number;
	/** Tombstones up to this version are gone; an older cursor starts anew. */
	pruned_v: number;
}

interface FeedTable {
	scope: string;
	kind: EntityKind;
	entity: string;
	v: number;
	op: 'put' | 'leave';
	reason: string | null;
	at: number;
}

export interface PhotoTable {
	sha256: string;
	/** Bytes. */
	size: number;
	mime: string;
	width: number;
	height: number;
	state: PhotoState;
	declared_by: string | null;
	declared_at: number;
	verified_at: number | null;
}

/** Which reports rest on a photo, and who may therefore send and see it. */
export interface PhotoUseTable {
	report_id: string;
	sha256: string;
}

interface NumberSerialTable {
	year: number;
	last: number;
}

export interface ShiftTable {
	id: string;
	person_id: string;
	/** Of the device's own account of it. */
	rev: number;
	started_at: number;
	/** JSON list of {fromAt, toAt}. */
	breaks: string;
	ended_at: number | null;
	ended_by: ShiftEnd | null;
	is_precise: number;
	/** When the device last told of it. */
	heard_at: number;
}

export interface TrailPointTable {
	shift_id: string;
	/** 1, 2, 3 ... on its device. */
	n: number;
	at: number;
	lat: number;
	lon: number;
	accuracy_metres: number;
}

export interface PushSubscriptionTable {
	/** Where the browser's push service takes messages for it. */
	endpoint: string;
	person_id: string;
	/** Of identity: nothing is sent after it has ended. */
	session_id: string;
	p256dh: string;
	auth: string;
	language: Locale;
	created_at: number;
}

export interface SavedViewTable {
	/** The device's. */
	id: string;
	owner_id: string;
	/** Whose desks have it besides the owner's: `team:<id>` or `directorate:<id>`; null: nobody's. */
	scope: string | null;
	name: string;
	/** JSON of what it shows (protocol/view). */
	body: string;
	updated_at: number;
}

export interface RoutingRuleTable {
	id: string;
	position: number;
	is_on: number;
	/** JSON of the rule. */
	body: string;
	/** JSON of whom it lost. */
	lost: string | null;
	changed_at: number | null;
	changed_by: string | null;
}

/** A change of the calendar, and how far the due times have followed it. */
export interface CalendarChangeTable {
	id: string;
	at: number;
	by_id: string;
	/** JSON of what was changed. */
	reason: string;
	/** The report up to which due times were worked out anew, in order of id. */
	after_id: string;
	/** How many due times it moved so far. */
	moved: number;
	done_at: number | null;
}

export interface Tables {
	meta: MetaTable;
	replica: ReplicaTable;
	command: CommandTable;
	incident: IncidentTable;
	assignment: AssignmentTable;
	event: EventTable;
	report: ReportTable;
	reporter_contact: ReporterContactTable;
	person: PersonTable;
	reference: ReferenceTable;
	scope_head: ScopeHeadTable;
	feed: FeedTable;
	photo: PhotoTable;
	photo_use: PhotoUseTable;
	number_serial: NumberSerialTable;
	shift: ShiftTable;
	trail_point: TrailPointTable;
	push_subscription: PushSubscriptionTable;
	recall: RecallTable;
	saved_view: SavedViewTable;
	routing_rule: RoutingRuleTable;
	calendar_change: CalendarChangeTable;
}

/** A handle to read and write by: a transaction, a snapshot, or (outside both) the connection. */
export type Tx = Kysely<Tables>;
