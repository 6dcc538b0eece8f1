import { describe, expect, it } from 'vitest';
import { hasUnread, setRead } from './unread';

const item = (commandId: string, state: 'refused' | 'applied') => ({
	commandId,
	state,
	photo: null
});

describe('what was not accepted', () => {
	it('calls until it was looked at, and again for the next one [I12]', () => {
		const kept = new Map<string, string>();
		const storage = {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value)
		};
		const items = [item('a', 'applied'), item('b', 'refused')];
		expect(hasUnread(items, storage)).toBe(true);
		setRead(items, storage);
		expect(hasUnread(items, storage)).toBe(false);
		expect(hasUnread([...items, item('c', 'refused')], storage)).toBe(true);
	});
});
