import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { ali } from '../../../tests/support/builders';
import { openApi } from './api';
import { openDevice } from './app.svelte';

it('begins to sync nothing on a page that is closed while it takes the lead', async () => {
	vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {}, removeItem: () => {} });
	vi.stubGlobal('navigator', { onLine: true, userAgent: '' });
	vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => {} });
	vi.stubGlobal('addEventListener', () => {});
	const asked = vi.fn(() => Promise.reject(new TypeError('no line')));
	const device = await openDevice({ person: { ...ali, areas: [] } }, openApi(asked, ali.id));
	// Without locks the tab leads by itself, and has not begun its term yet.
	await device.close();
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(asked).not.toHaveBeenCalled();
	vi.unstubAllGlobals();
});
