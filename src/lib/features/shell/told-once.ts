/**
 * Things that are told to a person once on this device, and then left alone. Where the browser keeps
 * nothing they are told once per page.
 */
const key = (name: string) => `maydan.told.${name}`;

/** Whether it still has to be told. */
export function isUntold(name: string, storage: Pick<Storage, 'getItem'>): boolean {
	try {
		return storage.getItem(key(name)) === null;
	} catch {
		return true;
	}
}

/** From here on it has been told. */
export function setTold(name: string, storage: Pick<Storage, 'setItem'>): void {
	try {
		storage.setItem(key(name), '1');
	} catch {
		// Told again at the next start: better once too often than never.
	}
}
