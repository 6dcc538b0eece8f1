/** Both languages say the same things: a key of one stands in the other, and nothing is empty. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

const folder = new URL('./messages/', import.meta.url);
const room = z.record(z.string(), z.unknown());
const rooms = readdirSync(new URL('ar/', folder));
const read = (locale: string, name: string) =>
	room.parse(JSON.parse(readFileSync(new URL(`${locale}/${name}`, folder), 'utf8')));
const arabicForms = ['zero', 'one', 'two', 'few', 'many', 'other'];

describe('messages', () => {
	it('exist in the same rooms in both languages', () => {
		expect(readdirSync(new URL('en/', folder))).toEqual(rooms);
	});

	it.each(rooms)('%s says the same in Arabic and in English', (name) => {
		expect(Object.keys(read('en', name)).sort()).toEqual(Object.keys(read('ar', name)).sort());
	});

	it.each(rooms)('%s leaves nothing empty', (name) => {
		const texts = [...Object.values(read('ar', name)), ...Object.values(read('en', name))];
		expect(texts.filter((text) => text === '')).toEqual([]);
	});

	it.each(rooms)('%s gives every Arabic plural its six forms', (name) => {
		for (const [key, message] of Object.entries(read('ar', name))) {
			const source = JSON.stringify(message);
			if (!source.includes(': plural')) continue;
			for (const form of arabicForms) expect(source, `${key} lacks ${form}`).toContain(`=${form}`);
		}
	});
});
