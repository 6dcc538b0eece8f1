/** What has been read of what others wrote. */
import { describe, expect, it } from 'vitest';
import type { Message } from '$lib/domain/report/report';
import { morning } from '../../../../tests/support/builders';
import { ReadMarks } from './read-marks.svelte';

const message = (id: string, actorId: string): Message => ({
	...{ id, actorId, at: morning, text: 'نص', isQuestion: false, isFromOffice: true, isLate: false }
});
const report = (...messages: Message[]) => ({ id: 'r1', messages });
const shelf = () => {
	const kept = new Map<string, string>();
	return {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	};
};
const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);

describe('a message of somebody else', () => {
	const asked = report(message('m1', 'ali'), message('m2', 'salma'));

	it('is unread until its report was looked at, and own ones never are', () => {
		const marks = new ReadMarks('ali', shelf());
		expect(ids(marks.unreadOf(asked))).toEqual(['m2']);
		marks.read(asked);
		expect(marks.unreadOf(asked)).toEqual([]);
		const more = report(...asked.messages, message('m3', 'ali'), message('m4', 'salma'));
		expect(ids(marks.unreadOf(more))).toEqual(['m4']);
	});

	it('stays read at the next start, for that person alone', () => {
		const storage = shelf();
		new ReadMarks('ali', storage).read(asked);
		expect(new ReadMarks('ali', storage).unreadOf(asked)).toEqual([]);
		expect(ids(new ReadMarks('badr', storage).unreadOf(asked))).toEqual(['m1', 'm2']);
	});

	it('is unread again where nothing can be kept, or what was kept cannot be read', () => {
		const broken = { ...shelf(), getItem: () => '{' };
		for (const storage of [undefined, broken]) {
			expect(ids(new ReadMarks('ali', storage).unreadOf(asked))).toEqual(['m2']);
		}
		const refusing = {
			getItem: () => null,
			setItem: () => {
				throw new Error('Full');
			}
		};
		const marks = new ReadMarks('ali', refusing);
		marks.read(asked);
		expect(marks.unreadOf(asked)).toEqual([]);
	});

	it('is not counted on a report of before there were messages [I1]', () => {
		expect(new ReadMarks('ali').unreadOf({ id: 'r1' })).toEqual([]);
	});
});
