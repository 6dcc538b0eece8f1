/** Tells whether a received body is a report that this build can show; the server checked the rest. */
import { statuses } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';

export type ReportBody = Record<string, unknown>;

const known: ReadonlySet<unknown> = new Set(statuses);

export function isReport(body: unknown): body is Report {
	if (typeof body !== 'object' || body === null) return false;
	return (
		'id' in body &&
		typeof body.id === 'string' &&
		'rev' in body &&
		typeof body.rev === 'number' &&
		'photos' in body &&
		Array.isArray(body.photos) &&
		'status' in body &&
		known.has(body.status)
	);
}
