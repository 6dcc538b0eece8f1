/** How a signed-in screen gets its device: by context, never by a module's state. */
import { createContext } from 'svelte';
import type { Device } from './device';

const [getDevice, setDevice] = createContext<Device>();

/** The device of the signed-in person; throws outside the signed-in screens. */
export { getDevice, setDevice };
