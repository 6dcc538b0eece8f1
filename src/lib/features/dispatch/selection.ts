/**
 * Which rows are ticked. A press toggles one; a press with shift gives the rows between the last
 * press and this one the same state. Pure: every function answers with a new set.
 */

/** The ticked ids after a press on `id` in a list of `shownIds`; `anchorId` is the press before. */
export function pressed(
	ticked: ReadonlySet<string>,
	shownIds: readonly string[],
	id: string,
	anchorId: string | null
): Set<string> {
	const isTicking = !ticked.has(id);
	const from = anchorId === null ? -1 : shownIds.indexOf(anchorId);
	const to = shownIds.indexOf(id);
	const range =
		from < 0 || to < 0 ? [id] : shownIds.slice(Math.min(from, to), Math.max(from, to) + 1);
	const next = new Set(ticked);
	for (const each of range) {
		if (isTicking) next.add(each);
		else next.delete(each);
	}
	return next;
}

/** What the head's box shows, and what a press on it makes of the rows shown. */
export function allState(
	ticked: ReadonlySet<string>,
	shownIds: readonly string[]
): 'none' | 'some' | 'all' {
	const count = shownIds.filter((id) => ticked.has(id)).length;
	if (count === 0) return 'none';
	return count === shownIds.length ? 'all' : 'some';
}

/** Ticks every row shown, or unticks them where all are ticked; rows that are not shown stay. */
export function allPressed(ticked: ReadonlySet<string>, shownIds: readonly string[]): Set<string> {
	const next = new Set(ticked);
	const isAll = allState(ticked, shownIds) === 'all';
	for (const id of shownIds) {
		if (isAll) next.delete(id);
		else next.add(id);
	}
	return next;
}
