/**
 * Tells every report that rests on a photo that its bytes are whole, or given up. Safe to repeat.
 * What is whole stays so: bytes that somebody sends wrong afterwards spoil no report but their own.
 */
import type { ReportEvent } from '$lib/domain/report/event';
import { project } from '$lib/domain/report/project';
import type { PhotoState } from '$lib/domain/report/report';
import type { Database } from '../db/connect';
import type { Tx } from '../db/tables';
import { addEvents, chainEvent } from '../repositories/events';
import { bumpScopes } from '../repositories/feed';
import { reportsWithPhoto, setPhotoState } from '../repositories/photos';
import { lockReports, saveReports, type StoredReport } from '../repositories/reports';
import { touchesOf } from './touch-report';

export interface MarkDeps {
	db: Pick<Database, 'tx'>;
	now(): number;
	newId(): string;
}

/** Sets the state of a photo in its row and in its reports; returns the bumped scopes. */
export function markPhoto(
	deps: MarkDeps,
	sha256: string,
	state: PhotoState
): Promise<ReadonlyMap<string, number>> {
	return deps.db.tx(async (tx) => {
		const now = deps.now();
		// First, so that whoever is declaring the same photo has finished or will see the new state.
		await setPhotoState(tx, sha256, state, now);
		const reports = await lockReports(tx, await reportsWithPhoto(tx, sha256));
		const waiting = [...reports.values()].filter(({ report }) =>
			report.photos.some((photo) => photo.sha256 === sha256 && mayBecome(photo.state, state))
		);
		return markIn(tx, deps, waiting, photoEvent(sha256, state, now));
	});
}

function mayBecome(from: PhotoState, to: PhotoState): boolean {
	return from !== to && from !== 'stored';
}

async function markIn(
	tx: Tx,
	{ newId }: MarkDeps,
	reports: readonly StoredReport[],
	told: ReportEvent
): Promise<ReadonlyMap<string, number>> {
	const changes = reports.map(({ report, head }) => {
		const event = { ...told, epoch: report.assignEpoch };
		const origin = { id: newId(), deviceAt: null, isClockDoubtful: false };
		const row = chainEvent(report.id, head, event, origin);
		return { before: report, report: project(report, [event]), head: row, row };
	});
	await saveReports(tx, changes);
	await addEvents(
		tx,
		changes.map(({ row }) => row)
	);
	const touches = changes.flatMap(({ before, report }) =>
		touchesOf(before, report, told.receivedAt)
	);
	return bumpScopes(tx, touches, told.receivedAt);
}

function photoEvent(sha256: string, state: PhotoState, now: number): ReportEvent {
	return {
		kind: 'photo_stored',
		actorId: null,
		commandId: null,
		at: now,
		receivedAt: now,
		epoch: 0,
		isLate: false,
		isUndoable: false,
		change: {},
		photoState: { sha256, state },
		said: { code: state }
	};
}
