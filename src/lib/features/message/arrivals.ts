/** Which of the unread messages have come since somebody last looked; what was there at first is none. */
import type { Message, Report } from '$lib/domain/report/report';

export interface Arrival {
	report: Report;
	message: Message;
}

/** Follows what is unread: each call answers with those that no call before has named. */
export function arrivals(): (unread: readonly Arrival[]) => Arrival[] {
	let known: Set<string> | null = null;
	return (unread) => {
		const before = known && new Set(known);
		known ??= new Set();
		const fresh = unread.filter(({ message }) => before !== null && !before.has(message.id));
		for (const { message } of unread) known.add(message.id);
		return fresh;
	};
}

const noticeMax = 90;

/** A long message is cut at a word: a notice is read in passing. */
export function noticeText(text: string): string {
	const line = text.replace(/\s+/gu, ' ').trim();
	if (line.length <= noticeMax) return line;
	const cut = line.slice(0, noticeMax);
	return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), noticeMax / 2))} …`;
}
