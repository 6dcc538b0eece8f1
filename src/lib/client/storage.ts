/** How much this browser holds of ours and how much more it would take. */

export interface StorageRoom {
	usedBytes: number;
	freeBytes: number;
}

/** The browser's own estimate; null where it gives none (plain http, old browsers). */
export async function storageRoom(): Promise<StorageRoom | null> {
	const storage: StorageManager | undefined = navigator.storage;
	if (storage?.estimate === undefined) return null;
	const { usage = 0, quota = 0 } = await storage.estimate();
	return quota === 0 ? null : { usedBytes: usage, freeBytes: Math.max(0, quota - usage) };
}
