/**
 * Saves a report found on the way with its photos, and says what came of it: saved with Undo for ten
 * seconds, or why not. Call it while a component starts.
 */
import type { CameraPhoto } from '$lib/client/camera/photo';
import { getDevice } from '$lib/client/context';
import type { TakenPhoto } from '$lib/client/device';
import { isQuota } from '$lib/client/db/database-fault';
import { newReportId } from '$lib/client/new-report-id';
import { format } from '$lib/i18n/format.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { useToasts } from '$lib/ui/toast-context';
import CircleX from '@lucide/svelte/icons/circle-x';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { notSavedWords } from '../field/use-acts';
import { refusalText } from '../report/refusal-text';
import { foundPhotoIntent, registerIntent, type Found } from './found-report';

/** What the outbox keeps of a photo; the rest is said by its command. */
const bytesOf = ({ sha256, bytes, thumb, width, height }: CameraPhoto): TakenPhoto => ({
	sha256,
	bytes,
	thumb,
	width,
	height
});

/** The id of the saved report; null where nothing was saved, and the form must stay. */
export type Register = (found: Found) => Promise<string | null>;

/** `onundone` hears which report is not there any more. */
export function useRegister(onundone: (reportId: string) => void): Register {
	const device = getDevice();
	const toasts = useToasts();
	const tell = (text: string) => toasts.show({ text, tone: 'alarm', icon: CircleX, lifeMs: 8_000 });
	const reasonOf = (refused: { reason: string; detail?: unknown } | undefined) =>
		refused ? refusalText(refused.reason, refused.detail, format.current) : '';

	async function undo(reportId: string, commandIds: readonly string[]): Promise<void> {
		const result = await device.undo(commandIds);
		if (!result.ok) return void tell(m.field_undo_refused({ reason: reasonOf(result.refused[0]) }));
		toasts.show({ text: m.register_undone(), tone: 'neutral', icon: Undo2 });
		onundone(reportId);
	}

	/** The first photo goes with the report; each further one is safe once it is told. */
	async function save(reportId: string, found: Found): Promise<readonly string[] | null> {
		const [first, ...others] = found.photos;
		const register = registerIntent(reportId, found);
		if (register === null) return null;
		const withFirst = first ? [register, foundPhotoIntent(reportId, first, found)] : [register];
		const result = await device.act(withFirst, first && bytesOf(first));
		if (!result.ok) {
			tell(m.field_act_refused({ reason: reasonOf(result.refused[0]) }));
			return null;
		}
		for (const photo of others) {
			const added = await device.act(foundPhotoIntent(reportId, photo, found), bytesOf(photo));
			if (!added.ok) tell(m.field_act_refused({ reason: reasonOf(added.refused[0]) }));
		}
		return result.commandIds;
	}

	return async (found) => {
		const reportId = newReportId();
		try {
			const commandIds = await save(reportId, found);
			if (commandIds === null) return null;
			const action = { label: m.act_undo(), run: () => void undo(reportId, commandIds) };
			const text = m.register_saved();
			toasts.show({ text, tone: 'waiting', icon: CloudUpload, action });
			return reportId;
		} catch (error) {
			// The local database failed: the person must not leave the form.
			tell(notSavedWords[isQuota(error) ? 'full' : 'failed']());
			return device.reports.byId(reportId)?.id ?? null;
		}
	};
}
