/**
 * Work in a task of its own, after the frame that is due: what was begun before it can be painted,
 * and what a person does meanwhile is answered first. A page that nobody sees has no frames.
 */

/** Returns what calls the work off. */
export function inNextTask(work: () => void): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let frame = 0;
	const begin = () => (timer = setTimeout(work));
	if (document.visibilityState === 'hidden') begin();
	else frame = requestAnimationFrame(begin);
	return () => {
		cancelAnimationFrame(frame);
		clearTimeout(timer);
	};
}

/** Resolves in that task. */
export const nextTask = () => new Promise<void>((resolve) => void inNextTask(resolve));
