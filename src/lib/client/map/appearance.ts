/**
 * Tells when a canvas no longer looks like the page around it: another theme, the system's change
 * between day and night, or a typeface that has just arrived.
 */

/** Calls `onchange` after each such change; returns what ends it. */
export function watchAppearance(onchange: () => void): () => void {
	const observer = new MutationObserver(onchange);
	observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
	const night = window.matchMedia('(prefers-color-scheme: dark)');
	night.addEventListener('change', onchange);
	document.fonts.addEventListener('loadingdone', onchange);
	return () => {
		observer.disconnect();
		night.removeEventListener('change', onchange);
		document.fonts.removeEventListener('loadingdone', onchange);
	};
}
