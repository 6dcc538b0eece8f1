import { tick } from 'svelte';

/**
 * Remembers what has the focus now; the answer gives it back once the page is drawn again. For modals
 * that are taken away rather than closed: the browser then forgets where it came from.
 */
export function returnFocus(): () => void {
	const opener = document.activeElement;
	return () =>
		void tick().then(() => {
			if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
		});
}
