/**
 * Builders for tests of the rules: a report in any state, a person of any role, a command, and a
 * policy with a plain calendar. Every value can be overridden; nothing is random.
 */
import type { Category, ReasonLists } from '../../src/lib/domain/city/profile';
import { createAreaFinder } from '../../src/lib/domain/geo/area-of-point';
import { actorOf, type Person } from '../../src/lib/domain/people/actor';
import type { Role } from '../../src/lib/domain/people/permission';
import { commandTypeVersion, type Command } from '../../src/lib/domain/report/command';
import { decide } from '../../src/lib/domain/report/decide';
import type { Circumstance, Policy } from '../../src/lib/domain/report/decision';
import { statusTable, type CommandType } from '../../src/lib/domain/report/lifecycle';
import { project } from '../../src/lib/domain/report/project';
import type { Assignment, Finish, Report, ReportPhoto } from '../../src/lib/domain/report/report';
import { workingClock } from '../../src/lib/domain/time/working-calendar';

/** Sunday 2026-03-01, 08:00 in Muscat. */
export const morning = Date.UTC(2026, 2, 1, 4, 0);
export const minute = 60_000;

const workingDay = [{ from: '07:30', to: '14:30' }];
export const clock = workingClock({
	timeZone: 'Asia/Muscat',
	week: [workingDay, workingDay, workingDay, workingDay, workingDay, [], []],
	seasons: [],
	holidays: []
});

const text = { ar: 'نص', en: 'Text' };
export const category: Category = {
	id: 'sewage',
	name: text,
	icon: 'droplets',
	sector: 'cleanliness',
	priority: 'normal',
	targets: { acknowledge: 60, firstVisit: 240, resolve: 840, review: 420 }
};

/** A category whose inspector answers questions; one of them must be answered. */
export const inspected: Category = {
	...category,
	id: 'inspected',
	checklist: [
		{
			id: 'area-clean',
			kind: 'yesNo',
			text: { ar: 'هل المكان نظيف؟', en: 'Is it clean?' },
			required: true
		},
		{
			...{ id: 'ground', kind: 'choice', text },
			choices: [
				{ id: 'asphalt', text },
				{ id: 'soil', text }
			]
		},
		{ id: 'depth', kind: 'number', text, min: 0, max: 200 },
		{ id: 'found', kind: 'text', text },
		{ id: 'plate', kind: 'photo', text }
	]
};

/** Answers that suffice, and one to a question that the list does not have any more. */
export const inspectedAnswers = (depth: number) => [
	{ itemId: 'area-clean', value: true },
	{ itemId: 'depth', value: depth },
	{ itemId: 'smell', value: 'none' }
];

export const reasons: ReasonLists = {
	hold: [
		{ code: 'weather', text, stopsClock: true },
		{ code: 'materials', text, stopsClock: false }
	],
	return: [
		{ code: 'not_repaired', text },
		{ code: 'other', text, needsText: true }
	],
	decline: [{ code: 'not_mine', text }],
	reopen: [{ code: 'not_repaired', text }],
	refer: [{ code: 'water', text }]
};

export function aPerson(role: Role, part: Partial<Person> = {}): Person {
	return {
		id: `${role}-1`,
		userName: `${role}1`,
		name: text,
		role,
		teamId: role === 'directorate' ? null : 'team-1',
		directorateId: 'seeb',
		areas: ['/muscat/'],
		active: true,
		...part
	};
}

export const ali = aPerson('inspector', { id: 'ali' });
export const badr = aPerson('inspector', { id: 'badr' });
export const salma = aPerson('supervisor', { id: 'salma' });
export const huda = aPerson('directorate', { id: 'huda' });
const people = [ali, badr, salma, huda];

