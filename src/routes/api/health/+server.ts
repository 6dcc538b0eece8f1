import { version } from '$app/environment';
import { endpoint, json } from '$lib/server/http';
import { readMeta } from '$lib/server/repositories/meta';
import type { RequestHandler } from './$types';

/** Whether the database answers; for load balancers and for devices that look for a network. */
export const GET: RequestHandler = endpoint(async ({ request, locals }) => {
	const { db, epoch, settings } = locals.app;
	await db.snapshot((tx) => readMeta(tx, 'epoch'));
	return json(request, { ok: true, version, epoch, isDemo: settings.mode === 'demo' });
});
