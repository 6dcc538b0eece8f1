/** Where the lock of this device's screen is noted, for every page and every start. */

/** Stands while the screen is locked. */
export const lockedKey = 'maydan.locked';
/** The moment of the last touch, by the device's clock. */
export const touchedKey = 'maydan.touched';

/** Somebody has just shown who they are: by PIN, or by a password. */
export function noteOpened(
	now: number,
	storage: Pick<Storage, 'setItem' | 'removeItem'> = localStorage
): void {
	storage.removeItem(lockedKey);
	storage.setItem(touchedKey, String(now));
}
