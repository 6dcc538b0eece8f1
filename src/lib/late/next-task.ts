/**
 * Work of the first view in a task of its own: what was begun before it can be painted, and what a
 * person does meanwhile is answered first.
 */

let waiting = 0;

/** Whether some of it still waits for its task. */
export const hasNextTask = () => waiting > 0;

type CallOff = () => void;

/** Begins after the frame that is due, if anybody sees the page: one that nobody sees has none. */
export const inNextTask = (work: () => void): CallOff =>
	counted(work, document.visibilityState === 'hidden' ? inTask : afterFrame);

/** Goes on with what has begun, whether or not a frame comes between. */
export const inOwnTask = (work: () => void): CallOff => counted(work, inTask);

/** Resolves in the task after the frame. */
export const nextTask = () => new Promise<void>((resolve) => void inNextTask(resolve));
/** Resolves in a task of its own. */
export const ownTask = () => new Promise<void>((resolve) => void inOwnTask(resolve));

function counted(work: () => void, schedule: (run: () => void) => CallOff): CallOff {
	let isWaiting = true;
	waiting += 1;
	const end = () => {
		if (isWaiting) waiting -= 1;
		isWaiting = false;
	};
	const callOff = schedule(() => (end(), work()));
	return () => {
		end();
		callOff();
	};
}

function inTask(run: () => void): CallOff {
	const timer = setTimeout(run);
	return () => clearTimeout(timer);
}

function afterFrame(run: () => void): CallOff {
	let callOff: CallOff = () => undefined;
	const frame = requestAnimationFrame(() => (callOff = inTask(run)));
	return () => {
		cancelAnimationFrame(frame);
		callOff();
	};
}
