/**
 * Two people, one report: what an act of the desk wanted that was refused as stale, beside what somebody
 * else has made of the report meanwhile, field by field. Pure.
 *
 * 1. Of several refused acts on one field the latest counts.
 * 2. Where both wanted the same there is nothing to choose.
 * Source: conflict table of the sync design, 3.6.
 */
import type { OutboxItem } from '$lib/client/device';
import { commandArgs, type Intent } from '$lib/domain/report/command';
import type { CommandType } from '$lib/domain/report/lifecycle';
import type { Priority } from '$lib/domain/report/priority';
import type { Report } from '$lib/domain/report/report';

export const versionFields = ['status', 'assignee', 'priority', 'category', 'due'] as const;
export type VersionField = (typeof versionFields)[number];

export interface Version {
	commandId: string;
	field: VersionField;
	/** The act again, on the report as it is now. */
	intent: Intent;
	mine: string;
	theirs: string;
}

/** How values are called in the language of the page. */
export interface VersionWords {
	person(id: string | null): string;
	priority(priority: Priority): string;
	category(id: string): string;
	moment(at: number | null): string;
	status(report: Pick<Report, 'status' | 'outcome'>): string;
	act(type: CommandType): string;
}

type Refused = Pick<OutboxItem, 'commandId' | 'type' | 'reportId' | 'args' | 'at' | 'reason'>;

/** What is to choose on one report, in the order of `versionFields`; `items` may hold other reports. */
export function versionsOf(
	items: readonly Refused[],
	report: Report,
	words: VersionWords
): Version[] {
	const byField = new Map<VersionField, Version>();
	const stale = items.filter(
		({ reason, reportId }) => reason === 'stale' && reportId === report.id
	);
	for (const item of stale.toSorted((one, other) => one.at - other.at)) {
		const version = versionOf(item, report, words);
		if (version !== null) byField.set(version.field, version);
	}
	const found = versionFields.flatMap((field) => byField.get(field) ?? []);
	return found.filter(({ mine, theirs }) => mine !== theirs);
}

function versionOf(item: Refused, report: Report, words: VersionWords): Version | null {
	const intent = intentOf(item);
	if (intent === null) return null;
	const { field, mine } = wanted(intent, words);
	return { commandId: item.commandId, field, intent, mine, theirs: standing(field, report, words) };
}

function intentOf({ type, reportId, args }: Refused): Intent | null {
	const parsed = commandArgs[type].safeParse(args);
	return parsed.success ? ({ type, reportId, args: parsed.data } as Intent) : null;
}

function wanted(intent: Intent, words: VersionWords): { field: VersionField; mine: string } {
	switch (intent.type) {
		case 'assign':
		case 'reassign':
			return { field: 'assignee', mine: words.person(intent.args.assigneeId) };
		case 'unassign':
			return { field: 'assignee', mine: words.person(null) };
		case 'setPriority':
			return { field: 'priority', mine: words.priority(intent.args.priority) };
		case 'setCategory':
			return { field: 'category', mine: words.category(intent.args.categoryId) };
		case 'setDue':
			return { field: 'due', mine: words.moment(intent.args.dueAt) };
		default:
			return { field: 'status', mine: words.act(intent.type) };
	}
}

function standing(field: VersionField, report: Report, words: VersionWords): string {
	switch (field) {
		case 'assignee':
			return words.person(report.assignment?.assigneeId ?? null);
		case 'priority':
			return words.priority(report.priority);
		case 'category':
			return words.category(report.categoryId);
		case 'due':
			return words.moment(report.dueAt);
		case 'status':
			return words.status(report);
	}
}
