/**
 * The note that a photo is pending, written before the camera or the gallery of the system opens:
 * the system may end this page meanwhile, and the next start leads back to the same job and slot.
 *
 * 1. It is on disk before the system's screen opens.
 * 2. It goes once the photo is kept or the person closes the camera himself.
 * 3. What is older than a day, or not readable, is no note.
 */
import * as z from 'zod/mini';
import type { Device } from '../device';

const key = 'shot';
const keptMs = 24 * 60 * 60_000;

const schema = z.object({
	reportId: z.string(),
	/** As printed: where the app returns to. */
	number: z.string(),
	slot: z.enum(['before', 'after', 'other']),
	/** The photo that it is taken again for. */
	replaces: z.nullable(z.string()),
	at: z.number()
});
export type PendingShot = z.infer<typeof schema>;
type Books = Pick<Device, 'memo' | 'setMemo' | 'now'>;

/** The photo that was pending when the page ended; null: none. */
export async function pendingShot(device: Books): Promise<PendingShot | null> {
	const read = schema.safeParse(await device.memo(key));
	if (!read.success || device.now() - read.data.at > keptMs) return null;
	return read.data;
}

/** Writes the note down; resolves when it is on disk. */
export function notePendingShot(device: Books, shot: Omit<PendingShot, 'at'>): Promise<void> {
	return device.setMemo(key, { ...shot, at: device.now() } satisfies PendingShot);
}

export function forgetPendingShot(device: Books): Promise<void> {
	return device.setMemo(key, null);
}
