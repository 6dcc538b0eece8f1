/** Work handed in without a session; its right is the signature (usecases/receive-escrow). */
import { escrowRequest, maxEscrowBytes } from '$lib/protocol/escrow';
import { codeOfFault, endpoint, fail, json } from '$lib/server/http';
import { log } from '$lib/server/log';
import { readPacked } from '$lib/server/read-packed';
import { ExchangeFault } from '$lib/server/usecases/apply-commands';
import { receiveEscrow } from '$lib/server/usecases/receive-escrow';
import type { RequestHandler } from './$types';

/** When a batch that was cut short is asked for again, ms. */
const again = 5_000;

export const POST: RequestHandler = endpoint(async ({ request, locals, getClientAddress }) => {
	const { app, edge } = locals;
	const tooMany = edge.limits.escrowAddress.waitMs(getClientAddress());
	if (tooMany > 0) return fail('too_many_requests', { retryAfterMs: tooMany });
	const read = await readPacked(request, escrowRequest, maxEscrowBytes);
	if ('code' in read) return fail(read.code, { field: read.field });
	const retryAfterMs = edge.limits.escrow.waitMs(read.value.replica);
	if (retryAfterMs > 0) return fail('too_many_requests', { retryAfterMs });
	try {
		const taken = await receiveEscrow(app, read.value);
		return taken.ok ? json(request, taken.receipt) : fail(taken.code, { field: taken.field });
	} catch (error) {
		if (!(error instanceof ExchangeFault)) throw error;
		log.error({ err: error.cause, replica: read.value.replica }, 'a batch was cut short');
		return fail(codeOfFault(error), { retryAfterMs: again });
	}
});
