/**
 * Resumable uploads: create, ask for the offset, go on. Photos are read by their report instead.
 * The right to send is a session's, or a signature's where work is handed in without one.
 */
import { macHeader, photoMacText, replicaHeader } from '$lib/protocol/escrow';
import type { ServerApp } from '$lib/server/app';
import { endpoint, fail } from '$lib/server/http';
import { namedHash } from '$lib/server/media/photo-uploads';
import { signedBy } from '$lib/server/replica-mac';
import { hasDeclared } from '$lib/server/usecases/declared-photo';
import type { RequestHandler } from './$types';

const upload: RequestHandler = endpoint(async ({ request, locals, getClientAddress }) => {
	const { app, edge, person } = locals;
	const mac = request.headers.get(macHeader);
	const tooMany = mac === null ? 0 : edge.limits.signedAddress.waitMs(getClientAddress());
	if (tooMany > 0) return fail('too_many_requests', { retryAfterMs: tooMany });
	const senderId = mac === null ? person?.id : await signerOf(app, request, mac);
	if (senderId === undefined) return fail(mac === null ? 'signed_out' : 'not_permitted');
	const retryAfterMs = request.method === 'POST' ? edge.limits.photos.waitMs(senderId) : 0;
	if (retryAfterMs > 0) return fail('too_many_requests', { retryAfterMs });
	return edge.uploads(request, senderId);
});
export const POST = upload;
export const HEAD = upload;
export const PATCH = upload;

async function signerOf(
	app: ServerApp,
	request: Request,
	mac: string
): Promise<string | undefined> {
	const sha256 = namedHash(request);
	const replica = request.headers.get(replicaHeader);
	if (sha256 === null || replica === null) return undefined;
	const owner = (await signedBy(app, replica, photoMacText(sha256), mac))?.user_id;
	const isOwn = owner !== undefined && (await hasDeclared(app.db, sha256, owner));
	return isOwn ? owner : undefined;
}
