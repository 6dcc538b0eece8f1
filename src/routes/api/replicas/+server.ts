import { randomUUID } from 'node:crypto';
import { endpointFor, fail, json, readJson } from '$lib/server/http';
import { installOf, keepInstall } from '$lib/server/install-cookie';
import { mintReplica } from '$lib/server/usecases/mint-replica';
import { replicaRequest } from '$lib/protocol/session';
import type { RequestHandler } from './$types';

const maxBytes = 4_096;

/** Mints the replica of this person on this device; the cookie recognises the device later. */
export const POST: RequestHandler = endpointFor(
	async ({ request, locals, cookies, url }, { person }) => {
		const body = await readJson(request, replicaRequest, maxBytes);
		if ('answer' in body) return body.answer;
		if (body.value.personId !== person.id) return fail('signed_out');
		const install = installOf(cookies) ?? randomUUID();
		keepInstall(cookies, install, url);
		const { app } = locals;
		return json(request, await mintReplica(app, { ...body.value, install }));
	}
);
