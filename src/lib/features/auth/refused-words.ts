/**
 * Why somebody could not sign in, in a title and a next step. A wrong password, a brake on guessing,
 * a missing network and a broken server are told apart: each needs something else of the person.
 */
import type { Failure } from '$lib/client/errors';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import type { PartTone } from '$lib/ui/tone';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import Hourglass from '@lucide/svelte/icons/hourglass';
import KeyRound from '@lucide/svelte/icons/key-round';
import ServerCrash from '@lucide/svelte/icons/server-crash';

/** The shortest wait that is worth a figure. */
const shortestWaitMs = 60_000;

export interface RefusedWords {
	tone: PartTone;
	icon: Icon;
	title: string;
	text: string;
}

/** What to tell a person whose sign-in failed. */
export function refusedWords({ kind, code, retryAfterMs }: Failure, format: Format): RefusedWords {
	if (kind === 'offline') {
		const text = m.auth_offline_help();
		return { tone: 'waiting', icon: CloudOff, title: m.auth_offline(), text };
	}
	if (code === 'too_many_requests') {
		const wait = format.duration(Math.max(shortestWaitMs, retryAfterMs));
		const text = m.auth_throttled_help({ wait });
		return { tone: 'alarm', icon: Hourglass, title: m.auth_throttled(), text };
	}
	if (code === 'wrong_password' || code === 'malformed') {
		return { tone: 'alarm', icon: KeyRound, title: m.auth_wrong(), text: m.auth_wrong_help() };
	}
	return { tone: 'alarm', icon: ServerCrash, title: m.auth_broken(), text: m.auth_broken_help() };
}
