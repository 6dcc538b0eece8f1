import type { Person } from '$lib/domain/people/actor';
import type { ServerApp } from '$lib/server/app';
import type { Edge } from '$lib/server/open-edge';

declare global {
	namespace App {
		interface Locals {
			/** Names this request in the log and in the answer (`x-request-id`). */
			requestId: string;
			/** Commands, changes and the database. */
			app: ServerApp;
			/** Sign-in and photos. */
			edge: Edge;
			/** Who asks; absent where nobody is signed in (public endpoints, pages). */
			person?: Person;
			session?: { id: string };
		}
		interface Error {
			message: string;
			/** A code of protocol/failure. */
			code: string;
		}
	}
}
export {};