function box(path: string, west: number, south: number) {
	const [east, north] = [west + 0.2, south + 0.2];
	const ring: [number, number][] = [
		[west, south],
		[east, south],
		[east, north],
		[west, north],
		[west, south]
	];
	const geometry = { type: 'Polygon' as const, coordinates: [ring] };
	return { type: 'Feature' as const, properties: { path }, geometry };
}
/** Two squares of about 20 km: Seeb and Muttrah. */
export const areas = {
	type: 'FeatureCollection' as const,
	features: [box('/muscat/seeb/', 58.1, 23.55), box('/muscat/muttrah/', 58.45, 23.5)]
};

export const policy: Policy = {
	category: (id) => (id === inspected.id ? inspected : category),
	reasons,
	clock,
	person: (id) => people.find((person) => person.id === id),
	areaOf: createAreaFinder(areas.features, 1500),
	routing: []
};

export function anAssignment(part: Partial<Assignment> = {}): Assignment {
	return {
		assigneeId: 'ali',
		epoch: 1,
		assignedAt: morning,
		assignedById: 'salma',
		seenAt: null,
		setOffAt: null,
		arrivedAt: null,
		startedAt: null,
		...part
	};
}

export function aPhoto(kind: ReportPhoto['kind'], part: Partial<ReportPhoto> = {}): ReportPhoto {
	return {
		sha256: kind === 'before' ? 'b'.repeat(64) : 'a'.repeat(64),
		kind,
		size: 400_000,
		width: 2048,
		height: 1536,
		takenAt: morning,
		place: null,
		source: 'camera',
		actorId: 'ali',
		commandId: null,
		epoch: 1,
		state: 'stored',
		declaredAt: morning,
		deviceName: 'Tablet 7',
		retracted: false,
		isLate: false,
		...part
	};
}

export function aFinish(part: Partial<Finish> = {}): Finish {
	return {
		actorId: 'ali',
		at: morning,
		receivedAt: morning,
		epoch: 1,
		outcome: 'fixed',
		text: null,
		photos: ['b'.repeat(64), 'a'.repeat(64)],
		onSite: null,
		...part
	};
}

/** A report that has plausibly come to its status: assigned where it is field work, finished where done. */
export function aReport(part: Partial<Report> = {}): Report {
	const status = part.status ?? 'received';
	const row = statusTable[status];
	const wasFinished = row.awaitsConfirmation || row.clock === 'stopped';
	return {
		id: '01900000-0000-7000-8000-000000000001',
		number: 'MM-26-000001-7',
		rev: 5,
		status,
		statusBefore:
			row.clock === 'paused' && row.isFieldWork
				? 'in_progress'
				: row.clock === 'field' || wasFinished
					? null
					: 'received',
		outcome: null,
		priority: 'normal',
		categoryId: 'sewage',
		directorateId: 'seeb',
		teamId: 'team-1',
		channelId: 'phone',
		channelReference: null,
		description: 'طفح مجاري أمام المنزل',
		addressText: 'السيب، الحيل الشمالية',
		landmark: null,
		accessNote: null,
		areaPath: '/muscat/seeb/',
		lat: 23.67,
		lon: 58.19,
		accuracyMetres: null,
		receivedAt: morning,
		clockFromAt: morning,
		pausedAt: row.clock === 'field' ? null : morning,
		pausedMinutes: 0,
		dueAt: clock.addWorking(morning, category.targets.resolve),
		stageDueAt: null,
		stageFromAt: morning,
		assignEpoch: row.isFieldWork || wasFinished ? 1 : 0,
		assignment: row.isFieldWork || wasFinished ? anAssignment() : null,
		reworkCount: 0,
		hold: null,
		returned: null,
		finish: wasFinished ? aFinish() : null,
		closedAt: row.isOpen ? null : morning,
		endedAt: row.isOpen ? null : morning,
		confirmedById: null,
		confirmOverride: null,
		routedBy: null,
		photos: wasFinished || row.isStarted ? [aPhoto('before'), aPhoto('after')] : [],
		notes: [],
		claims: [],
		acts: null,
		lastAct: null,
		updatedAt: morning,
		...part
	};
}

let serial = 0;

