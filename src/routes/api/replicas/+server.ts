import { randomUUID } from 'node:crypto';
import { endpointFor, fail, json, readJson } from '$lib/server/http';
import { mintReplica } from '$lib/server/usecases/mint-replica';
import { replicaRequest } from '$lib/protocol/session';
import type { RequestHandler } from './$types';

const installCookie = 'maydan_install';
const installShape = /^[0-9a-f-]{36}$/;
const tenYearsSeconds = 10 * 365 * 24 * 60 * 60;
const maxBytes = 4_096;

/** Mints the replica of this person on this device; the cookie recognises the device later. */
export const POST: RequestHandler = endpointFor(
	async ({ request, locals, cookies, url }, { person }) => {
		const body = await readJson(request, replicaRequest, maxBytes);
		if ('answer' in body) return body.answer;
		if (body.value.personId !== person.id) return fail('signed_out');
		const known = cookies.get(installCookie) ?? '';
		const install = installShape.test(known) ? known : randomUUID();
		cookies.set(installCookie, install, {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: url.protocol === 'https:',
			maxAge: tenYearsSeconds
		});
		const { app } = locals;
		return json(request, await mintReplica(app, { ...body.value, install }));
	}
);
