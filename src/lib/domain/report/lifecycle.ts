/**
 * The report's life: every status and every edge between two of them, in one table.
 *
 *   received ── assign ──▶ assigned ── start ──▶ in_progress ── finish ──▶ done ── confirm ──▶ closed
 *      ▲  ▲                 │    ▲                    │                    │                     │
 *      │  └── unassign, ────┘    │                 hold/resume          return                reopen
 *      │      decline            └──── reassign ──────┘                    ▼                     ▼
 *      └── answers from info_requested, referred                        returned             reopened
 *
 * A confirmation by mistake is taken back for three days: the report awaits confirmation again.
 *
 * 1. Nothing else in the code base compares status names: ask a row of this table instead.
 * 2. An edge names its command, who may use it, what it needs, where it leads and what it emits.
 * 3. What stands in no edge is forbidden.
 * A new status is a row here; the compiler then asks for its label in each locale and its tone.
 */
import type { Permission } from '../people/permission';

export const statuses = [
	'received',
	'assigned',
	'in_progress',
	'on_hold',
	'info_requested',
	'referred',
	'done',
	'returned',
	'closed',
	'reopened'
] as const;
export type Status = (typeof statuses)[number];

export const tones = ['neutral', 'active', 'waiting', 'done', 'stopped'] as const;
/** Five tones shared by badges, pins and charts. */
export type Tone = (typeof tones)[number];

interface StatusRow {
	tone: Tone;
	/** Which clock counts: the field's, the review's, none, or the one of a third party. */
	clock: 'field' | 'review' | 'paused' | 'third_party' | 'stopped';
	/** Still somebody's work. */
	isOpen: boolean;
	/** Lies with the assigned inspector. */
	isFieldWork: boolean;
	/** Waits for somebody to be assigned. */
	isUnassigned: boolean;
	/** Waits for the directorate's confirmation. */
	awaitsConfirmation: boolean;
	/** The assignee has begun: the fence of late field work. */
	isStarted: boolean;
}

const row = (
	tone: Tone,
	clock: StatusRow['clock'],
	traits: Partial<StatusRow> = {}
): StatusRow => ({
	tone,
	clock,
	isOpen: true,
	isFieldWork: false,
	isUnassigned: false,
	awaitsConfirmation: false,
	isStarted: false,
	...traits
});

export const statusTable: Readonly<Record<Status, StatusRow>> = {
	received: row('neutral', 'field', { isUnassigned: true }),
	assigned: row('active', 'field', { isFieldWork: true }),
	in_progress: row('active', 'field', { isFieldWork: true, isStarted: true }),
	on_hold: row('waiting', 'paused', { isFieldWork: true }),
	info_requested: row('waiting', 'paused'),
	referred: row('waiting', 'third_party'),
	done: row('done', 'review', { awaitsConfirmation: true, isStarted: true }),
	returned: row('active', 'field', { isFieldWork: true }),
	closed: row('stopped', 'stopped', { isOpen: false, isStarted: true }),
	reopened: row('active', 'field', { isUnassigned: true })
};

/** Where every report ends. */
export const closingStatus: Status = 'closed';

export const commandTypes = [
	'seen',
	'setOff',
	'arrive',
	'start',
	'hold',
	'resume',
	'finish',
	'decline',
	'addPhoto',
	'addNote',
	'assign',
	'reassign',
	'unassign',
	'setPriority',
	'askReporter',
	'answerReporter',
	'timeOutReporter',
	'refer',
	'answerReferral',
	'close',
	'confirm',
	'return',
	'reopen',
	'acceptClaim',
	'settleClaim',
	'undo',
	'sendMessage',
	'register',
	'setCategory',
	'setDue',
	'takeBackClosing',
	'split'
] as const;
export type CommandType = (typeof commandTypes)[number];

