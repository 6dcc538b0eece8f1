/** Why something that needs the server did not happen, and what to do about it. */
import type { Failure } from '$lib/client/errors';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** The shortest wait that is worth a figure. */
const shortestWaitMs = 60_000;

/** One sentence about a failure of an online-only part of the settings. */
export function failureWords({ kind, code, retryAfterMs }: Failure, format: Format): string {
	if (kind === 'offline') return m.settings_failed_offline();
	if (kind === 'signed_out') return m.settings_failed_signed_out();
	if (code === 'wrong_password') return m.settings_password_wrong();
	if (code === 'not_permitted') return m.settings_failed_not_permitted();
	if (code === 'malformed') return m.settings_failed_malformed();
	if (code !== 'too_many_requests') return m.settings_failed_broken();
	const wait = format.duration(Math.max(shortestWaitMs, retryAfterMs));
	return m.settings_failed_throttled({ wait });
}
