/**
 * What a push message says, in words, and where a tap on it leads. For the service worker: it knows no
 * page, and takes the language from the message.
 */
import { directionOf } from '$lib/i18n/locale';
import { m } from '$lib/i18n/paraglide/messages';
import { pushMessage, type NewsKind } from '$lib/protocol/push';

const titles: Readonly<Record<NewsKind, typeof m.push_news_assigned>> = {
	assigned: m.push_news_assigned,
	urgent: m.push_news_urgent,
	withdrawn: m.push_news_withdrawn
};

export interface PushNotice {
	title: string;
	options: NotificationOptions & { data: { href: string } };
}

/** The notice for a message; null where it is none of ours. */
export function noticeOf(text: string): PushNotice | null {
	const parsed = pushMessage.safeParse(jsonOf(text));
	if (!parsed.success) return null;
	const { kind, number, language: locale } = parsed.data;
	return {
		title: titles[kind]({}, { locale }),
		options: {
			body: m.push_number({ number }, { locale }),
			lang: locale,
			dir: directionOf(locale),
			icon: '/favicon.svg',
			// News of a report takes the place of earlier news of it.
			tag: number,
			requireInteraction: kind === 'urgent',
			data: { href: `/field/${encodeURIComponent(number)}` }
		}
	};
}

/** Where a tap on a notice leads: only ever into this app. */
export function hrefOf(data: unknown): string {
	const isOurs = typeof data === 'object' && data !== null && 'href' in data;
	const href = isOurs ? String(data.href) : '';
	return /^\/field\/[^/]+$/.test(href) ? href : '/field';
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
