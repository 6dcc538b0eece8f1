/** The icon of each status: beside the word and the tone, never instead of them. */
import type { Status } from '$lib/domain/report/lifecycle';
import type { Icon } from '$lib/ui/icon';
import Archive from '@lucide/svelte/icons/archive';
import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import Hammer from '@lucide/svelte/icons/hammer';
import Inbox from '@lucide/svelte/icons/inbox';
import MessageCircleQuestion from '@lucide/svelte/icons/message-circle-question-mark';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Undo from '@lucide/svelte/icons/undo-2';
import UserCheck from '@lucide/svelte/icons/user-check';

export const statusIcons: Readonly<Record<Status, Icon>> = {
	received: Inbox,
	assigned: UserCheck,
	in_progress: Hammer,
	on_hold: CirclePause,
	info_requested: MessageCircleQuestion,
	referred: ArrowRightLeft,
	done: CircleCheck,
	returned: Undo,
	closed: Archive,
	reopened: RefreshCw
};