type ArgsOf<T extends CommandType> = Extract<Command, { type: T }>['args'];

/** Args with which each command is complete; tests override what they are about. */
export const plainArgs: { [T in CommandType]: ArgsOf<T> } = {
	seen: {},
	setOff: {},
	arrive: { onSite: null },
	start: {},
	hold: { reason: 'weather', text: null },
	resume: {},
	finish: {
		...{ outcome: 'fixed', text: null, photos: ['b'.repeat(64), 'a'.repeat(64)], onSite: null },
		...{ answers: [], duplicateOf: null }
	},
	decline: { reason: 'not_mine', text: null },
	addPhoto: {
		kind: 'other',
		sha256: 'c'.repeat(64),
		size: 1000,
		mime: 'image/jpeg',
		width: 100,
		height: 100,
		takenAt: morning,
		place: null,
		source: 'camera',
		replaces: null
	},
	addNote: { text: 'ملاحظة' },
	assign: { assigneeId: 'badr' },
	reassign: { assigneeId: 'badr' },
	unassign: {},
	setPriority: { priority: 'high' },
	askReporter: { text: 'أين الموقع بالضبط؟' },
	answerReporter: { text: 'خلف المسجد' },
	timeOutReporter: {},
	refer: { reason: 'water', text: null },
	answerReferral: { text: 'تم' },
	close: { outcome: 'duplicate', text: null },
	confirm: { outcome: null, overrideReason: null },
	return: { reason: 'not_repaired', text: null },
	reopen: { reason: 'not_repaired', text: null },
	acceptClaim: { claimId: '01900000-0000-7000-8000-00000000eeee', text: null },
	settleClaim: { claimId: '01900000-0000-7000-8000-00000000eeee', choice: 'keep', text: null },
	undo: { commandId: '01900000-0000-7000-8000-00000000ffff', elapsedMs: 1000 },
	sendMessage: { text: 'هل أغلق الشارع؟', isQuestion: true },
	register: {
		categoryId: 'sewage',
		lat: 23.67,
		lon: 58.19,
		accuracyMetres: 8,
		description: 'حفرة في الطريق',
		landmark: null,
		takesIt: false
	},
	split: {
		partId: '01900000-0000-7000-8000-00000000dddd',
		categoryId: 'inspected',
		description: 'عمود إنارة مكسور بجانب الحفرة'
	},
	setCategory: { categoryId: 'inspected' },
	setDue: { dueAt: morning + 5 * 86_400_000, text: 'بانتظار المقاول' },
	takeBackClosing: {}
};

export function aCommand<T extends CommandType>(
	type: T,
	part: Partial<Omit<Extract<Command, { type: T }>, 'type'>> = {}
): Command {
	serial += 1;
	return {
		replica: '01900000-0000-7000-8000-0000000000aa',
		n: serial,
		id: `01900000-0000-7000-8000-${String(serial).padStart(12, '0')}`,
		typeVersion: commandTypeVersion(type),
		reportId: '01900000-0000-7000-8000-000000000001',
		base: { rev: 5, assignEpoch: 1 },
		deviceAt: morning,
		deviceOffsetMinutes: 240,
		monoMs: 0,
		session: 'session',
		skew: null,
		group: null,
		isVoid: false,
		signature: null,
		type,
		args: plainArgs[type],
		...part
	} as Command;
}

export function by(person: Person, part: Partial<Circumstance> = {}): Circumstance {
	const at = morning + 30 * minute;
	return {
		actor: actorOf(person),
		at,
		receivedAt: at,
		heldEpochs: person.id === 'ali' ? [1] : [],
		deviceName: 'Tablet 7',
		policy,
		...part
	};
}

/** The report after a command that the rules accept; throws the refusal where they do not. */
export function after(report: Report, command: Command, circumstance: Circumstance): Report {
	const decision = decide(report, command, circumstance);
	if (decision.outcome === 'rejected') throw new Error(decision.reason);
	return project(report, decision.events);
}
