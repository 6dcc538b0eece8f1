import { describe, expect, it } from 'vitest';
import { coordinatesText, navigationHref, navigationPages } from './navigate';

const place = { lat: 23.5957, lon: 58.5447 };

describe('navigation link', () => {
	it.each([
		['Mozilla/5.0 (Linux; Android 14; SM-X200)', 'geo:23.595700,58.544700?q=23.595700,58.544700'],
		[
			'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X)',
			'https://maps.apple.com/?daddr=23.595700,58.544700'
		],
		[
			'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)',
			'https://maps.apple.com/?daddr=23.595700,58.544700'
		],
		[
			'Mozilla/5.0 (X11; Linux x86_64)',
			'https://www.openstreetmap.org/directions?to=23.595700%2C58.544700'
		]
	])('leads on %s to %s', (userAgent, href) => {
		expect(navigationHref(place, userAgent)).toBe(href);
	});

	it('names the pin where the app can show a name', () => {
		const job = { ...place, number: 'MM-26-000001-7' };
		expect(navigationHref(job, 'Android 14')).toBe(
			'geo:23.595700,58.544700?q=23.595700,58.544700(MM-26-000001-7)'
		);
		expect(navigationHref(job, 'X11; Linux')).not.toContain('MM-26');
	});

	it('has pages for who has no app, each with the whole place in its address', () => {
		for (const page of Object.values(navigationPages)) {
			const url = new URL(page(place));
			expect(url.protocol).toBe('https:');
			expect([...url.searchParams.values()]).toContain('23.595700,58.544700');
		}
	});

	it('is read out with five decimals', () => {
		expect(coordinatesText(place)).toBe('23.59570, 58.54470');
	});
});
