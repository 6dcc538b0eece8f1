/**
 * Settles what an older server had to keep raw: commands of types it did not know, and those whose
 * judging failed. Runs at each start; what still cannot be read stays as it is.
 *
 * 1. Each command once, also where two instances start together: the replica is locked, and the
 *    command looked at again.
 * 2. Of a person or device whose access has ended meanwhile nothing takes effect by itself.
 * 3. Its author is told, but for a claim: that is told once somebody has decided about it.
 */
import type { Person } from '$lib/domain/people/actor';
import type { Decision } from '$lib/domain/report/decision';
import type { Outcome } from '$lib/protocol/entity';
import type { CommandOutcome } from '$lib/protocol/sync';
import type { Tx } from '../db/tables';
import { log } from '../log';
import {
	deferredCommands,
	findCommands,
	settleCommand,
	type StoredCommand
} from '../repositories/commands';
import { findPerson } from '../repositories/people';
import { hasEnded, lockReplica, type Replica } from '../repositories/replicas';
import type { CommandDeps } from './apply-commands';
import { CommandWork, escrowRules, plainRules } from './command-work';
import { SessionClock } from './corrected-time';
import { readStored, type Reading } from './read-command';

const maxAtOnce = 1_000;

/** Returns the scopes that were bumped, with their new versions. */
export async function applyDeferred(deps: CommandDeps): Promise<ReadonlyMap<string, number>> {
	const bumped = new Map<string, number>();
	let left = 0;
	for (;;) {
		const waiting = await deps.db.snapshot((tx) => deferredCommands(tx, maxAtOnce, left));
		for (const stored of waiting) {
			const versions = await trySettling(deps, stored);
			if (versions === null) left += 1;
			for (const [scope, v] of versions ?? []) bumped.set(scope, v);
		}
		if (waiting.length < maxAtOnce) return bumped;
	}
}

/** Null where it waits on. */
async function trySettling(
	deps: CommandDeps,
	stored: StoredCommand
): Promise<ReadonlyMap<string, number> | null> {
	const reading = readStored(stored.replica, stored.payload);
	if (reading.kind === 'deferred') return null;
	try {
		return await deps.db.tx((tx) => settleOne(tx, deps, stored, reading));
	} catch (error) {
		log.error({ err: error, command: stored.id }, 'a deferred command still cannot be applied');
		return null;
	}
}

async function settleOne(
	tx: Tx,
	deps: CommandDeps,
	{ replica: replicaId, n, id }: StoredCommand,
	reading: Reading
): Promise<ReadonlyMap<string, number>> {
	const replica = await lockReplica(tx, replicaId);
	const [stored] = await findCommands(tx, replicaId, [n], [id]);
	const person = replica && (await findPerson(tx, replica.user_id));
	if (replica === undefined || person === undefined) throw new Error('Nobody sent it');
	// Another instance was first.
	if (stored?.outcome !== 'deferred') return new Map();
	const now = deps.now();
	const bounds = { notBefore: replica.created_at, notAfter: stored.received_at };
	const clock = new SessionClock(null);
	const author = { person, deviceName: replica.device_name, bounds, clock };
	const policy = await deps.policy(tx);
	const work = new CommandWork(tx, author, { policy, now, newId: deps.newId });
	const { outcome, reportId, ...refusal } = await judge(work, reading, replica, person);
	const told = late[outcome];
	if (told !== null) {
		work.tell(person.id, { id, reportId, choice: told, actorId: null, text: null, at: now });
	}
	const { versions, coverOf } = await work.write();
	const result = JSON.stringify({ ...refusal, cover: coverOf(reportId) });
	await settleCommand(tx, { id, outcome, result });
	return versions;
}

interface Verdict {
	outcome: CommandOutcome;
	reason: string | null;
	detail: object | null;
	reportId: string;
}

async function judge(
	work: CommandWork,
	reading: Reading,
	replica: Replica,
	person: Person
): Promise<Verdict> {
	const plain = { reason: null, detail: null, reportId: '' };
	if (reading.kind === 'void') return { ...plain, outcome: 'void' };
	if (reading.kind !== 'command') {
		const detail = { field: reading.detail };
		return { ...plain, outcome: 'rejected', reason: 'malformed', detail };
	}
	const { command } = reading;
	await work.load([command]);
	const decision = await work.judge(command, hasEnded(replica, person) ? escrowRules : plainRules);
	const outcome = decision?.outcome ?? 'rejected';
	return { outcome, ...refusalOf(decision), reportId: command.reportId };
}

function refusalOf(decision: Decision | null): { reason: string | null; detail: object | null } {
	if (decision === null) return { reason: 'unknown_report', detail: null };
	if (decision.outcome !== 'rejected') return { reason: null, detail: null };
	return { reason: decision.reason, detail: decision.detail ?? null };
}

/** What an author is told of a command that was kept for later and now is settled. */
const late: Readonly<Record<CommandOutcome, Outcome['choice'] | null>> = {
	applied: 'applied',
	merged: 'applied',
	rejected: 'rejected',
	claim: null,
	void: null,
	deferred: null
};
