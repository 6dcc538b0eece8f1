import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { failures, type FailureCode } from '$lib/protocol/failure';
import { codeOf, endpoint, endpointFor, fail, json, packedPage, readJson } from './http';

const schema = z.strictObject({ name: z.string() });
const post = (body: BodyInit, type = 'application/json') =>
	new Request('http://maydan.test/api', {
		method: 'POST',
		body,
		headers: { 'content-type': type }
	});
/** A request of nobody; `app` and `edge` are not reached. */
const anEvent = () => {
	const locals: Partial<App.Locals> = { requestId: 'r' };
	return { locals: locals as App.Locals, route: { id: '/api' } };
};
const codeIn = async (read: object) => {
	const answer = 'answer' in read && read.answer instanceof Response ? read.answer : undefined;
	return [answer?.status, await answer?.json()];
};

test('reads a body that fits its schema', async () => {
	expect(await readJson(post('{"name":"مطرح"}'), schema, 100)).toEqual({ value: { name: 'مطرح' } });
});

test('names the wrong field, and refuses what is not JSON by type or by text', async () => {
	expect(await codeIn(await readJson(post('{"name":1}'), schema, 100))).toEqual([
		400,
		{ code: 'malformed', field: 'name' }
	]);
	expect(await codeIn(await readJson(post('{"name":'), schema, 100))).toMatchObject([400, {}]);
	expect(await codeIn(await readJson(post('{}', 'text/plain'), schema, 100))).toMatchObject([
		415,
		{ code: 'unsupported_type' }
	]);
});

test('refuses what claims a length that is no number, where comparing it would throw', async () => {
	const short = z.strictObject({ name: z.string().check(z.maxLength(5)) });
	const body = '{"name":{"length":{"toString":1,"valueOf":2}}}';
	expect(await codeIn(await readJson(post(body), short, 100))).toMatchObject([
		400,
		{ code: 'malformed' }
	]);
});

test('refuses unknown keys, a prototype among them', async () => {
	const read = await readJson(post('{"name":"a","__proto__":{"x":1}}'), schema, 100);
	expect(await codeIn(read)).toMatchObject([400, { code: 'malformed' }]);
});

test('stops reading at the limit, told or untold', async () => {
	expect(await codeIn(await readJson(post('x'.repeat(101)), schema, 100))).toMatchObject([413, {}]);
	const endless = new ReadableStream({ pull: (sink) => sink.enqueue(new Uint8Array(60)) });
	const request = new Request('http://maydan.test/', {
		...{ method: 'POST', body: endless, duplex: 'half' },
		headers: { 'content-type': 'application/json' }
	});
	expect(await codeIn(await readJson(request, schema, 100))).toMatchObject([413, {}]);
});

test('compresses a long answer for whoever accepts it, and no other', async () => {
	const asks = new Request('http://maydan.test/', { headers: { 'accept-encoding': 'br, gzip' } });
	const long = { text: 'x'.repeat(2000) };
	const packed = await json(asks, long);
	expect(packed.headers.get('content-encoding')).toBe('gzip');
	expect(packed.headers.get('cache-control')).toBe('no-store');
	expect(JSON.parse(gunzipSync(await packed.arrayBuffer()).toString())).toEqual(long);
	expect((await json(asks, {})).headers.has('content-encoding')).toBe(false);
	for (const accepted of ['br', 'gzip;q=0', 'br, gzip ; q=0.000', 'xgzip']) {
		const other = new Request('http://maydan.test/', { headers: { 'accept-encoding': accepted } });
		expect((await json(other, long)).headers.has('content-encoding'), accepted).toBe(false);
	}
	const some = new Request('http://maydan.test/', { headers: { 'accept-encoding': 'gzip;q=0.1' } });
	expect((await json(some, long)).headers.has('content-encoding')).toBe(true);
	const plain = await json(new Request('http://maydan.test/'), long);
	expect(await plain.json()).toEqual(long);
});

test('tells when to come again, in whole seconds', () => {
	expect(fail('too_many_requests', { retryAfterMs: 1200 }).headers.get('retry-after')).toBe('2');
});

test('says with every failure of the moment when to come again, whoever answers with it [B2, B3]', () => {
	const ofTheMoment = [429, 503, 507];
	const codes = Object.keys(failures).filter((code): code is FailureCode => code in failures);
	for (const code of codes) {
		const { status, headers } = fail(code);
		expect(Number(headers.get('retry-after')) > 0, code).toBe(ofTheMoment.includes(status));
	}
});

test('hides what broke and tells a full disk and a busy database apart from it', async () => {
	const event = anEvent();
	const broken = endpoint(() => Promise.reject(new Error('secret of the database')));
	const answer = await broken(event);
	expect([answer.status, await answer.text()]).toEqual([500, '{"code":"broken"}']);
	expect(codeOf(Object.assign(new Error(), { code: 'ENOSPC' }))).toBe('disk_full');
	expect(codeOf(Object.assign(new Error(), { code: 'ERR_SQLITE_ERROR', errcode: 5 }))).toBe('busy');
	expect(codeOf(Object.assign(new Error(), { code: '40P01' }))).toBe('busy');
});

test('lets nobody in who is not signed in, whatever the endpoint does', async () => {
	let isReached = false;
	const guarded = endpointFor(() => {
		isReached = true;
		return new Response();
	});
	expect((await guarded(anEvent())).status).toBe(401);
	expect(isReached).toBe(false);
});

test('compresses a page for whoever accepts it, and nothing that is none', async () => {
	const asks = new Request('http://maydan.test/', { headers: { 'accept-encoding': 'br, gzip' } });
	const aPage = () =>
		new Response('<p>Maydan</p>'.repeat(50), {
			headers: { 'content-type': 'text/html', etag: '"1"' }
		});
	const packed = await packedPage(asks, aPage());
	expect(packed.headers.get('content-encoding')).toBe('gzip');
	expect(packed.headers.get('etag')).toBe('W/"1"');
	const bytes = Buffer.from(await packed.arrayBuffer());
	expect(packed.headers.get('content-length')).toBe(String(bytes.length));
	expect(gunzipSync(bytes).toString()).toBe('<p>Maydan</p>'.repeat(50));

	const plain = await packedPage(new Request('http://maydan.test/'), aPage());
	expect([plain.headers.get('content-encoding'), plain.headers.get('vary')]).toEqual([
		null,
		'accept-encoding'
	]);
	const moved = new Response(null, { status: 302, headers: { location: '/login' } });
	expect(await packedPage(asks, moved)).toBe(moved);
});
