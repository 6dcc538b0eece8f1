/**
 * What the act bar of a job offers: one next act, large, and the others beside it.
 *
 *   Set off ─▶ Arrived ─▶ Start work ─▶ before photo ─▶ after photo ─▶ Finish
 *                                   (Resume, wherever it is on hold)
 *
 * 1. The lifecycle table says what is allowed; this only says what comes next.
 * 2. A step may be skipped: Start work stands beside Set off and Arrived, Finish beside the photos.
 */
import type { Category } from '$lib/domain/city/profile';
import { edgeOf, type CommandType } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import { evidenceChecklist } from './evidence-checklist';

export type PhotoSlot = 'before' | 'after';
export type FieldAct =
	| Extract<CommandType, 'setOff' | 'arrive' | 'start' | 'resume' | 'finish' | 'hold' | 'decline'>
	| PhotoSlot;

export interface ActBar {
	/** The large one; null where there is nothing to do here. */
	next: FieldAct | null;
	/** In the order they are shown. */
	others: readonly FieldAct[];
}

/** The bar of a report that is the person's own job; an empty one where no field act is allowed. */
export function actBar(report: Report, category: Category | undefined): ActBar {
	const next = nextAct(report, category);
	const others = offered(report).filter((act) => act !== next);
	return { next, others };
}

function offered(report: Report): FieldAct[] {
	const may = (command: CommandType) => edgeOf(command, report.status) !== undefined;
	return [
		...(may('finish') ? (['before', 'after', 'finish'] as const) : []),
		...(may('start') ? (['start'] as const) : []),
		...(may('resume') ? (['resume'] as const) : []),
		...(may('hold') ? (['hold'] as const) : []),
		...(may('decline') ? (['decline'] as const) : [])
	];
}

function nextAct(report: Report, category: Category | undefined): FieldAct | null {
	const may = (command: CommandType) => edgeOf(command, report.status) !== undefined;
	if (may('resume')) return 'resume';
	if (may('start')) return beforeStart(report);
	if (may('finish')) return lackingPhoto(report, category) ?? 'finish';
	return null;
}

function beforeStart({ assignment }: Report): FieldAct {
	if (!assignment?.setOffAt && !assignment?.arrivedAt) return 'setOff';
	return assignment.arrivedAt ? 'start' : 'arrive';
}

/** The photo that a repair still lacks, before first. */
function lackingPhoto(report: Report, category: Category | undefined): PhotoSlot | null {
	if (category === undefined) return null;
	const rows = evidenceChecklist(report, category, { outcome: 'fixed', text: null });
	const lacking = rows.find((row) => !row.isMet && (row.kind === 'before' || row.kind === 'after'));
	return lacking?.kind === 'before' || lacking?.kind === 'after' ? lacking.kind : null;
}
