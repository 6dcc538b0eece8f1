/** The only fetch: what counts as an answer and what does not. */
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openApi } from './api';

const page = {
	epoch: 'e',
	exchange: 1,
	serverTime: 5,
	results: [],
	changes: { mode: 'delta', entries: [], cursor: 'c', covers: {}, more: false }
};
const request = {
	protocol: 1,
	replica: 'r',
	exchange: 1,
	commands: [] as unknown[],
	cursor: null,
	pending: { commands: 0, photos: 0, oldestAt: null },
	limit: 10
};
const json = (body: unknown, init: ResponseInit = {}) =>
	new Response(JSON.stringify(body), {
		...init,
		headers: { 'content-type': 'application/json', ...init.headers }
	});
const answering = (response: () => Response | Promise<Response>) => {
	const calls: { url: string; init: RequestInit }[] = [];
	const api = openApi((url, init) => {
		calls.push({ url, init });
		return Promise.resolve().then(response);
	});
	return { api, calls, exchange: () => api.exchange(request, new AbortController().signal) };
};
const genuine = { headers: { 'x-sync': '1' } };

it('takes an exchange that is JSON, marked and whole', async () => {
	expect(await answering(() => json(page, genuine)).exchange()).toEqual({ ok: true, value: page });
});

it.each([
	['no mark', () => json(page)],
	[
		'a page of a portal',
		() => new Response('<html>', { headers: { 'content-type': 'text/html' } })
	],
	['an empty object', () => json({}, genuine)],
	[
		'JSON cut short',
		() =>
			new Response('{"epoch":', {
				headers: { 'content-type': 'application/json', 'x-sync': '1' }
			})
	],
	['a failing network', () => Promise.reject(new TypeError('failed'))],
	['an error page of a proxy', () => new Response('bad gateway', { status: 502 })],
	['a redirect to a sign-in page', () => new Response(null, { status: 302 })]
])('takes %s for being offline [A4, A11-A13]', async (_, response) => {
	const answer = await answering(response).exchange();
	expect(answer).toMatchObject({ ok: false, failure: { kind: 'offline' } });
});

it.each([
	[401, 'signed_out', 'signed_out'],
	[401, 'wrong_password', 'refused'],
	[403, 'not_permitted', 'refused'],
	[413, 'too_large', 'too_big'],
	[426, 'upgrade_needed', 'too_old'],
	[500, 'broken', 'broken'],
	[599, 'something newer', 'broken']
])('tells %i %s as %s', async (status, code, kind) => {
	const { api } = answering(() => json({ code }, { status }));
	expect(await api.me()).toMatchObject({ ok: false, failure: { kind } });
});

it('reads how long the server wants to be left alone', async () => {
	const busy = () => json({ code: 'busy' }, { status: 503, headers: { 'retry-after': '120' } });
	expect(await answering(busy).exchange()).toMatchObject({ failure: { retryAfterMs: 120_000 } });
});

it('compresses what is large and leaves what is small', async () => {
	const { api, calls } = answering(() => json(page, genuine));
	const { signal } = new AbortController();
	await api.exchange(request, signal);
	await api.exchange({ ...request, commands: ['x'.repeat(5000)] }, signal);
	const [small, large] = calls.map(({ init }) => init);
	expect(small?.headers).not.toHaveProperty('content-encoding');
	expect(large?.headers).toMatchObject({ 'content-encoding': 'gzip' });
	const body = large?.body;
	if (!(body instanceof Uint8Array)) throw new Error('No bytes');
	expect(JSON.parse(gunzipSync(body).toString())).toMatchObject({ commands: ['x'.repeat(5000)] });
});

it('puts what people type into addresses safely', async () => {
	const { api, calls } = answering(() => json([]));
	await api.search('شارع & بيت?');
	await api.history('../x');
	expect(calls.map(({ url }) => url)).toEqual([
		`/api/search?q=${encodeURIComponent('شارع & بيت?')}`,
		'/api/reports/..%2Fx/history'
	]);
});
