/**
 * Saved views of the desk: one's own and those that colleagues share.
 *
 * 1. The server keeps them; what it said last stays on the device, so that views work offline too.
 * 2. Colleagues share, change and forget theirs meanwhile: the server is asked again whenever somebody
 *    looks at the list, and when the line is back.
 * 3. Saving and forgetting need the server; what could not be saved is told and nothing is shown as
 *    saved.
 */
import { savedViewsFrom, type Api, type SavedView, type ViewBody } from '$lib/client/api';
import type { Device } from '$lib/client/device';
import type { Failure } from '$lib/client/errors';
import { createContext } from 'svelte';
import { v7 as uuidv7 } from 'uuid';

const memoKey = 'desk.views';

export type DeskViews = ReturnType<typeof openViews>;

export interface ViewToKeep {
	/** Of an own view that changes; absent for a new one. */
	id?: string;
	name: string;
	isShared: boolean;
	body: ViewBody;
}

/** The views of this desk; call it once, below the dispatch layout. */
export function openViews(
	device: Pick<Device, 'memo' | 'setMemo'>,
	api: Pick<Api, 'views' | 'keepView' | 'forgetView'>
) {
	let list = $state.raw<readonly SavedView[]>([]);

	async function ask(): Promise<void> {
		const answer = await api.views();
		if (!answer.ok) return;
		list = answer.value;
		await device.setMemo(memoKey, answer.value);
	}

	async function open(): Promise<void> {
		const kept = savedViewsFrom(await device.memo(memoKey));
		if (list.length === 0) list = kept;
		await ask();
	}

	return {
		get list() {
			return list;
		},
		/** Shows what was known last, then what the server says. */
		open,
		/** What the server says now; what is known stays where it says nothing. */
		ask,
		/** Null: saved. */
		async keep({ id = uuidv7(), name, isShared, body }: ViewToKeep): Promise<Failure | null> {
			// A view as it was read says more of itself than may be sent.
			const answer = await api.keepView(id, { name, isShared, body });
			if (answer.ok) await ask();
			return answer.ok ? null : answer.failure;
		},
		async forget(id: string): Promise<Failure | null> {
			const answer = await api.forgetView(id);
			if (answer.ok) await ask();
			return answer.ok ? null : answer.failure;
		}
	};
}

const [getViews, setViews] = createContext<DeskViews>();
/** The views of the desk; `setViews` is the dispatch layout's. */
export { getViews, setViews };
