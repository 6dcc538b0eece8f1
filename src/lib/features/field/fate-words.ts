/** The words, tone and icon of what became of finished work. */
import type { ReasonLists } from '$lib/domain/city/profile';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import type { PartTone } from '$lib/ui/tone';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import Scale from '@lucide/svelte/icons/scale';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { reasonLine } from '../report/reason-text';
import { refusalText } from '../report/refusal-text';
import type { Fate, FinishedJob } from './job-fate';

const looks: Readonly<Record<Fate['kind'], { tone: PartTone; icon: Icon }>> = {
	waiting: { tone: 'waiting', icon: CloudUpload },
	photos: { tone: 'active', icon: CloudUpload },
	awaiting_confirmation: { tone: 'done', icon: CircleCheck },
	confirmed: { tone: 'done', icon: BadgeCheck },
	returned: { tone: 'alarm', icon: Undo2 },
	under_review: { tone: 'waiting', icon: Scale },
	refused: { tone: 'alarm', icon: CircleX },
	moved_on: { tone: 'neutral', icon: CircleCheck }
};

/** Tone and icon of a fate. */
export const fateLook = (fate: Fate) => looks[fate.kind];

/** What became of it, in words. */
export function fateText(
	{ fate, report }: FinishedJob,
	reasons: ReasonLists | undefined,
	format: Format
): string {
	switch (fate.kind) {
		case 'waiting':
			return m.field_fate_waiting();
		case 'photos':
			return m.field_fate_photos({ count: fate.count, shown: format.number(fate.count) });
		case 'awaiting_confirmation':
			return m.field_fate_awaiting_confirmation();
		case 'confirmed':
			return m.field_fate_confirmed();
		case 'returned': {
			const given = report?.returned;
			return m.field_fate_returned({ reason: given ? reasonLine(reasons, 'return', given) : '' });
		}
		case 'under_review':
			return m.field_fate_under_review();
		case 'refused':
			return m.field_fate_refused({ reason: refusalText(fate.reason, fate.detail, format) });
		case 'moved_on':
			return m.field_fate_moved_on();
	}
}
