/**
 * Who of a team was last heard when, what their devices have not sent yet, and whether they are on
 * shift. A place is told while the shift is on; nobody's way is.
 */
import { actorOf, can, type Person } from '$lib/domain/people/actor';
import type { PresenceDevice, PresenceList } from '$lib/protocol/online';
import type { ShiftPresence } from '$lib/protocol/shift';
import type { ServerApp } from '../app';
import { listPeople } from '../repositories/people';
import { recallsOf, type Recall } from '../repositories/recalls';
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
		const recalls = new Map((await recallsOf(tx, ids)).map((one) => [one.replica_id, one]));
		const shifts = await lastShifts(tx, ids, now(), clock);
		return ids.map((id) => {
			const own = replicas.filter(({ user_id }) => user_id === id);
			return presenceOf(id, own, shifts.get(id) ?? null, { recalls, now: now() });
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
	told: { presence: ShiftPresence; heardAt: number } | null,
	{ recalls, now }: { recalls: ReadonlyMap<string, Recall>; now: number }
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
		devices: devicesOf(replicas, now).map((replica) => deviceOf(replica, recalls.get(replica.id))),
		shift: told?.presence ?? null
	};
}

function latestOf(one: number | null, other: number | null): number | null {
	return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function hasPending({ pending_commands, pending_photos }: Replica): boolean {
	return pending_commands + pending_photos > 0;
}

/** Heard longer ago, a device with nothing to send is in use no more, ms. */
const toldMs = 30 * 24 * 60 * 60_000;

/** Of each device the replica heard last, while that is recent, and every other that has work. */
function devicesOf(replicas: readonly Replica[], now: number): Replica[] {
	const newestFirst = [...replicas].sort((a, b) => (b.last_seen_at ?? 0) - (a.last_seen_at ?? 0));
	const seen = new Set<string>();
	return newestFirst.filter((replica, index) => {
		const isNewest = !seen.has(replica.install);
		seen.add(replica.install);
		const isRecent = index === 0 || now - (replica.last_seen_at ?? 0) < toldMs;
		return hasPending(replica) || (isNewest && isRecent);
	});
}

function deviceOf(replica: Replica, recall: Recall | undefined): PresenceDevice {
	return {
		deviceName: replica.device_name,
		lastSeenAt: replica.last_seen_at,
		pendingCommands: replica.pending_commands,
		pendingPhotos: replica.pending_photos,
		oldestPendingAt: replica.oldest_pending_at,
		replica: replica.id,
		appVersion: replica.app_version,
		freeBytes: replica.free_bytes,
		batteryPercent: replica.battery_percent,
		isCharging: replica.is_charging === null ? null : replica.is_charging === 1,
		toldAt: replica.told_at,
		recalledAt: recall?.at ?? null,
		reachedAt: recall?.reached_at ?? null,
		emptiedAt: recall?.emptied_at ?? null
	};
}
