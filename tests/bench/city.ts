/**
 * The city that the bench measures in: Muscat's own reference data, three people, and 11,000 open
 * reports of one directorate, 200 of them (or as many as asked for) assigned to one inspector.
 *
 * 1. Every run builds the same city; nothing is random.
 * 2. Beside it lie the payloads of the bare baselines: all that a first sync of each person sends,
 *    as one JSON text.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actorOf, type Person } from '../../src/lib/domain/people/actor';
import type { Role } from '../../src/lib/domain/people/permission';
import { commandTypeVersion, parseCommand } from '../../src/lib/domain/report/command';
import { decide } from '../../src/lib/domain/report/decide';
import { newReport, receivedEvent } from '../../src/lib/domain/report/new-report';
import { project } from '../../src/lib/domain/report/project';
import type { Report } from '../../src/lib/domain/report/report';
import { maxChangesPerPage, syncResponse, type Change } from '../../src/lib/protocol/sync';
import { openApp, type ServerApp } from '../../src/lib/server/app';
import { hashPassword } from '../../src/lib/server/auth/accounts';
import type { DemoReports } from '../../src/lib/server/city/demo';
import { loadProfile } from '../../src/lib/server/city/load-profile';
import { newId } from '../../src/lib/server/clock';
import { enrolPerson } from '../../src/lib/server/usecases/manage-people';
import { installCity, type ServerPolicy } from '../../src/lib/server/usecases/ref-data';
import {
	storeReports,
	type LivedReport,
	type ReportToTakeIn
} from '../../src/lib/server/usecases/take-in-report';

export const allReports = 11_000;
export const ownReports = 200;
export const password = 'the bench measures';
/** Whose first sync carries all reports, and whose the 200 of an inspector. */
export const officerName = 'officer';
export const inspectorName = 'inspector';
/** Whose desk has all of them. */
export const supervisorName = 'supervisor';
const directorateId = 'seeb';
const teamId = 'seeb-environment';
const areaPath = '/muscat/seeb/';
const minuteMs = 60_000;

const payloadFile = (dataDir: string, userName: string) =>
	join(dataDir, 'bench', `${userName}.json`);

/**
 * Fills an empty data directory, with so many reports assigned to the inspector; what it measured on
 * the way comes back.
 */
export async function buildCity(
	dataDir: string,
	own = ownReports
): Promise<{ storedPerSecond: number }> {
	const app = await openCity(dataDir);
	try {
		const people = await enrolAll(app);
		const policy = await app.policy();
		const startedMs = performance.now();
		await storeReports({ ...app, policy: () => app.policy() }, livedReports(policy, people, own));
		const storedPerSecond = (allReports * 1000) / (performance.now() - startedMs);
		for (const person of [people.officer, people.inspector])
			await writePayload(app, dataDir, person);
		return { storedPerSecond };
	} finally {
		await app.close();
	}
}

/** Reports per second that come in by a channel, each with its reference looked up. */
export async function measureTakeIn(dataDir: string, count: number): Promise<number> {
	const app = await openCity(dataDir);
	try {
		const inputs = Array.from({ length: count }, (_, index): ReportToTakeIn => ({
			input: inputOf(index, demoTexts(), Date.now() - index * minuteMs)
		}));
		const startedMs = performance.now();
		await app.takeInReports(inputs);
		return (count * 1000) / (performance.now() - startedMs);
	} finally {
		await app.close();
	}
}

async function openCity(dataDir: string): Promise<ServerApp> {
	const app = await openApp({
		dataDir,
		secret: 'only the bench opens this'.repeat(2),
		mode: 'demo'
	});
	await app.db.tx((tx) => installCity(tx, loadProfile('muscat'), Date.now()));
	return app;
}

interface People {
	officer: Person;
	supervisor: Person;
	inspector: Person;
	colleague: Person;
}

async function enrolAll({ db }: ServerApp): Promise<People> {
	const passwordHash = await hashPassword(password);
	const enrol = async (userName: string, role: Role): Promise<Person> => {
		const name = { ar: userName, en: userName };
		const team = role === 'directorate' ? null : teamId;
		const entry = { userName, name, role, teamId: team, directorateId, areas: [] };
		const enrolled = await enrolPerson(db, entry, { passwordHash, at: Date.now() });
		if (!enrolled.ok) throw new Error(`${userName}: ${enrolled.fault}`);
		return enrolled.person;
	};
	return {
		officer: await enrol(officerName, 'directorate'),
		supervisor: await enrol(supervisorName, 'supervisor'),
		inspector: await enrol(inspectorName, 'inspector'),
		colleague: await enrol('colleague', 'inspector')
	};
}

