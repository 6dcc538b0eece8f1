import { describe, expect, it } from 'vitest';
import { isUntold, setTold } from './told-once';

describe('what is told once', () => {
	it('is told until it has been, each by its own name', () => {
		const kept = new Map<string, string>();
		const storage = {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value)
		};
		expect(isUntold('storage', storage)).toBe(true);
		setTold('storage', storage);
		expect(isUntold('storage', storage)).toBe(false);
		expect(isUntold('something else', storage)).toBe(true);
	});

	it('is told again rather than never where the browser keeps nothing', () => {
		const refuse = () => {
			throw new Error('forbidden');
		};
		expect(() => setTold('storage', { setItem: refuse })).not.toThrow();
		expect(isUntold('storage', { getItem: refuse })).toBe(true);
	});
});
