/**
 * Which bytes of a file a request wants: RFC 9110, one range only.
 *
 * 1. `If-Range` of another version asks for the whole file: pieces of two maps never meet.
 * 2. What cannot be understood asks for the whole file, as the RFC says; what lies outside is
 *    `unsatisfiable`.
 */
export interface ByteRange {
	start: number;
	/** The last byte, included. */
	end: number;
}

/** The range asked for, 'whole', or 'unsatisfiable'. `etag` with its quotes. */
export function rangeOf(
	headers: Headers,
	{ sizeBytes, etag }: { sizeBytes: number; etag: string }
): ByteRange | 'whole' | 'unsatisfiable' {
	const asked = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range') ?? '');
	const condition = headers.get('if-range');
	if (asked === null || (condition !== null && condition !== etag)) return 'whole';
	const [, from = '', to = ''] = asked;
	if (from === '' && to === '') return 'whole';
	const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
	const end = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
	return start >= sizeBytes || start > end ? 'unsatisfiable' : { start, end };
}
