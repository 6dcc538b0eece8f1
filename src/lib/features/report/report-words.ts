/**
 * The words for a report's codes, in the language of the moment: the one list of labels. The
 * compiler names what is missing when a code is added.
 */
import type { DueBucket } from '$lib/domain/report/deadline';
import type { Status } from '$lib/domain/report/lifecycle';
import type { Outcome } from '$lib/domain/report/outcome';
import type { Priority } from '$lib/domain/report/priority';
import { m } from '$lib/i18n/paraglide/messages';

type Words<Code extends string> = Readonly<Record<Code, () => string>>;

export const statusWords: Words<Status> = {
	received: m.status_received,
	assigned: m.status_assigned,
	in_progress: m.status_in_progress,
	on_hold: m.status_on_hold,
	info_requested: m.status_info_requested,
	referred: m.status_referred,
	done: m.status_done,
	returned: m.status_returned,
	closed: m.status_closed,
	reopened: m.status_reopened
};

export const outcomeWords: Words<Outcome> = {
	fixed: m.outcome_fixed,
	nothing_found: m.outcome_nothing_found,
	not_ours: m.outcome_not_ours,
	private_property: m.outcome_private_property,
	duplicate: m.outcome_duplicate,
	cannot_fix: m.outcome_cannot_fix,
	withdrawn: m.outcome_withdrawn,
	invalid: m.outcome_invalid,
	test: m.outcome_test
};

export const priorityWords: Words<Priority> = {
	low: m.priority_low,
	normal: m.priority_normal,
	high: m.priority_high,
	urgent: m.priority_urgent
};

export const dueWords: Words<DueBucket> = {
	within: m.due_within,
	approaching: m.due_approaching,
	overdue: m.due_overdue,
	severe: m.due_severe
};
