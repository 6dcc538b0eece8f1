/** The targets of a category while they are being written, in hours and minutes. Pure. */
import type { CalendarAct } from '$lib/client/office-api';
import type { Targets } from '$lib/domain/city/profile';
import { numberFrom } from '$lib/domain/text/number';
import {
	targetFaults,
	targetStagesChanged,
	type TargetFault,
	type TargetStage
} from '$lib/domain/time/targets-change';

/** As it was typed. */
export type TargetsDraft = Record<TargetStage, { hours: string; minutes: string }>;

const perStage = <T>(valueOf: (stage: TargetStage) => T): Record<TargetStage, T> => ({
	acknowledge: valueOf('acknowledge'),
	firstVisit: valueOf('firstVisit'),
	resolve: valueOf('resolve'),
	review: valueOf('review')
});

export const draftOfTargets = (targets: Targets): TargetsDraft =>
	perStage((stage) => ({
		hours: String(Math.floor(targets[stage] / 60)),
		minutes: String(targets[stage] % 60)
	}));

/** Minutes of each stage; NaN where it is no whole number of hours or minutes. */
export const targetsOf = (draft: TargetsDraft): Targets =>
	perStage((stage) => wholeOf(draft[stage].hours) * 60 + wholeOf(draft[stage].minutes));

/** Nothing written is none of it. */
function wholeOf(typed: string): number {
	const value = typed.trim() === '' ? 0 : numberFrom(typed);
	return value !== null && Number.isInteger(value) && value >= 0 ? value : NaN;
}

/** What does not fit, at its stage; `same` where nothing differs from what stands. */
export function faultsOfTargets(draft: TargetsDraft, was: Targets): TargetFault[] | 'same' {
	const is = targetsOf(draft);
	return targetStagesChanged({ was, is }).length === 0 ? 'same' : targetFaults(is);
}

export const targetsAct = (categoryId: string, draft: TargetsDraft): CalendarAct => ({
	act: 'setTargets',
	categoryId,
	targets: targetsOf(draft)
});
