/**
 * What the tabs of one person tell each other: that something changed in the shared databases, what
 * the leader is doing, and that it should look. Never the data itself.
 * Without BroadcastChannel a tab is alone, and everything still works within it.
 */
import * as z from 'zod/mini';
import { syncStates } from '../device';

const notice = z.discriminatedUnion('kind', [
	/** Base rows changed; also when covers moved and overlays may go. */
	z.object({ kind: z.literal('base'), reportIds: z.array(z.string()), refs: z.boolean() }),
	z.object({ kind: z.literal('commands'), ids: z.array(z.string()) }),
	z.object({ kind: z.literal('photos') }),
	z.object({ kind: z.literal('drafts') }),
	/** Work for the leader; `isAsked`: a person pressed for it. */
	z.object({ kind: z.literal('kick'), isAsked: z.boolean() }),
	z.object({ kind: z.literal('signed_in') }),
	z.object({ kind: z.literal('departures') }),
	z.object({ kind: z.literal('signed_out') }),
	/** Access has ended: the rows are gone. */
	z.object({ kind: z.literal('wiped') }),
	z.object({
		kind: z.literal('status'),
		status: z.object({
			state: z.enum(syncStates),
			nextTryAt: z.nullable(z.number()),
			sendingIds: z.array(z.string()),
			uploads: z.array(z.object({ sha256: z.string(), sentBytes: z.number() }))
		})
	})
]);
export type Notice = z.infer<typeof notice>;

export interface Hub {
	post(notice: Notice): void;
	close(): void;
}

/** Opens the channel between the tabs of a person. */
export function openHub(personId: string, onNotice: (notice: Notice) => void): Hub {
	if (typeof BroadcastChannel === 'undefined')
		return { post: () => undefined, close: () => undefined };
	const channel = new BroadcastChannel(`maydan-${personId}`);
	channel.onmessage = ({ data }: MessageEvent<unknown>) => {
		const parsed = notice.safeParse(data);
		if (parsed.success) onNotice(parsed.data);
	};
	return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}
