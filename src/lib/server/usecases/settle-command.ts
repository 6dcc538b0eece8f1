/** What becomes of one command, and how that is written down and told. Every outcome is terminal. */
import type { Insertable } from 'kysely';
import type { Person } from '$lib/domain/people/actor';
import type { Command } from '$lib/domain/report/command';
import type { CommandOutcome, CommandResult } from '$lib/protocol/sync';
import { isDatabaseFault } from '../db/dialect';
import type { CommandTable } from '../db/tables';
import { log } from '../log';
import type { StoredCommand } from '../repositories/commands';
import type { TakingMode } from './apply-commands';
import { escrowRules, plainRules, type CommandWork, type Rulebook } from './command-work';
import type { Fresh } from './sort-commands';

export interface Settled {
	command: Fresh;
	outcome: CommandOutcome;
	reason: string | null;
	detail: object | null;
	/** Whose change its result points to; null where it changed nothing. */
	reportId: string | null;
	/** Result of the same command under another replica. */
	copied: string | null;
}

/** Judges a command, unless it is only to be kept; what cannot be judged is kept raw. */
export async function settle(
	work: CommandWork,
	command: Fresh,
	person: Person,
	mode: TakingMode
): Promise<Settled> {
	const { reading, repeated } = command;
	const as = (outcome: CommandOutcome, part: Partial<Settled> = {}): Settled => ({
		...{ command, outcome, reason: null, detail: null, reportId: null, copied: null },
		...part
	});
	if (repeated === 'foreign')
		return as('rejected', { reason: 'malformed', detail: { field: 'id' } });
	if (repeated !== null) return as(repeated.outcome, { copied: repeated.result });
	if (reading.kind === 'void') return as('void');
	if (reading.kind === 'malformed') {
		return as('rejected', { reason: 'malformed', detail: { field: reading.detail } });
	}
	if (reading.kind === 'deferred') return as('deferred', { detail: { type: reading.detail } });
	if (mode === 'keep') return as('deferred', { reason: 'broken' });
	try {
		const rules = mode === 'escrow' ? escrowRules : plainRules;
		return await judge(work, reading.command, person, rules, as);
	} catch (error) {
		if (isDatabaseFault(error)) throw error;
		log.error({ err: error, command: command.id, type: reading.command.type }, 'judging failed');
		return as('deferred', { reason: 'broken' });
	}
}

async function judge(
	work: CommandWork,
	command: Command,
	person: Person,
	rules: Rulebook,
	as: (outcome: CommandOutcome, part?: Partial<Settled>) => Settled
): Promise<Settled> {
	const decision = await work.judge(command, rules);
	const isForeign =
		decision === null || (decision.outcome === 'rejected' && decision.reason === 'never_assigned');
	if (isForeign) {
		const { id, replica, type, reportId } = command;
		log.warn({ security: 'never_assigned', person: person.id, replica, id, type, reportId });
	}
	if (decision === null) return as('rejected', { reason: 'unknown_report' });
	if (decision.outcome !== 'rejected') return as(decision.outcome, { reportId: command.reportId });
	return as('rejected', { reason: decision.reason, detail: decision.detail ?? null });
}

/** The row that keeps a command and its result; `coverOf` says where its change can be read. */
export function rowOf(
	{ command, outcome, reason, detail, reportId, copied }: Settled,
	replica: string,
	receivedAt: number,
	coverOf: (reportId: string) => Record<string, number>
): Insertable<CommandTable> {
	const cover = reportId === null ? {} : coverOf(reportId);
	const { n, id, hash, payload, repeated } = command;
	return {
		...{ replica, n, id, hash, payload, outcome },
		repeats: repeated === null ? 0 : 1,
		result: copied ?? JSON.stringify({ reason, detail, cover }),
		received_at: receivedAt
	};
}

/** The result as the device is told it. */
export function resultOf(
	{ n, id, outcome, result }: Pick<StoredCommand, 'n' | 'id' | 'outcome' | 'result'>,
	duplicate: boolean
): CommandResult {
	const kept: Pick<CommandResult, 'reason' | 'detail' | 'cover'> = JSON.parse(result);
	return { n, id, outcome, duplicate, ...kept };
}
