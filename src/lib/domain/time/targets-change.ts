/**
 * The targets of a category as people change them: bounds, order, and what stays of a change when the
 * targets have moved on.
 */
import type { Bilingual, Category, Targets, WorkingWeek } from '../city/profile';
import { minuteOfDay } from './local-day';

/** The stages that have a target, in the order in which a report goes through them. */
export const targetStages = ['acknowledge', 'firstVisit', 'resolve', 'review'] as const;
export type TargetStage = (typeof targetStages)[number];

/** In minutes of working time: less cannot be met, more is no target. */
export const targetBounds = { min: 10, max: 500 * 60 } as const;

export interface TargetsAct {
	act: 'setTargets';
	categoryId: string;
	targets: Targets;
}

/** What was changed, by the name of then. */
export interface TargetsReason {
	act: 'setTargets';
	categoryId: string;
	name: Bilingual;
	was: Targets;
	is: Targets;
}

/** A stage whose target is out of bounds, or shorter than the one of the stage before. */
export type TargetFault = { stage: TargetStage; fault: 'bounds' | 'order' };

export function targetFaults(targets: Targets): TargetFault[] {
	return targetStages.flatMap((stage): TargetFault[] => {
		const minutes = targets[stage];
		const { min, max } = targetBounds;
		const isInside = Number.isInteger(minutes) && minutes >= min && minutes <= max;
		if (!isInside) return [{ stage, fault: 'bounds' }];
		return minutes < leastOf(stage, targets) ? [{ stage, fault: 'order' }] : [];
	});
}

/** Who has longer to assign than to finish has no target; confirmation stands apart. */
function leastOf(stage: TargetStage, { acknowledge, firstVisit }: Targets): number {
	if (stage === 'firstVisit') return acknowledge;
	return stage === 'resolve' ? firstVisit : 0;
}

export const targetStagesChanged = ({ was, is }: Pick<TargetsReason, 'was' | 'is'>) =>
	targetStages.filter((stage) => was[stage] !== is[stage]);

/** The category with other targets, and the change in words; null where nothing changes or fits. */
export function afterTargetsAct(
	categories: readonly Category[],
	{ act, categoryId, targets: is }: TargetsAct
): { category: Category; reason: TargetsReason } | null {
	const category = categories.find(({ id }) => id === categoryId);
	if (category === undefined || targetFaults(is).length > 0) return null;
	const { name, targets: was } = category;
	if (targetStagesChanged({ was, is }).length === 0) return null;
	return { category: { ...category, targets: is }, reason: { act, categoryId, name, was, is } };
}

/** Minutes of the working day that a week has most often, for targets told in days. */
export function usualDayMinutes(week: WorkingWeek): number {
	const lengths = week.map((periods) =>
		periods.reduce((sum, { from, to }) => sum + minuteOfDay(to) - minuteOfDay(from), 0)
	);
	const count = (length: number) => lengths.filter((other) => other === length).length;
	return lengths
		.filter((length) => length > 0)
		.reduce((best, length) => (count(length) > count(best) ? length : best), 0);
}
