import { describe, expect, it } from 'vitest';
import { rangeOf } from './byte-range';

const file = { sizeBytes: 1000, etag: '"v1"' };
const asked = (headers: Record<string, string>) => rangeOf(new Headers(headers), file);

describe('the bytes a request wants', () => {
	it.each([
		['bytes=0-99', { start: 0, end: 99 }],
		['bytes=900-', { start: 900, end: 999 }],
		['bytes=-100', { start: 900, end: 999 }],
		['bytes=-5000', { start: 0, end: 999 }],
		['bytes=990-5000', { start: 990, end: 999 }],
		['bytes=1000-', 'unsatisfiable'],
		['bytes=50-40', 'unsatisfiable'],
		['bytes=-0', 'unsatisfiable'],
		['bytes=-', 'whole'],
		['bytes=0-1,5-6', 'whole'],
		['lines=0-1', 'whole']
	])('are, for %s, %o', (range, expected) => expect(asked({ range })).toEqual(expected));

	it('are the whole file where the piece that is held belongs to another version [story 36]', () => {
		expect(asked({ range: 'bytes=500-', 'if-range': '"v0"' })).toBe('whole');
		expect(asked({ range: 'bytes=500-', 'if-range': '"v1"' })).toEqual({ start: 500, end: 999 });
	});
});
