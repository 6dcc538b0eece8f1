import { expect, test } from 'vitest';
import { isForeign } from './same-origin';

const origin = 'https://maydan.example';
const post = (headers: Record<string, string>, method = 'POST') =>
	isForeign(new Request(`${origin}/api/sync`, { method, headers }), origin);

test.each([
	['our own page', { 'sec-fetch-site': 'same-origin', cookie: 'a=b' }, false],
	['our own page in an older browser', { origin, cookie: 'a=b' }, false],
	['another site', { 'sec-fetch-site': 'cross-site', cookie: 'a=b' }, true],
	['a neighbour under the same domain', { 'sec-fetch-site': 'same-site', cookie: 'a=b' }, true],
	['another site in an older browser', { origin: 'https://evil.example', cookie: 'a=b' }, true],
	['a page without an origin', { origin: 'null', cookie: 'a=b' }, true],
	['a cookie from nowhere', { cookie: 'a=b' }, true],
	['a program without a cookie', {}, false]
])('a change from %s', (_, headers, isRefused) => {
	expect(post(headers)).toBe(isRefused);
});

test('reading changes nothing and is not refused', () => {
	expect(post({ 'sec-fetch-site': 'cross-site', cookie: 'a=b' }, 'GET')).toBe(false);
});
