/**
 * What stands beside a photo: on this device, on its way, arrived, not yet here, or damaged. The
 * outbox knows its own uploads better than the report's row does.
 */
import type { OutboxItem } from '$lib/client/device';
import type { ReportPhoto } from '$lib/domain/report/report';

export type PhotoProgress =
	| { kind: 'waiting' | 'stored' | 'awaited' | 'corrupt' }
	/** Share of the bytes that have arrived, 0 to 1. */
	| { kind: 'uploading'; ratio: number };

/** `upload` is this device's own upload of the photo, where it is its author. */
export function photoProgress(
	photo: Pick<ReportPhoto, 'state'>,
	upload: OutboxItem['photo'] | undefined
): PhotoProgress {
	if (photo.state === 'stored') return { kind: 'stored' };
	if (photo.state === 'corrupt' || upload?.state === 'corrupt') return { kind: 'corrupt' };
	if (!upload || upload.state === 'stored') return { kind: upload ? 'stored' : 'awaited' };
	if (upload.state === 'waiting' && upload.sentBytes === 0) return { kind: 'waiting' };
	return { kind: 'uploading', ratio: Math.min(1, upload.sentBytes / Math.max(1, upload.size)) };
}