/** The first ones belong to the inspector, every third of the others to a colleague. */
function* livedReports(policy: ServerPolicy, people: People, own: number): Generator<LivedReport> {
	const texts = demoTexts();
	const newest = Date.now() - minuteMs;
	for (let index = 0; index < allReports; index += 1) {
		const input = inputOf(index, texts, newest - index * minuteMs);
		const category = policy.category(input.categoryId);
		const { clock, profile } = policy;
		const about = { category, clock, routing: profile.routing };
		const routed = newReport(input, { id: newId(), number: '' }, about);
		const report = { ...routed, directorateId, teamId };
		const isOwn = index < own;
		const received = { report, events: [receivedEvent(report, input.receivedAt)] };
		if (!isOwn && index % 3 !== 0) yield received;
		else yield assigned(received, isOwn ? people.inspector : people.colleague, people, policy);
	}
}

function assigned(
	{ report, events }: LivedReport & { report: Report },
	assignee: Person,
	{ supervisor }: People,
	policy: ServerPolicy
): LivedReport {
	const at = report.receivedAt + 1000;
	const parsed = parseCommand({
		replica: supervisor.id,
		n: 1,
		id: newId(),
		type: 'assign',
		typeVersion: commandTypeVersion('assign'),
		reportId: report.id,
		base: { rev: report.rev, assignEpoch: report.assignEpoch },
		deviceAt: at,
		deviceOffsetMinutes: 240,
		monoMs: 0,
		session: 'bench',
		skew: null,
		group: null,
		isVoid: false,
		args: { assigneeId: assignee.id },
		signature: null
	});
	if (!parsed.ok) throw new Error(parsed.detail);
	const decision = decide(report, parsed.command, {
		actor: actorOf(supervisor),
		at,
		receivedAt: at,
		heldEpochs: [],
		deviceName: supervisor.userName,
		policy: { ...policy, person: (id) => (id === assignee.id ? assignee : policy.person(id)) }
	});
	if (decision.outcome !== 'applied') throw new Error(`assign: ${decision.outcome}`);
	return { report: project(report, decision.events), events: [...events, ...decision.events] };
}

function demoTexts(): DemoReports {
	const texts = loadProfile('muscat').demo?.reports;
	if (texts === undefined) throw new Error('Muscat has no texts of reports to measure with');
	return texts;
}

function inputOf(index: number, texts: DemoReports, receivedAt: number): ReportToTakeIn['input'] {
	const category = at(texts.categories, index);
	const area = texts.areas.find(({ path }) => path === areaPath) ?? at(texts.areas, 0);
	const place = at(area.places, index);
	const fill = (text: string) =>
		text
			.replace('{place}', place.name.ar)
			.replace('{landmark}', at(texts.landmarks, index).ar)
			.replace('{duration}', at(texts.durations.ar, index))
			.replace('{way}', String(1000 + (index % 6000)))
			.replace('{house}', String(1 + (index % 900)));
	return {
		categoryId: category.id,
		channelId: at(texts.channels, index).id,
		channelReference: `bench-${index}`,
		description: fill(at(category.descriptions.ar, index)),
		addressText: fill(at(texts.addresses.ar, index)),
		landmark: index % 2 === 0 ? at(texts.landmarks, index).ar : null,
		accessNote: index % 6 === 0 ? at(texts.accessNotes, index) : null,
		areaPath: area.path,
		lat: place.lat + ((index % 97) - 48) * 0.0001,
		lon: place.lon + ((index % 89) - 44) * 0.0001,
		accuracyMetres: 5 + (index % 20),
		receivedAt
	};
}

function at<T>(list: readonly T[], index: number): T {
	const item = list[index % list.length];
	if (item === undefined) throw new Error('A list to choose from is empty');
	return item;
}

async function writePayload(app: ServerApp, dataDir: string, person: Person): Promise<void> {
	const entries: Change[] = [];
	let cursor: string | null = null;
	let more = true;
	while (more) {
		const { json } = await app.readChanges(person, cursor, maxChangesPerPage);
		const page = syncResponse.shape.changes.parse(JSON.parse(json));
		entries.push(...page.entries);
		({ cursor, more } = page);
	}
	mkdirSync(join(dataDir, 'bench'), { recursive: true });
	writeFileSync(payloadFile(dataDir, person.userName), JSON.stringify(entries));
}
