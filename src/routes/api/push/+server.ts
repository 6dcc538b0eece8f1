import { pushSubscription, pushUnsubscription } from '$lib/protocol/push';
import { endpointFor, fail, json, noContent, readJson } from '$lib/server/http';
import { dropSubscription, saveSubscription } from '$lib/server/repositories/push-subscriptions';
import type { RequestHandler } from './$types';

const maxBytes = 2_048;

/** By which key a browser knows messages of this server. */
export const GET: RequestHandler = endpointFor(({ request, locals }) =>
	json(request, { publicKey: locals.app.push.publicKey })
);

/** The caller wants this browser to be told of new and withdrawn work. */
export const POST: RequestHandler = endpointFor(
	async ({ request, locals }, { person, sessionId }) => {
		const body = await readJson(request, pushSubscription, maxBytes);
		if ('answer' in body) return body.answer;
		const { app } = locals;
		const { endpoint, p256dh, auth, language } = body.value;
		if (!app.push.mayGoTo(endpoint)) return fail('not_acceptable', { field: 'endpoint' });
		await app.db.tx((tx) =>
			saveSubscription(tx, {
				...{ endpoint, p256dh, auth, language },
				...{ person_id: person.id, session_id: sessionId, created_at: app.now() }
			})
		);
		return noContent();
	}
);

/** Nothing more is sent to this browser; of somebody else's browsers nothing changes. */
export const DELETE: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const body = await readJson(request, pushUnsubscription, maxBytes);
	if ('answer' in body) return body.answer;
	await dropSubscription(locals.app.db.kysely, body.value.endpoint, person.id);
	return noContent();
});
