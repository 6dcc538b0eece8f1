import type { Attachment } from 'svelte/attachments';

/**
 * Keeps the notices above a bar that stands at the lower edge of the window: they rise by what the
 * bar and all under it take. Two bars may stand at once, under two names; the higher one counts.
 * A bar that is taller than half the window is a rail at the side and lifts nothing.
 */
export function liftToasts(name: 'places' | 'acts'): Attachment<HTMLElement> {
	const property = `--toast-lift-${name}`;
	return (bar) => {
		const { style } = document.documentElement;
		const place = () => {
			const { top, height } = bar.getBoundingClientRect();
			const isAtEdge = height < window.innerHeight / 2;
			const takenPx = isAtEdge ? Math.max(0, window.innerHeight - top) : 0;
			style.setProperty(property, `${takenPx}px`);
			style.setProperty(
				'--toast-lift',
				'max(var(--toast-lift-places, 0px), var(--toast-lift-acts, 0px))'
			);
		};
		const observer = new ResizeObserver(place);
		observer.observe(bar);
		// Both are told of at once, when they have been laid out: asking here would lay out half a page.
		observer.observe(document.documentElement);
		return () => {
			observer.disconnect();
			style.removeProperty(property);
		};
	};
}
