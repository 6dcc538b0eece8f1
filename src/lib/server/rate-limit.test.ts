import { expect, it } from 'vitest';
import { rateLimit } from './rate-limit';

it('lets so many calls pass per window and subject, and says how long to wait', () => {
	let now = 0;
	const limit = rateLimit(2, 1000, () => now);
	expect([limit.waitMs('a'), limit.waitMs('a')]).toEqual([0, 0]);
	now = 400;
	expect(limit.waitMs('a')).toBe(600);
	expect(limit.waitMs('b')).toBe(0);
	now = 1000;
	expect(limit.waitMs('a')).toBe(0);
});

it('remembers no more than ten thousand subjects', () => {
	const limit = rateLimit(1, 1000, () => 0);
	limit.waitMs('first');
	for (let i = 0; i < 10_000; i++) limit.waitMs(`s${i}`);
	expect(limit.waitMs('first')).toBe(0);
});
