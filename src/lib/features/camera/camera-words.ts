/** Which words the camera uses for its kinds and refusals. */
import type { ShrinkRefusal } from '$lib/client/camera/reencode';
import type { CameraRefusal } from '$lib/client/camera/stream';
import { m } from '$lib/i18n/paraglide/messages';

export type ShotKind = 'before' | 'after' | 'other';
type Words = () => string;

export const kindWords: Readonly<Record<ShotKind, Words>> = {
	before: m.camera_before,
	after: m.camera_after,
	other: m.camera_other
};

export const hintWords: Readonly<Record<ShotKind, Words>> = {
	before: m.camera_hint_before,
	after: m.camera_hint_after,
	other: m.camera_hint_other
};

/** Accessible names of the shutter. */
export const shutterWords: Readonly<Record<ShotKind, Words>> = {
	before: m.camera_take_before,
	after: m.camera_take_after,
	other: m.camera_take_other
};

export const refusalWords: Readonly<Record<CameraRefusal, { title: Words; hint: Words }>> = {
	denied: { title: m.camera_denied, hint: m.camera_denied_hint },
	none: { title: m.camera_none, hint: m.camera_none_hint },
	busy: { title: m.camera_busy, hint: m.camera_busy_hint },
	insecure: { title: m.camera_insecure, hint: m.camera_insecure_hint }
};

export const shrinkWords: Readonly<Record<ShrinkRefusal, Words>> = {
	too_large: m.camera_refused_too_large,
	unreadable: m.camera_refused_unreadable,
	insecure: m.camera_refused_insecure,
	failed: m.camera_refused_failed
};
