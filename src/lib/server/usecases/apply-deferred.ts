/**
 * Applies what an older server had to keep raw: commands of types it did not know, and those whose
 * judging failed. Runs at each start; what still cannot be judged stays as it is. Where the access of
 * the author or of the device has ended meanwhile, it waits for a supervisor like all work handed in.
 */
import type { Command } from '$lib/domain/report/command';
import { decide } from '$lib/domain/report/decide';
import type { Decision } from '$lib/domain/report/decision';
import { decideEscrow } from '$lib/domain/report/escrow';
import type { Outcome } from '$lib/protocol/entity';
import type { Tx } from '../db/tables';
import { log } from '../log';
import { deferredCommands, settleCommand, type StoredCommand } from '../repositories/commands';
import { findPerson } from '../repositories/people';
import { findReplica, hasEnded } from '../repositories/replicas';
import type { CommandDeps } from './apply-commands';
import { CommandWork } from './command-work';
import { readStored } from './read-command';

const maxAtOnce = 1_000;

/** Returns the scopes that were bumped, with their new versions. */
export async function applyDeferred(deps: CommandDeps): Promise<ReadonlyMap<string, number>> {
	const waiting = await deps.db.snapshot((tx) => deferredCommands(tx, maxAtOnce));
	const bumped = new Map<string, number>();
	for (const stored of waiting) {
		const reading = readStored(stored.replica, stored.payload);
		if (reading.kind !== 'command') continue;
		try {
			const versions = await deps.db.tx((tx) => applyOne(tx, deps, stored, reading.command));
			for (const [scope, v] of versions) bumped.set(scope, v);
		} catch (error) {
			log.error({ err: error, command: stored.id }, 'a deferred command still cannot be applied');
		}
	}
	return bumped;
}

async function applyOne(
	tx: Tx,
	deps: CommandDeps,
	stored: StoredCommand,
	command: Command
): Promise<ReadonlyMap<string, number>> {
	const replica = await findReplica(tx, stored.replica);
	const person = replica && (await findPerson(tx, replica.user_id));
	if (replica === undefined || person === undefined) return new Map();
	const bounds = { notBefore: replica.created_at, notAfter: stored.received_at };
	const author = { person, deviceName: replica.device_name, bounds };
	const { now, newId } = deps;
	const policy = await deps.policy(tx);
	const work = new CommandWork(tx, author, { policy, now: now(), newId });
	await work.load([command]);
	const decision = await work.judge(command, hasEnded(replica, person) ? decideEscrow : decide);
	// Of a claim its author learns what a supervisor decides.
	if (decision !== null && decision.outcome !== 'claim')
		work.tell(person.id, lateOutcome(stored.id, command.reportId, decision, now()));
	const { versions, coverOf } = await work.write();
	await settleCommand(tx, {
		...stored,
		outcome: decision?.outcome ?? 'rejected',
		result: JSON.stringify({
			...refusalOf(decision),
			cover: coverOf(command.reportId)
		})
	});
	return versions;
}

function refusalOf(decision: Decision | null): { reason: string | null; detail: object | null } {
	if (decision === null) return { reason: 'unknown_report', detail: null };
	if (decision.outcome !== 'rejected') return { reason: null, detail: null };
	return { reason: decision.reason, detail: decision.detail ?? null };
}

/** What its author is told: it was kept for later, and now it is judged. */
function lateOutcome(id: string, reportId: string, { outcome }: Decision, at: number): Outcome {
	const choice = outcome === 'rejected' ? 'rejected' : 'applied';
	return { id, reportId, choice, actorId: null, text: null, at };
}
