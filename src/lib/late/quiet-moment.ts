/** When what a first view does without may have its turn. */

/** Resolves when the page has nothing to do, after a second at the latest. */
export function quietMoment(): Promise<void> {
	return new Promise((resolve) => {
		if (typeof requestIdleCallback === 'undefined') setTimeout(resolve, 200);
		else requestIdleCallback(() => resolve(), { timeout: 1000 });
	});
}
