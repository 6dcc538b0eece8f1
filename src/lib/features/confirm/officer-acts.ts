/**
 * What an officer may do with a report as it stands, by the lifecycle and the officer's permissions,
 * and which of these acts the server did not accept. Pure.
 */
import type { OutboxItem } from '$lib/client/device';
import { can, type Actor } from '$lib/domain/people/actor';
import { closingStands } from '$lib/domain/report/closing';
import { edgeOf } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';

const officerActs = [
	'confirm',
	'return',
	'refer',
	'answerReferral',
	'close',
	'reopen',
	'takeBackClosing'
] as const;
export type OfficerAct = (typeof officerActs)[number];

/** The questions that some of the acts ask before they are done. */
export type Question = Exclude<OfficerAct, 'confirm' | 'takeBackClosing'> | 'override';

/**
 * Each act, whether it is open now; `now` in ms. What nobody has finished yet is the desk's to refer
 * and to close, so an officer's screen offers both only with the confirmation and the referral.
 */
export function officerActsOn(
	report: Report,
	actor: Actor,
	now: number
): Readonly<Record<OfficerAct, boolean>> {
	const open = (act: OfficerAct) => {
		const permission = edgeOf(act, report.status)?.permission;
		return permission !== undefined && permission !== null && can(actor, permission);
	};
	const isReferred = open('answerReferral');
	return {
		confirm: open('confirm'),
		return: open('return'),
		refer: open('refer') && open('confirm'),
		answerReferral: isReferred,
		close: open('close') && isReferred,
		reopen: open('reopen'),
		takeBackClosing: open('takeBackClosing') && closingStands(report, now) === null
	};
}

/** Refusals older than this are the outbox's matter. */
const shownMs = 12 * 60 * 60 * 1000;

/** Refused acts of an officer that were not put aside, newest first; `now` in ms. */
export function refusedOfficerActs(
	items: readonly OutboxItem[],
	dismissed: ReadonlySet<string>,
	now: number
): OutboxItem[] {
	const acts: readonly string[] = officerActs;
	return items.filter(
		({ state, type, commandId, at }) =>
			state === 'refused' && acts.includes(type) && !dismissed.has(commandId) && now - at < shownMs
	);
}
