import { expect, test } from 'vitest';
import { noteHere } from './people-seen';

function aStorage(first: string | null = null) {
	let text = first;
	return {
		getItem: () => text,
		setItem: (_: string, value: string) => void (text = value)
	};
}

test('a device is shared once a second person works on it, and stays so for the first one', () => {
	const storage = aStorage();
	expect(noteHere('salim', storage)).toBe(false);
	expect(noteHere('salim', storage)).toBe(false);
	expect(noteHere('nasser', storage)).toBe(true);
	expect(noteHere('salim', storage)).toBe(true);
});

test('keeps no more than two people', () => {
	const storage = aStorage();
	for (const id of ['salim', 'nasser', 'khalid']) noteHere(id, storage);
	expect(JSON.parse(storage.getItem() ?? '')).toEqual(['nasser', 'khalid']);
});

test('reminds nobody where the browser keeps nothing or something else', () => {
	expect(noteHere('salim', aStorage('{'))).toBe(false);
	const broken = () => {
		throw new Error('no storage');
	};
	expect(noteHere('salim', { getItem: broken, setItem: broken })).toBe(false);
});
