/**
 * Which rows of a long list are drawn: a window of it, measured as it appears. A thin rune dress of
 * @tanstack/virtual-core.
 *
 * 1. Only rows near the view are in the page, however many there are.
 * 2. Heights are measured, never assumed: text sizes and wrapping are the person's.
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
}

const overscan = 8;

/** Rows of `source` to draw now, with the room above and below; call it while a component starts. */
export function virtualRows(source: VirtualSource) {
	let changes = $state(0);
	const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
		...options(),
		initialOffset: source.startPx
	});

	function options() {
		const ids = source.ids();
		const rowPx = source.rowPx();
		return {
			count: ids.length,
			getScrollElement: () => source.element() ?? null,
			estimateSize: () => rowPx,
			getItemKey: (index: number) => ids[index] ?? index,
			overscan,
			scrollToFn: elementScroll,
			observeElementRect,
			observeElementOffset,
			onChange: (instance: Virtualizer<HTMLElement, HTMLElement>) => {
				untrack(() => (changes += 1));
				if (instance.scrollOffset !== null) source.onscroll?.(instance.scrollOffset);
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