/** What an edge asks for, beyond permission and scope. */
export type Need =
	| 'reason' // a code of the edge's reason list, with text where the reason says so
	| 'outcome' // a proposed or an office outcome
	| 'evidence' // photos and text as the category demands for the outcome
	| 'assignee' // an active inspector within reach
	| 'stored_photos' // every declared photo is whole on the server, or an override reason
	| 'text';

/**
 * Whose act it is. `assignee`: judged by assignment epoch. `office`: judged by the rev it saw. `both`:
 * a word between the two, never stale. `author`: begins a report that is not there yet.
 */
export type ActSide = 'assignee' | 'office' | 'system' | 'both' | 'author';

export interface Edge {
	command: CommandType;
	side: ActSide;
	permission: Permission | null;
	from: readonly Status[];
	/** `before` leads to the status kept in `statusBefore`; `same` changes no status. */
	to: Status | 'before' | 'same';
	needs: readonly Need[];
	/** Keeps the status it left, so that an answer or a resumption leads back to it. */
	remembers: boolean;
	/** The assignment epoch rises: later work under the old one is late. */
	epochRises: boolean;
	/** May be taken back within the undo window. */
	undoable: boolean;
}

const fieldStatuses = ['assigned', 'in_progress', 'on_hold', 'returned'] as const;
const unassignedStatuses = ['received', 'reopened'] as const;
export const openStatuses = statuses.filter((status) => statusTable[status].isOpen);
/** Whether a report has a due time that the field is held to. */
const isOurs = (clock: StatusRow['clock']) => clock === 'field' || clock === 'paused';

type EdgeInput = Pick<Edge, 'command' | 'from' | 'to'> & Partial<Edge>;

const field = (edge: EdgeInput): Edge => ({
	side: 'assignee',
	permission: 'report.work',
	needs: [],
	remembers: false,
	epochRises: false,
	undoable: true,
	...edge
});
const office = (permission: Permission, edge: EdgeInput): Edge => ({
	side: 'office',
	permission,
	needs: [],
	remembers: false,
	epochRises: false,
	undoable: true,
	...edge
});

