/**
 * Tells when somebody points at a thing and waits: a mouse that rests on it, or the keyboard's focus.
 * Touching is no pointing: fingers press.
 */

/** How long a mouse rests before it counts, ms. */
const restMs = 400;

/** Calls back with each change; answers with what ends the watch. */
export function watchPointing(
	thing: HTMLElement,
	onchange: (isPointedAt: boolean) => void
): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const end = () => {
		clearTimeout(timer);
		onchange(false);
	};
	const watched = new AbortController();
	const on = <K extends keyof HTMLElementEventMap>(
		kind: K,
		hear: (event: HTMLElementEventMap[K]) => void
	) => thing.addEventListener(kind, hear, { signal: watched.signal });
	on('pointerenter', ({ pointerType }) => {
		clearTimeout(timer);
		if (pointerType === 'mouse') timer = setTimeout(() => onchange(true), restMs);
	});
	on('focus', () => {
		if (thing.matches(':focus-visible')) onchange(true);
	});
	on('keydown', ({ key }) => {
		if (key === 'Escape') end();
	});
	for (const kind of ['pointerleave', 'pointerdown', 'blur'] as const) on(kind, end);
	return () => {
		watched.abort();
		end();
	};
}
