import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { Due } from './due';

/** "Due in 3 hours", "Overdue, was due 2 days ago", "Clock stopped": the words beside the mark. */
export function dueText(due: Due, format: Format, now: number): string {
	if (due.isPaused) return m.field_due_paused();
	const when = format.relative(due.at, now);
	return due.at < now ? m.field_due_was({ when }) : m.field_due_in({ when });
}
