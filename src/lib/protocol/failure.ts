/** The closed list of failures of the API, each one status code and one code for the device's words. */
import * as z from 'zod/mini';

export const failures = {
	malformed: 400,
	signed_out: 401,
	/** The cookie is somebody else's than the page's person: nothing was read and nothing done. */
	other_person: 401,
	wrong_password: 401,
	not_permitted: 403,
	cross_site: 403,
	replica_unknown: 403,
	replica_revoked: 403,
	not_found: 404,
	conflict: 409,
	gone: 410,
	too_large: 413,
	unsupported_type: 415,
	not_acceptable: 422,
	upgrade_needed: 426,
	too_many_requests: 429,
	broken: 500,
	busy: 503,
	disk_full: 507
} as const;
export type FailureCode = keyof typeof failures;

/** Body of every answer that is not a success. `field` names the offending input. */
export const failureBody = z.object({
	code: z.string(),
	field: z.optional(z.string()),
	detail: z.optional(z.string()),
	/** Of a replica whose access has ended: the highest counter in its books (see sync). */
	lastN: z.optional(z.number()),
	/** The device was recalled: it deletes what is left once its work is handed in. */
	isRecalled: z.optional(z.boolean())
});
export type FailureBody = z.infer<typeof failureBody>;
