import { expect, it } from 'vitest';
import { Installation } from './install.svelte';

it('offers to install the app when the browser would, once for each offer [story 11]', async () => {
	const page = new EventTarget();
	const installation = new Installation();
	installation.watch(page);
	expect(installation.isOffered).toBe(false);
	let asked = 0;
	const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
		prompt: () => Promise.resolve((asked += 1))
	});
	page.dispatchEvent(offer);
	expect([installation.isOffered, offer.defaultPrevented]).toEqual([true, true]);
	await installation.ask();
	await installation.ask();
	expect([installation.isOffered, asked]).toEqual([false, 1]);
	page.dispatchEvent(offer);
	page.dispatchEvent(new Event('appinstalled'));
	expect(installation.isOffered).toBe(false);
});
