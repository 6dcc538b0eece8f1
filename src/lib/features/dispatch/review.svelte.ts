/**
 * What awaits a supervisor, for every screen that counts or shows it: claims, which are on this
 * device, and what only the server can tell: commands without effect and losses of storage.
 *
 * 1. Claims need no network, neither to be seen nor to be decided.
 * 2. The server is asked every minute while somebody looks, and again when a connection returns;
 *    what it said last stays while it is silent.
 * 3. Who has not the permission to dispatch counts nothing and asks nothing.
 */
import type { Api, ReviewList } from '$lib/client/api';
import type { Device } from '$lib/client/device';
import type { Failure } from '$lib/client/errors';
import { can } from '$lib/domain/people/actor';
import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { claimsOf } from './claims';

const everyMs = 60_000;

type ReviewApi = Pick<Api, 'review' | 'reviewSeen'>;
type Kind = Parameters<Api['reviewSeen']>[0];
export type Review = ReturnType<typeof openReview>;

/** The review of a device; call it once, while a component starts. */
export function openReview(device: Device, api: ReviewApi) {
	let list = $state.raw<ReviewList | null>(null);
	let failure = $state.raw<Failure | null>(null);
	let turn = 0;
	const mayReview = $derived(can(device.actor, 'report.dispatch'));
	const claims = $derived(mayReview ? claimsOf(device.reports.all, device.actor) : []);

	async function ask() {
		if (document.visibilityState !== 'visible') return;
		const own = ++turn;
		const answer = await api.review();
		// An answer from before something was seen would bring it back.
		if (own !== turn) return;
		failure = answer.ok ? null : answer.failure;
		if (answer.ok) list = answer.value;
	}

	const subscribe = createSubscriber(() => {
		const again = () => void ask();
		again();
		const timer = setInterval(again, everyMs);
		document.addEventListener('visibilitychange', again);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', again);
		};
	});
	const watched = () => {
		if (mayReview) subscribe();
		return list;
	};

	return {
		get claims() {
			return claims;
		},
		/** Null before the first answer. */
		get list() {
			return watched();
		},
		/** Why the last question was not answered. */
		get failure() {
			watched();
			return failure;
		},
		/** Everything that waits, as far as it is known. */
		get count() {
			const { commands = [], incidents = [] } = watched() ?? {};
			return claims.length + commands.length + incidents.length;
		},
		again: ask,
		/** Notes that it was seen; false where that could not be recorded. */
		async seen(kind: Kind, ids: readonly string[]): Promise<boolean> {
			const answers = await Promise.all(ids.map((id) => api.reviewSeen(kind, id)));
			const gone = new Set(ids.filter((_id, index) => isGone(answers[index])));
			turn += 1;
			if (list !== null) list = without(list, kind, gone);
			return gone.size === ids.length;
		}
	};
}

type Marked = Awaited<ReturnType<Api['reviewSeen']>>;

/** Seen now, or by a colleague before. */
const isGone = (answer: Marked | undefined) =>
	answer?.ok === true || (answer?.ok === false && answer.failure.code === 'not_found');

function without(list: ReviewList, kind: Kind, ids: ReadonlySet<string>): ReviewList {
	const rest = <T extends { id: string }>(all: readonly T[]) =>
		all.filter(({ id }) => !ids.has(id));
	return kind === 'command'
		? { ...list, commands: rest(list.commands) }
		: { ...list, incidents: rest(list.incidents) };
}

const [getReview, setReview] = createContext<Review>();

/** The review of the signed-in person; `setReview` is the app's layout's. */
export { getReview, setReview };
