/**
 * What a supervisor looks at beside the claims: commands of the team without effect, and losses of
 * storage. Until somebody has seen it, it stands here; after 180 days it only stands in the books.
 *
 * 1. Own team only, by permission to dispatch; undefined without.
 * 2. Of a report outside the reader's reach nothing is told, not even its number.
 * 3. Payloads are what a device sent, however malformed: they are read with care, never trusted, and
 *    clipped to what a command may hold.
 * Source: sync design 3.6.
 */
import * as z from 'zod/mini';
import { actorOf, can, reaches, type Actor, type Person } from '$lib/domain/people/actor';
import { maxTextLength } from '$lib/domain/report/command';
import type { ReviewCommand, ReviewIncident, ReviewList } from '$lib/protocol/review';
import type { ServerApp } from '../app';
import type { Tx } from '../db/tables';
import { markCommandSeen, withoutEffect, type ShownCommand } from '../repositories/commands';
import { markIncidentSeen, openIncidents, type Incident } from '../repositories/incidents';
import { listPeople } from '../repositories/people';
import { findReport } from '../repositories/reports';

const reviewedForMs = 180 * 24 * 60 * 60 * 1000;

type Deps = Pick<ServerApp, 'db' | 'now'>;

/** The list, newest first, at most 200 of each; undefined without permission or team. */
export function readReview({ db, now }: Deps, person: Person): Promise<ReviewList | undefined> {
	const actor = actorOf(person);
	if (!mayReview(actor)) return Promise.resolve(undefined);
	return db.snapshot(async (tx) => {
		const team = await teamOf(tx, actor);
		const commands = await withoutEffect(tx, team, now() - reviewedForMs);
		const incidents = await openIncidents(tx, team);
		// The same command under a second replica is one command to whoever reads of it.
		const once = new Map(commands.map((command) => [command.id, command]));
		return {
			commands: await Promise.all([...once.values()].map((one) => commandOf(tx, actor, one))),
			incidents: incidents.map(incidentOf)
		};
	});
}

/** Notes that somebody has seen it; false where it is not in this person's list. */
export function markSeen(
	{ db, now }: Deps,
	person: Person,
	{ kind, id }: { kind: 'command' | 'incident'; id: string }
): Promise<boolean> {
	const actor = actorOf(person);
	if (!mayReview(actor)) return Promise.resolve(false);
	return db.tx(async (tx) => {
		const mark = kind === 'command' ? markCommandSeen : markIncidentSeen;
		return mark(tx, id, await teamOf(tx, actor), { by: person.id, at: now() });
	});
}

function mayReview(actor: Actor): boolean {
	return can(actor, 'report.dispatch') && actor.teamId !== null;
}

async function teamOf(tx: Tx, { teamId }: Actor): Promise<string[]> {
	const people = teamId === null ? [] : await listPeople(tx, teamId);
	return people.map(({ id }) => id);
}

const maxNameLength = 64;
const maxHashes = 20;
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const name = z.catch(z.string().check(z.maxLength(maxNameLength)), '');
const text = z.catch(z.nullable(z.string()), null);
const noArgs = { text: null, description: null, sha256: null, photos: [] };
const payloadShape = z.object({
	type: name,
	reportId: name,
	deviceAt: z.catch(z.nullable(z.number()), null),
	args: z.catch(
		z.object({
			text,
			description: text,
			sha256: z.catch(z.nullable(hash), null),
			photos: z.catch(z.array(hash).check(z.maxLength(maxHashes)), [])
		}),
		noArgs
	)
});

async function commandOf(tx: Tx, actor: Actor, stored: ShownCommand): Promise<ReviewCommand> {
	const { type, reportId, deviceAt, args } = payloadShape.parse(JSON.parse(stored.payload));
	const report = reportId === '' ? undefined : await findReport(tx, reportId);
	const { reason }: { reason: string | null } = JSON.parse(stored.result);
	const isVisible = report !== undefined && reaches(actor, report);
	return {
		id: stored.id,
		personId: stored.owner,
		deviceName: stored.deviceName,
		...{ type, reportId, reason, deviceAt },
		reportNumber: isVisible ? report.number : null,
		outcome: stored.outcome,
		text: (args.text ?? args.description)?.slice(0, maxTextLength) ?? null,
		photos: args.sha256 === null ? args.photos : [args.sha256],
		receivedAt: stored.received_at
	};
}

function incidentOf(row: Incident): ReviewIncident {
	const { id, person_id: personId, device_name: deviceName, commands, photos, at } = row;
	const reports: string[] = JSON.parse(row.reports);
	return { id, personId, deviceName, commands, photos, oldestAt: row.oldest_at, reports, at };
}
