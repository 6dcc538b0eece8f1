/**
 * Which rows of a long list are drawn: a window of it, measured as it appears. A thin rune dress of
 * @tanstack/virtual-core.
 *
 * 1. Only rows near the view are in the page, however many there are.
 * 2. Heights are measured, never assumed: text sizes and wrapping are the person's.
 * 3. What comes and goes above the view moves nothing in it: the first row in sight stays where it is. A
 *    list that its person has arranged anew begins at its top.
 */
import {
	elementScroll,
	observeElementOffset,
	observeElementRect,
	Virtualizer
} from '@tanstack/virtual-core';
import { untrack } from 'svelte';

export interface VirtualSource {
	/** The scrolling element; undefined before it stands. */
	element: () => HTMLElement | undefined;
	ids: () => readonly string[];
	/** A first guess of a row's height, CSS px. */
	rowPx: () => number;
	/** Where the list was left, CSS px. */
	startPx: number;
	onscroll?: (offsetPx: number) => void;
	/** By what the list is arranged now, for comparison; absent: it never is anew. */
	arrangement?: () => string;
}

const overscan = 8;

/** Rows of `source` to draw now, with the room above and below; call it while a component starts. */
export function virtualRows(source: VirtualSource) {
	let changes = $state(0);
	let anchor: Anchor | null = null;
	let arrangedBy = source.arrangement?.();
	let lastIds = source.ids();
	// The same functions as long as the rows are the same: with others every row is measured anew.
	const keyOf = $derived.by(() => {
		const ids = source.ids();
		return (index: number) => ids[index] ?? index;
	});
	const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
		...options(),
		initialOffset: source.startPx
	});

	function options() {
		return {
			count: source.ids().length,
			getScrollElement: () => source.element() ?? null,
			estimateSize: source.rowPx,
			getItemKey: keyOf,
			overscan,
			scrollToFn: elementScroll,
			observeElementRect,
			observeElementOffset,
			onChange: (instance: Virtualizer<HTMLElement, HTMLElement>) => {
				untrack(() => (changes += 1));
				if (instance.scrollOffset !== null) source.onscroll?.(instance.scrollOffset);
				if (instance.isScrolling) anchor = anchorOf(instance);
			}
		};
	}

	const view = $derived.by(() => {
		void changes;
		virtualizer.setOptions({ ...virtualizer.options, ...options() });
		const items = virtualizer.getVirtualItems();
		const totalPx = virtualizer.getTotalSize();
		return {
			items,
			beforePx: items[0]?.start ?? 0,
			afterPx: totalPx - (items.at(-1)?.end ?? 0)
		};
	});

	// Effects, because the window follows an element of the page and its size.
	$effect(() => virtualizer._didMount());
	$effect(() => {
		void [source.element(), source.ids()];
		virtualizer._willUpdate();
	});
	// An effect, because the place to keep is the browser's scroll position.
	$effect(() => {
		const ids = source.ids();
		const now = source.arrangement?.();
		const isAnew = now !== arrangedBy;
		arrangedBy = now;
		const isSameList = ids === lastIds;
		lastIds = ids;
		void view;
		if (isAnew) return untrack(() => virtualizer.scrollToOffset(0));
		const index = anchor === null ? -1 : ids.indexOf(anchor.id);
		const row = virtualizer.measurementsCache[index];
		if (anchor === null || row === undefined || anchor.startPx === row.start) return;
		const by = row.start - anchor.startPx;
		anchor = { ...anchor, startPx: row.start };
		// Rows that turn out higher than was guessed are the virtualizer's own matter.
		if (!isSameList)
			untrack(() => virtualizer.scrollToOffset((virtualizer.scrollOffset ?? 0) + by));
	});

	return {
		get items() {
			return view.items;
		},
		/** Room that the rows above and below take, CSS px. */
		get beforePx() {
			return view.beforePx;
		},
		get afterPx() {
			return view.afterPx;
		},
		/** Attach to each row; it carries `data-index`. */
		measure: (row: HTMLElement) => virtualizer.measureElement(row),
		scrollTo: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' })
	};
}

/** The first row in sight, and where it begins. */
interface Anchor {
	id: string;
	startPx: number;
}

/** None at the very top: there what comes first is to be seen. */
function anchorOf(list: Virtualizer<HTMLElement, HTMLElement>): Anchor | null {
	const topPx = list.scrollOffset ?? 0;
	const first = list.getVirtualItems().find(({ end }) => end > topPx);
	return topPx <= 0 || first === undefined ? null : { id: String(first.key), startPx: first.start };
}
