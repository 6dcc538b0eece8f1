/** Work handed in without a session; its right is the signature (usecases/receive-escrow). */
import { escrowRequest, maxEscrowBytes } from '$lib/protocol/escrow';
import { endpoint, fail, json } from '$lib/server/http';
import { readPacked } from '$lib/server/read-packed';
import { receiveEscrow } from '$lib/server/usecases/receive-escrow';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ request, locals, getClientAddress }) => {
	const { app, edge } = locals;
	const tooMany = edge.limits.escrowAddress.waitMs(getClientAddress());
	if (tooMany > 0) return fail('too_many_requests', { retryAfterMs: tooMany });
	const read = await readPacked(request, escrowRequest, maxEscrowBytes);
	if ('code' in read) return fail(read.code, { field: read.field });
	const retryAfterMs = edge.limits.escrow.waitMs(read.value.replica);
	if (retryAfterMs > 0) return fail('too_many_requests', { retryAfterMs });
	const taken = await receiveEscrow(app, read.value);
	return taken.ok ? json(request, taken.receipt) : fail(taken.code, { field: taken.field });
});
