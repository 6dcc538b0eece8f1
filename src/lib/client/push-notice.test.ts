import { describe, expect, it } from 'vitest';
import { bytesOf, textOf } from './push';
import { hrefOf, noticeOf } from './push-notice';

const message = (part: object = {}) =>
	JSON.stringify({ kind: 'urgent', number: 'MM-26-000001-7', language: 'ar', ...part });

describe('a push message', () => {
	it('is said in the language that its person chose, and leads to the report', () => {
		const notice = noticeOf(message());
		expect(notice?.title).toBe('بلاغ عاجل لك');
		expect(notice?.options).toMatchObject({
			...{ body: 'بلاغ MM-26-000001-7', lang: 'ar', dir: 'rtl', tag: 'MM-26-000001-7' },
			data: { href: '/field/MM-26-000001-7' }
		});
		expect(noticeOf(message({ language: 'en', kind: 'withdrawn' }))?.title).toBe(
			'A report is no longer yours'
		);
	});

	it.each(['', '{}', 'null', message({ kind: 'else' }), message({ number: 'x'.repeat(60) })])(
		'is nothing where it is none of ours: %s',
		(text) => expect(noticeOf(text)).toBeNull()
	);

	it('leads nowhere but into the field', () => {
		expect(hrefOf({ href: '/field/MM-26-000001-7' })).toBe('/field/MM-26-000001-7');
		expect(hrefOf({ href: 'https://evil.example/' })).toBe('/field');
		expect(hrefOf(undefined)).toBe('/field');
	});
});

describe('the keys of a browser', () => {
	it('are written as push writes them, and read back', () => {
		const bytes = Uint8Array.from({ length: 65 }, (_, i) => (i * 37) % 256);
		const text = textOf(bytes.buffer);
		expect(text).toMatch(/^[\w-]+$/);
		expect(bytesOf(text)).toEqual(bytes);
	});
});
