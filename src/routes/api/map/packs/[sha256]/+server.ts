import { endpointFor, fail } from '$lib/server/http';
import { rangeOf } from '$lib/server/map/byte-range';
import { mapFiles } from '$lib/server/map/map-files';
import type { RequestHandler } from './$types';

/** The vector map in whole or in part. Its bytes never change: the hash names them. */
export const GET: RequestHandler = endpointFor(async ({ request, params, locals }) => {
	const files = mapFiles(locals.app.settings.dataDir);
	const { pack } = await files.read();
	if (pack === null || pack.sha256 !== params.sha256) return fail('not_found');
	const { sha256, sizeBytes } = pack;
	const etag = `"${sha256}"`;
	const headers = new Headers({
		etag,
		'accept-ranges': 'bytes',
		'content-type': 'application/vnd.pmtiles',
		'content-security-policy': "default-src 'none'; sandbox",
		// The device keeps it by itself; a second copy in the browser's cache would only take room.
		'cache-control': 'private, no-store'
	});
	if (request.headers.get('if-none-match') === etag)
		return new Response(null, { status: 304, headers });
	const range = rangeOf(request.headers, { sizeBytes, etag });
	if (range === 'unsatisfiable') {
		headers.set('content-range', `bytes */${sizeBytes}`);
		return new Response(null, { status: 416, headers });
	}
	const { start, end } = range === 'whole' ? { start: 0, end: sizeBytes - 1 } : range;
	headers.set('content-length', String(end - start + 1));
	if (range !== 'whole') headers.set('content-range', `bytes ${start}-${end}/${sizeBytes}`);
	return new Response(files.bytes(sha256, start, end), {
		status: range === 'whole' ? 200 : 206,
		headers
	});
});
