/** What became of a rescue file that was handed in, in words. Pure. */
import type { RescueReceipt } from '$lib/client/device';
import type { Failure } from '$lib/client/errors';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** The shortest wait that is worth a figure. */
const shortestWaitMs = 60_000;

/** What arrived, what was known before, how many photos: one line each. */
export function receiptLines({ commands, known, photos }: RescueReceipt, format: Format): string[] {
	const counted = (count: number) => ({ count, shown: format.number(count) });
	return [
		m.rescue_new(counted(Math.max(0, commands - known))),
		...(known > 0 ? [m.rescue_known(counted(known))] : []),
		m.rescue_photos(counted(photos))
	];
}

/** Why the file was not taken, or not wholly, and what to do. */
export function rescueFailure({ kind, code, retryAfterMs }: Failure, format: Format): string {
	if (code === 'unsupported_type' || code === 'malformed' || kind === 'too_big') {
		return m.rescue_not_ours();
	}
	if (code === 'not_permitted' || code === 'replica_unknown') return m.rescue_not_signed();
	if (code === 'conflict') return m.rescue_gap();
	if (kind === 'offline') return m.rescue_cut();
	if (code !== 'too_many_requests') return m.rescue_broken();
	return m.rescue_later({ wait: format.duration(Math.max(shortestWaitMs, retryAfterMs)) });
}
