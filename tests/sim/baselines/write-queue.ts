/** What the matrix asks of a queue that it compares with the product. */
import type { Timers } from '../../../src/lib/client/sync/ports';

export interface QueuePorts {
	/** As the browser's: rejects where nothing was heard. */
	fetch(request: Request): Promise<Response>;
	timers: Timers;
}

/** A queue of one page; another one is opened over the same store when the page comes back. */
export interface WriteQueue {
	/** Resolves when the note is stored on the device: from then on its person was promised. */
	add(text: string): Promise<void>;
	/** The page has opened, or the line is said to be back. */
	send(): Promise<void>;
}
