/**
 * Bytes of the operator's map from the server, in order or in pieces.
 *
 * 1. An answer counts only when it carries the map's own ETag: a portal's page and another map are
 *    never taken for it.
 * 2. Nothing throws: what could not be had is a fault with a name.
 * Not here: keeping bytes (piece-shelf), how a download goes on (pack-download).
 */
import type { MapPack } from '$lib/protocol/map';
import { browserFetch } from '../api';

/** `cut`: no line; `changed`: the server has another map now; `signed_out`: sign in first. */
export type LaneFault = 'cut' | 'changed' | 'signed_out';
export type LaneStream = { body: ReadableStream<Uint8Array> } | { fault: LaneFault };

export interface PackLane {
	/** Everything from a byte on. */
	stream(pack: MapPack, start: number, signal: AbortSignal): Promise<LaneStream>;
	/** So many bytes from there, fewer at the end of the map; null where they cannot be had. */
	range(
		pack: MapPack,
		offset: number,
		length: number,
		signal?: AbortSignal
	): Promise<ArrayBuffer | null>;
}

/** The lane over the given fetch. */
export function openPackLane(fetcher: typeof browserFetch = browserFetch): PackLane {
	const ask = async (
		{ sha256 }: MapPack,
		range: string,
		signal?: AbortSignal
	): Promise<Response | LaneFault> => {
		const etag = `"${sha256}"`;
		try {
			const answer = await fetcher(`/api/map/packs/${sha256}`, {
				headers: { range, 'if-range': etag },
				signal
			});
			if (answer.status === 206 && answer.headers.get('etag') === etag) return answer;
			if (answer.status === 404) return 'changed';
			return answer.status === 401 ? 'signed_out' : 'cut';
		} catch {
			return 'cut';
		}
	};
	return {
		async stream(pack, start, signal) {
			const answer = await ask(pack, `bytes=${start}-`, signal);
			if (typeof answer === 'string') return { fault: answer };
			return answer.body === null ? { fault: 'cut' } : { body: answer.body };
		},
		async range(pack, offset, length, signal) {
			const answer = await ask(pack, `bytes=${offset}-${offset + length - 1}`, signal);
			if (typeof answer === 'string') return null;
			return answer.arrayBuffer().catch(() => null);
		}
	};
}
