/** What comes late waits for the tasks of the first view, and never for good. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inNextTask } from './next-task';
import { quietMoment, timeToFetch } from './quiet-moment';

const idleAfterMs = 5;

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('document', { visibilityState: 'visible' });
	vi.stubGlobal('navigator', {});
	// A page that is idle again and again: in a browser it is, between two frames.
	vi.stubGlobal('requestIdleCallback', (look: () => void) => setTimeout(look, idleAfterMs));
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** A first view of so many tasks, a frame of 16 ms before each. */
function firstView(tasks: number, done: () => void): void {
	vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16));
	vi.stubGlobal('cancelAnimationFrame', clearTimeout);
	inNextTask(() => (tasks > 1 ? firstView(tasks - 1, done) : done()));
}

it('is quiet once every task of the first view has had its turn', async () => {
	const order: string[] = [];
	firstView(3, () => order.push('view'));
	void quietMoment().then(() => order.push('quiet'));
	await vi.advanceTimersByTimeAsync(40);
	expect(order).toEqual([]);
	await vi.advanceTimersByTimeAsync(100);
	expect(order).toEqual(['view', 'quiet']);
});

it('is quiet after a second where a first view does not end', async () => {
	const quiet = vi.fn();
	firstView(1000, () => undefined);
	void quietMoment().then(quiet);
	await vi.advanceTimersByTimeAsync(900);
	expect(quiet).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(200);
	expect(quiet).toHaveBeenCalled();
	await vi.runAllTimersAsync();
});

it('does not wait for what was called off', async () => {
	const quiet = vi.fn();
	vi.stubGlobal('requestAnimationFrame', () => 1);
	vi.stubGlobal('cancelAnimationFrame', () => undefined);
	const callOff = inNextTask(() => undefined);
	callOff();
	callOff();
	void quietMoment().then(quiet);
	await vi.advanceTimersByTimeAsync(idleAfterMs);
	expect(quiet).toHaveBeenCalled();
});

it('fetches beside the first view, and in a quiet moment where the worker has the app here', async () => {
	const fetched = vi.fn();
	void timeToFetch(Promise.resolve()).then(fetched);
	await vi.advanceTimersByTimeAsync(0);
	expect(fetched).toHaveBeenCalledTimes(1);
	vi.stubGlobal('navigator', { serviceWorker: { controller: {} } });
	void timeToFetch(Promise.resolve()).then(fetched);
	await vi.advanceTimersByTimeAsync(0);
	expect(fetched).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(idleAfterMs);
	expect(fetched).toHaveBeenCalledTimes(2);
});
