import * as z from 'zod/mini';
import { endpointFor, fail } from '$lib/server/http';
import { readPhoto } from '$lib/server/usecases/read-photo';
import { photoSizes } from '$lib/protocol/online';
import type { RequestHandler } from './$types';

const question = z.object({
	reportId: z.string(),
	sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
	size: z.enum(photoSizes)
});

/** A photo of a report, in one of its sizes. Its bytes never change: the hash names them. */
export const GET: RequestHandler = endpointFor(async ({ params, url, locals }, { person }) => {
	const size = url.searchParams.get('size') ?? 'full';
	const asked = question.safeParse({ reportId: params.id, sha256: params.sha256, size });
	if (!asked.success) return fail('not_found');
	const photo = await readPhoto({ ...locals.edge, db: locals.app.db }, person, asked.data);
	if (photo === undefined) return fail('not_found');
	return new Response(photo.body, {
		headers: {
			'content-type': 'image/jpeg',
			'content-length': String(photo.bytes),
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, max-age=31536000, immutable'
		}
	});
});
