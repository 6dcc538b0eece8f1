/** Targets in words: stages, a target in working time, and what of them changed. */
import {
	targetStagesChanged,
	type TargetsReason,
	type TargetStage
} from '$lib/domain/time/targets-change';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

const minuteMs = 60_000;

export const stageWords: Readonly<Record<TargetStage, () => string>> = {
	acknowledge: m.calendar_col_acknowledge,
	firstVisit: m.calendar_col_first_visit,
	resolve: m.calendar_col_resolve,
	review: m.calendar_col_review
};

/** A target in working minutes: "7 h", "2 h 30 min"; never in days, which last seven hours here. */
export function targetText(minutes: number, format: Format): string {
	const hours = Math.floor(minutes / 60);
	const parts = [hours * 60, minutes % 60].filter((part) => part > 0);
	if (hours < 24) return format.duration(minutes * minuteMs);
	const whole = m.calendar_hours({ count: hours, shown: format.number(hours) });
	return parts.length < 2 ? whole : `${whole} ${format.duration((minutes % 60) * minuteMs)}`;
}

/** A target beside how many working days it is; nothing where that says no more. */
export function inDaysText(
	minutes: number,
	dayMinutes: number,
	format: Format
): string | undefined {
	const days = dayMinutes > 0 ? Math.round((minutes / dayMinutes) * 2) / 2 : 0;
	if (!(days >= 1)) return undefined;
	return m.calendar_in_days({ count: days, shown: format.number(days, days % 1 === 0 ? 0 : 1) });
}

/** "Completion from 14 h to 7 h" for each stage whose target changed. */
export function targetChangesText(reason: TargetsReason, format: Format): string {
	return targetStagesChanged(reason)
		.map((stage) =>
			m.calendar_target_change({
				stage: stageWords[stage](),
				from: targetText(reason.was[stage], format),
				to: targetText(reason.is[stage], format)
			})
		)
		.join(m.routing_pause());
}
