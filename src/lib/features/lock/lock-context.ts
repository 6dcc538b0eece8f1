import type { ScreenLock } from '$lib/client/state/lock.svelte';
import { createContext } from 'svelte';

/** The lock of this page, and the way to the other people of this device. */
interface LockScope {
	lock: ScreenLock;
	/** Shows who else is enrolled here; somebody without a PIN can come back without one. */
	choose(): void;
}

const [get, set] = createContext<LockScope>();
/** Call it while a component starts, below the layout of the signed-in screens. */
export const getLock = get;
export const setLock = set;
