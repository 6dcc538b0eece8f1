/**
 * Runs a write again where the browser ended the connection under it, as it may at any time: its
 * storage process died, or another tab upgraded the database. Waiting in between grows.
 */
import { isEndedConnection } from './database-fault';

const waitsMs = [0, 100, 400, 1600];

/**
 * What `write` answers, at its first success. `isRepeat`: an earlier run may have been committed
 * without anybody hearing of it. Rejects with the last error once nothing helps or `isClosed`.
 */
export async function persistently<T>(
	write: (isRepeat: boolean) => Promise<T>,
	isClosed: () => boolean
): Promise<T> {
	for (const [run, waitMs] of waitsMs.entries()) {
		try {
			return await write(run > 0);
		} catch (error) {
			if (!isEndedConnection(error) || isClosed()) throw error;
			await new Promise((resolve) => setTimeout(resolve, waitMs));
		}
	}
	return write(true);
}
