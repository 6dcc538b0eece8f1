import { describe, expect, it } from 'vitest';
import { ScreenLock, type LockPorts } from './lock.svelte';

const minute = 60_000;

/** A tablet whose clock and settings are ours; pages come and go on it. */
function aTablet(part: Partial<LockPorts> = {}) {
	const kept = new Map<string, string>();
	const clock = { now: 1_000_000 };
	const covered: boolean[] = [];
	const ports: LockPorts = {
		storage: {
			getItem: (key) => kept.get(key) ?? null,
			setItem: (key, value) => void kept.set(key, value),
			removeItem: (key) => void kept.delete(key)
		},
		now: () => clock.now,
		hasPin: () => true,
		minutes: () => 5,
		cover: (isLocked) => covered.push(isLocked),
		...part
	};
	return { clock, covered, page: () => new ScreenLock(ports) };
}

describe('the screen lock', () => {
	it('locks after the minutes that were chosen without a touch, and not before', () => {
		const { page, clock, covered } = aTablet();
		const lock = page();
		lock.open();
		clock.now += 4 * minute;
		lock.touch();
		clock.now += 4 * minute;
		lock.look();
		expect(lock.isLocked).toBe(false);
		clock.now += minute;
		lock.look();
		expect(lock.isLocked).toBe(true);
		expect(covered.at(-1)).toBe(true);
	});

	it('stays locked over a reload, and opens for all pages at once', () => {
		const { page } = aTablet();
		const first = page();
		first.open();
		first.lock();
		const second = page();
		expect(second.isLocked).toBe(true);
		second.open();
		first.follow();
		expect(first.isLocked).toBe(false);
	});

	it('begins locked after a long rest, and open after a short one', () => {
		const { page, clock } = aTablet();
		page().open();
		clock.now += minute;
		expect(page().isLocked).toBe(false);
		clock.now += 5 * minute;
		expect(page().isLocked).toBe(true);
	});

	it('begins locked where the clock was set back, for nobody knows how long the rest was', () => {
		const { page, clock } = aTablet();
		page().open();
		clock.now -= 60 * minute;
		expect(page().isLocked).toBe(true);
	});

	it('never locks by itself where that was chosen, and still when asked', () => {
		const { page, clock } = aTablet({ minutes: () => 0 });
		const lock = page();
		clock.now += 600 * minute;
		lock.look();
		expect(lock.isLocked).toBe(false);
		lock.lock();
		expect(lock.isLocked).toBe(true);
	});

	it('can lock as soon as its person has set a PIN, and no longer when it is given up', () => {
		const person = { hasPin: false };
		const lock = aTablet({ hasPin: () => person.hasPin }).page();
		expect(lock.isPossible).toBe(false);
		person.hasPin = true;
		lock.learn();
		expect(lock.isPossible).toBe(true);
		person.hasPin = false;
		lock.learn();
		expect(lock.isPossible).toBe(false);
	});

	it('locks nobody out who has no PIN to come back with', () => {
		const lock = aTablet({ hasPin: () => false }).page();
		lock.lock();
		lock.look();
		expect([lock.isLocked, lock.isPossible]).toEqual([false, false]);
	});
});
