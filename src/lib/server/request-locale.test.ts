import { describe, expect, it } from 'vitest';
import { locale } from '$lib/i18n/locale.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { speakTheirLanguage } from './request-locale';

type Event = Parameters<typeof speakTheirLanguage>[0]['event'];

/** The parts of a request that the hook reads; it must not need more. */
function aRequest(address: string, remembered?: string) {
	const kept: string[] = [];
	const parts: Pick<Event, 'url' | 'isDataRequest' | 'route'> & {
		cookies: Pick<Event['cookies'], 'get' | 'set'>;
	} = {
		url: new URL(address),
		isDataRequest: false,
		route: { id: '/' },
		cookies: { get: () => remembered, set: (_name, value) => void kept.push(value) }
	};
	// The rest of Kit's event has no meaning here and is left out.
	return { event: parts as unknown as Event, kept };
}

async function speak(address: string, remembered?: string) {
	const { event, kept } = aRequest(address, remembered);
	const answer = await speakTheirLanguage({
		event,
		resolve: async (_event, options) => {
			await Promise.resolve();
			const html = `<html lang="ar" dir="rtl">${locale.current} ${m.ui_close()}`;
			return new Response(await options?.transformPageChunk?.({ html, done: true }));
		}
	});
	return { text: await answer.text(), kept };
}

describe('a page rendered on the server', () => {
	it('speaks the language its address asks for, and remembers it', async () => {
		expect(await speak('https://city.example/track?lang=en', 'ar')).toEqual({
			text: '<html lang="en" dir="ltr">en Close',
			kept: ['en']
		});
	});

	it('speaks the remembered language otherwise, and Arabic when nothing is known', async () => {
		expect((await speak('https://city.example/track', 'en')).text).toContain('en Close');
		expect(await speak('https://city.example/track')).toEqual({
			text: '<html lang="ar" dir="rtl">ar إغلاق',
			kept: []
		});
	});

	it('is not disturbed by another request answered at the same time', async () => {
		const [english, arabic] = await Promise.all([
			speak('https://city.example/track?lang=en'),
			speak('https://city.example/track?lang=ar')
		]);
		expect([english?.text, arabic?.text]).toEqual([
			'<html lang="en" dir="ltr">en Close',
			'<html lang="ar" dir="rtl">ar إغلاق'
		]);
	});
});
