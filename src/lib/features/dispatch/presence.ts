/**
 * When each inspector's device was last heard and what it still has to send: asked of the server
 * every half minute while somebody looks, and at once when the page comes back into sight.
 */
import type { Api, PresenceList } from '$lib/client/api';
import { createSubscriber } from 'svelte/reactivity';

type Presence = PresenceList[number];

export interface PresenceWatch {
	/** By person; null before the first answer. What was heard stays while the server is silent. */
	readonly byPerson: ReadonlyMap<string, Presence> | null;
	/** The last question went unanswered. */
	readonly isFailed: boolean;
	/** Asks now. */
	ask(): Promise<void>;
}

const everyMs = 30_000;

/** Watches presence while a component reads it. */
export function watchPresence(api: Pick<Api, 'presence'>): PresenceWatch {
	let byPerson: ReadonlyMap<string, Presence> | null = null;
	let isFailed = false;

	async function ask(update: () => void) {
		if (document.visibilityState !== 'visible') return;
		const answer = await api.presence();
		isFailed = !answer.ok;
		if (answer.ok) byPerson = new Map(answer.value.map((each) => [each.personId, each]));
		update();
	}

	let tell: () => void = () => undefined;
	const subscribe = createSubscriber((update) => {
		tell = update;
		const again = () => void ask(update);
		again();
		const timer = setInterval(again, everyMs);
		document.addEventListener('visibilitychange', again);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', again);
		};
	});

	return {
		ask: () => ask(tell),
		get byPerson() {
			subscribe();
			return byPerson;
		},
		get isFailed() {
			subscribe();
			return isFailed;
		}
	};
}
