import { expect, it } from 'vitest';
import { nextPath } from './next-path';

const origin = 'https://maydan.example';
const after = (asked: string | null) => nextPath(asked, '/field', origin);

it('leads back to the page that was asked for', () => {
	expect(after('/field/MM-26-000001-8?tab=photos#top')).toBe(
		'/field/MM-26-000001-8?tab=photos#top'
	);
	expect(after('/outbox')).toBe('/outbox');
});

it.each([
	[null],
	[''],
	['outbox'],
	['https://elsewhere.example/'],
	['//elsewhere.example'],
	['/\\elsewhere.example'],
	['/\t/elsewhere.example'],
	['javascript:alert(1)'],
	['/login?next=/login'],
	['/shell']
])('leads home instead of to %j', (asked) => expect(after(asked)).toBe('/field'));
