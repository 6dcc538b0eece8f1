/**
 * Work of the first view in a task of its own, after the frame that is due: what was begun before it can
 * be painted, and what a person does meanwhile is answered first. A page that nobody sees has no frames.
 */

let waiting = 0;

/** Whether some of it still waits for its task. */
export const hasNextTask = () => waiting > 0;

/** Returns what calls the work off. */
export function inNextTask(work: () => void): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let frame = 0;
	let isWaiting = true;
	waiting += 1;
	const end = () => {
		if (isWaiting) waiting -= 1;
		isWaiting = false;
	};
	const begin = () => (timer = setTimeout(() => (end(), work())));
	if (document.visibilityState === 'hidden') begin();
	else frame = requestAnimationFrame(begin);
	return () => {
		end();
		cancelAnimationFrame(frame);
		clearTimeout(timer);
	};
}

/** Resolves in that task. */
export const nextTask = () => new Promise<void>((resolve) => void inNextTask(resolve));
