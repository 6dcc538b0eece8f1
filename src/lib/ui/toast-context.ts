import { createContext } from 'svelte';
import { ToastStore } from './toast-store.svelte';

const [get, set] = createContext<ToastStore>();

/** Makes the store of this page; the root layout calls it once. */
export function provideToasts(): ToastStore {
	return set(new ToastStore());
}

/** The page's notices: `useToasts().show({ text, action })`. Call it while a component starts. */
export const useToasts = get;
