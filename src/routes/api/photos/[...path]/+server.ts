import { endpointFor } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Resumable uploads: create, ask for the offset, go on. Photos are read by their report instead. */
const upload: RequestHandler = endpointFor(({ request, locals }, { person }) =>
	locals.edge.uploads(request, person.id)
);
export const POST = upload;
export const HEAD = upload;
export const PATCH = upload;