/** Every allowed edge. A pair (command, status) stands in at most one of them. */
export const edges: readonly Edge[] = [
	field({ command: 'seen', from: fieldStatuses, to: 'same', undoable: false }),
	field({ command: 'setOff', from: fieldStatuses, to: 'same' }),
	field({ command: 'arrive', from: fieldStatuses, to: 'same' }),
	field({ command: 'start', from: ['assigned', 'returned'], to: 'in_progress' }),
	field({
		command: 'hold',
		from: ['assigned', 'in_progress', 'returned'],
		to: 'on_hold',
		needs: ['reason'],
		remembers: true
	}),
	field({ command: 'resume', from: ['on_hold'], to: 'before' }),
	field({ command: 'finish', from: ['in_progress'], to: 'done', needs: ['outcome', 'evidence'] }),
	field({
		command: 'decline',
		from: ['assigned', 'returned'],
		to: 'received',
		needs: ['reason'],
		epochRises: true
	}),
	field({ command: 'addPhoto', from: statuses, to: 'same', undoable: false }),
	field({ command: 'addNote', from: statuses, to: 'same', needs: ['text'], undoable: false }),

	office('report.dispatch', {
		command: 'assign',
		from: unassignedStatuses,
		to: 'assigned',
		needs: ['assignee'],
		epochRises: true
	}),
	office('report.dispatch', {
		command: 'reassign',
		from: ['assigned', 'in_progress'],
		to: 'assigned',
		needs: ['assignee'],
		epochRises: true
	}),
	office('report.dispatch', {
		command: 'reassign',
		from: ['on_hold', 'returned'],
		to: 'same',
		needs: ['assignee'],
		epochRises: true
	}),
	office('report.dispatch', {
		command: 'unassign',
		from: ['assigned', 'on_hold', 'returned'],
		to: 'received',
		epochRises: true
	}),
	office('report.dispatch', { command: 'setPriority', from: openStatuses, to: 'same' }),
	office('report.dispatch', { command: 'setCategory', from: openStatuses, to: 'same' }),
	office('report.dispatch', {
		command: 'setDue',
		from: openStatuses.filter((status) => isOurs(statusTable[status].clock)),
		to: 'same',
		needs: ['text']
	}),

	// A part that has begun is a report of its own: it is closed, not taken back.
	office('report.dispatch', {
		command: 'split',
		from: openStatuses,
		to: 'same',
		needs: ['text'],
		undoable: false
	}),

	// What was decided about late work stands: there is no undo, but a return. Late work of somebody
	// who left often finds its report with nobody, or put away by the office.
	office('report.dispatch', {
		command: 'acceptClaim',
		from: openStatuses.filter((status) => !statusTable[status].awaitsConfirmation),
		to: 'done',
		epochRises: true,
		undoable: false
	}),
	office('report.dispatch', {
		command: 'acceptClaim',
		from: ['done'],
		to: 'same',
		undoable: false
	}),
	office('report.dispatch', {
		command: 'settleClaim',
		from: statuses,
		to: 'same',
		undoable: false
	}),

	office('report.office', {
		command: 'askReporter',
		from: unassignedStatuses,
		to: 'info_requested',
		needs: ['text'],
		remembers: true
	}),
	office('report.office', {
		command: 'answerReporter',
		from: ['info_requested'],
		to: 'before',
		needs: ['text']
	}),
	{
		command: 'timeOutReporter',
		side: 'system',
		permission: null,
		from: ['info_requested'],
		to: 'before',
		needs: [],
		remembers: false,
		epochRises: false,
		undoable: false
	},
	office('report.office', {
		command: 'refer',
		from: ['received', 'reopened', 'done'],
		to: 'referred',
		needs: ['reason'],
		remembers: true
	}),
	office('report.office', {
		command: 'answerReferral',
		from: ['referred'],
		to: 'before',
		needs: ['text']
	}),
	office('report.office', {
		command: 'close',
		from: ['received', 'reopened', 'referred'],
		to: 'closed',
		needs: ['outcome']
	}),

	office('report.confirm', {
		command: 'confirm',
		from: ['done'],
		to: 'closed',
		needs: ['stored_photos']
	}),
	office('report.confirm', {
		command: 'return',
		from: ['done'],
		to: 'returned',
		needs: ['reason'],
		epochRises: true
	}),
	office('report.confirm', {
		command: 'reopen',
		from: ['closed'],
		to: 'reopened',
		needs: ['reason'],
		epochRises: true
	}),
	// No reopening: nobody is sent again, so neither epoch nor clocks begin anew (closing.ts).
	office('report.confirm', { command: 'takeBackClosing', from: ['closed'], to: 'done' }),

	{
		command: 'sendMessage',
		side: 'both',
		permission: 'report.message',
		from: statuses,
		to: 'same',
		needs: ['text'],
		remembers: false,
		epochRises: false,
		undoable: false
	},
	// It leads to the first status from none: taking it back leads on to the end (register.ts).
	{
		command: 'register',
		side: 'author',
		permission: 'report.register',
		from: [],
		to: 'received',
		needs: [],
		remembers: false,
		epochRises: false,
		undoable: true
	}
];

const edgeByPair = new Map(
	edges.flatMap((edge) => edge.from.map((from) => [`${edge.command}:${from}`, edge] as const))
);

/** The edge that a command takes from a status, or undefined where it is forbidden. */
export function edgeOf(command: CommandType, from: Status): Edge | undefined {
	return edgeByPair.get(`${command}:${from}`);
}

/** The permission a command asks for, on any of its edges; null for the system's own and for undo. */
export function permissionOf(command: CommandType): Permission | null {
	return edges.find((edge) => edge.command === command)?.permission ?? null;
}

/** Whose act a command is, wherever the report stands; `undo` belongs to whoever acted. */
export function sideOf(command: CommandType): ActSide {
	return edges.find((edge) => edge.command === command)?.side ?? 'office';
}
