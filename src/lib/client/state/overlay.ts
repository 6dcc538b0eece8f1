/**
 * What a person sees of a report: the base as last received, and on top of it the own commands that
 * the base does not show yet. Pure; the same `decide` and `project` as the server's.
 *
 * 1. A command that the base already contains changes nothing a second time.
 * 2. A command that the rules refuse by now changes nothing; the server says what became of it.
 * 3. A report that only this device knows begins with its `register`; without one there is nothing to lay
 *    commands over.
 * 4. The right to work comes from the assignment epoch: a queued command keeps the one it was
 *    written under, a new one takes the one that the device knows to be this person's.
 */
import type { Actor } from '$lib/domain/people/actor';
import { parseCommand, type Command, type CommandEnvelope } from '$lib/domain/report/command';
import { decide } from '$lib/domain/report/decide';
import type { Circumstance, Decision, Policy } from '$lib/domain/report/decision';
import { project } from '$lib/domain/report/project';
import { beginReport, type Beginning, type RegisterCommand } from '$lib/domain/report/register';
import type { Report } from '$lib/domain/report/report';

export interface Rules {
	actor: Actor;
	policy: Policy;
	deviceName: string | null;
}

/** The report with the commands laid over it, in their order. */
export function overlaid(
	base: Report,
	envelopes: readonly CommandEnvelope[],
	rules: Rules
): Report {
	return envelopes.reduce((report, envelope) => {
		const parsed = parseCommand(envelope);
		return parsed.ok ? step(report, parsed.command, rules).report : report;
	}, base);
}

/** What is to be seen: of a base, or of a report that is not on the server yet; undefined: nothing. */
export function shownReport(
	base: Report | undefined,
	envelopes: readonly CommandEnvelope[],
	rules: Rules
): Report | undefined {
	const start = base ?? begunReport(envelopes, rules);
	return start && overlaid(start, envelopes, rules);
}

/** The report as its `register` begins it: what stands for a base until the server has sent one. */
export function begunReport(
	envelopes: readonly CommandEnvelope[],
	rules: Rules
): Report | undefined {
	const register = envelopes.find(({ type }) => type === 'register');
	const parsed = register && parseCommand(register);
	if (!parsed?.ok || parsed.command.type !== 'register') return undefined;
	const begun = begin(parsed.command, rules);
	return begun.outcome === 'rejected' ? undefined : begun.report;
}

/** Begins a report by the rules of this device. */
export function begin(command: RegisterCommand, rules: Rules): Beginning {
	return beginReport(command, circumstanceOf(command, rules, false));
}

/** Decides one command on a report and moves the report by it. */
export function step(
	report: Report,
	command: Command,
	rules: Rules,
	isHeld = true
): { report: Report; decision: Decision } {
	const decision = decide(report, command, circumstanceOf(command, rules, isHeld));
	if (decision.outcome === 'rejected') return { report, decision };
	return { report: project(report, decision.events), decision };
}

function circumstanceOf(command: Command, rules: Rules, isHeld: boolean): Circumstance {
	const at = command.deviceAt + (command.skew?.ms ?? 0);
	const heldEpochs = isHeld ? [command.base.assignEpoch] : [];
	return { ...rules, at, receivedAt: at, heldEpochs };
}

/**
 * The epoch that a new command of this person is written under: the current assignment, else the
 * one under which this person finished, else whatever the server last said (and will refuse).
 */
export function ownEpoch(base: Report, actorId: string): { epoch: number; isHeld: boolean } {
	if (base.assignment?.assigneeId === actorId) return { epoch: base.assignEpoch, isHeld: true };
	if (base.finish?.actorId === actorId) return { epoch: base.finish.epoch, isHeld: true };
	return { epoch: base.assignEpoch, isHeld: false };
}
