/**
 * Who of a team was last heard when, what their devices have not sent yet, and whether they are on
 * shift. A place is told while the shift is on; nobody's way is.
 */
import { actorOf, can, type Person } from '$lib/domain/people/actor';
import type { PresenceDevice, PresenceList } from '$lib/protocol/online';
import type { ShiftPresence } from '$lib/protocol/shift';
import type { ServerApp } from '../app';
import { listPeople } from '../repositories/people';
import { replicasOf, type Replica } from '../repositories/replicas';
import { lastShifts } from './last-shifts';

/** The field staff of one's own team; undefined without the permission or without a team. */
export async function readPresence(
	{ db, now, policy }: Pick<ServerApp, 'db' | 'now' | 'policy'>,
	person: Person
): Promise<PresenceList | undefined> {
	const actor = actorOf(person);
	const { teamId } = actor;
	if (!can(actor, 'team.presence') || teamId === null) return undefined;
	const { clock } = await policy();
	return db.snapshot(async (tx) => {
		const team = (await listPeople(tx, teamId)).filter(worksInTheField);
		const ids = team.map(({ id }) => id);
		const replicas = await replicasOf(tx, ids);
		const shifts = await lastShifts(tx, ids, now(), clock);
		return ids.map((id) => {
			const own = replicas.filter(({ user_id }) => user_id === id);
			return presenceOf(id, own, shifts.get(id) ?? null);
		});
	});
}

function worksInTheField(person: Person): boolean {
	return can(actorOf(person), 'report.work');
}

/** Several devices of one person count together, and each that has something to send is named. */
function presenceOf(
	personId: string,
	replicas: readonly Replica[],
	told: { presence: ShiftPresence; heardAt: number } | null
): PresenceList[number] {
	const [latest] = [...replicas].sort((a, b) => (b.last_seen_at ?? 0) - (a.last_seen_at ?? 0));
	const sum = (count: (replica: Replica) => number) =>
		replicas.reduce((total, replica) => total + count(replica), 0);
	const oldest = replicas.flatMap(({ oldest_pending_at }) => oldest_pending_at ?? []);
	return {
		personId,
		lastSeenAt: latestOf(latest?.last_seen_at ?? null, told?.heardAt ?? null),
		deviceName: latest?.device_name ?? null,
		pendingCommands: sum((replica) => replica.pending_commands),
		pendingPhotos: sum((replica) => replica.pending_photos),
		oldestPendingAt: oldest.length === 0 ? null : Math.min(...oldest),
		devices: replicas.filter((replica) => replica === latest || hasPending(replica)).map(deviceOf),
		shift: told?.presence ?? null
	};
}

function latestOf(one: number | null, other: number | null): number | null {
	return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function hasPending({ pending_commands, pending_photos }: Replica): boolean {
	return pending_commands + pending_photos > 0;
}

function deviceOf(replica: Replica): PresenceDevice {
	return {
		deviceName: replica.device_name,
		lastSeenAt: replica.last_seen_at,
		pendingCommands: replica.pending_commands,
		pendingPhotos: replica.pending_photos,
		oldestPendingAt: replica.oldest_pending_at
	};
}
