/**
 * Moves a report forward by events. Pure; the same on the device (overlay of unsent commands) and on
 * the server (rows), so that what a person sees before sending is what the server will store.
 *
 * 1. Every event raises `rev` by one; evidence alone never moves `acts` nor replaces `lastAct`. A
 *    decision about a claim that touches status or closing is no evidence: it moves both.
 * 2. `lastAct.restore` holds the values that the last undoable act replaced.
 * 3. Applying evidence twice adds it once (photo by SHA-256, note, message and claim by id).
 */
import type { ReportEvent } from './event';
import type { ActRun, LastAct, Report, ReportPatch, ReportPhoto } from './report';

/** The report after the events, in order. */
export function project(report: Report, events: readonly ReportEvent[]): Report {
	return events.reduce(applyEvent, report);
}

function applyEvent(report: Report, event: ReportEvent): Report {
	const rev = report.rev + 1;
	return {
		...report,
		...event.change,
		photos: photosAfter(report, event),
		notes: added(report.notes, event.addNote, (note) => note.id),
		claims: claimsAfter(report, event),
		...messagesAfter(report, event),
		rev,
		acts: actsAfter(report.acts, event, rev),
		lastAct: lastActAfter(report, event),
		updatedAt: Math.max(report.updatedAt, event.receivedAt)
	};
}

function added<T>(list: readonly T[], item: T | undefined, key: (item: T) => string): readonly T[] {
	if (item === undefined || list.some((other) => key(other) === key(item))) return list;
	return [...list, item];
}

function photosAfter(report: Report, event: ReportEvent): Report['photos'] {
	const { addPhoto } = event;
	const isContained =
		addPhoto && report.photos.some((photo) => photo.commandId === event.commandId);
	if (isContained && event.commandId !== null) return report.photos;
	let photos = withPhoto(report.photos, addPhoto);
	const { retractPhoto, photoState } = event;
	if (retractPhoto !== undefined) {
		photos = photos.map((photo) =>
			photo.sha256 === retractPhoto ? { ...photo, retracted: true } : photo
		);
	}
	if (photoState !== undefined) {
		photos = photos.map((photo) =>
			photo.sha256 === photoState.sha256 ? { ...photo, state: photoState.state } : photo
		);
	}
	return photos;
}

/** A photo that was replaced stands again when another command chooses the same picture. */
function withPhoto(photos: Report['photos'], chosen: ReportPhoto | undefined): Report['photos'] {
	const known = photos.find(({ sha256 }) => sha256 === chosen?.sha256);
	if (chosen === undefined || known === undefined) {
		return added(photos, chosen, (photo) => photo.sha256);
	}
	if (!known.retracted) return photos;
	const again = { ...chosen, state: known.state };
	return photos.map((photo) => (photo === known ? again : photo));
}

/** A report that nobody wrote about stays without the list, as devices and databases have it. */
function messagesAfter(report: Report, { addMessage }: ReportEvent): Pick<Report, 'messages'> {
	if (addMessage === undefined) return {};
	return { messages: added(report.messages ?? [], addMessage, (message) => message.id) };
}

function claimsAfter(report: Report, event: ReportEvent): Report['claims'] {
	const claims = added(report.claims, event.addClaim, (claim) => claim.id);
	const { withdrawClaim, settleClaim } = event;
	if (withdrawClaim === undefined && settleClaim === undefined) return claims;
	return claims.map((claim) => {
		if (claim.id === withdrawClaim) return { ...claim, state: 'withdrawn' as const };
		if (claim.id !== settleClaim?.claimId || claim.state !== 'open') return claim;
		return { ...claim, state: 'settled' as const, settled: settleClaim.settled };
	});
}

/** What others must have seen before they act: status, assignment, closing, priority, category, due time. */
function actsAfter(acts: ActRun | null, event: ReportEvent, rev: number): ActRun | null {
	const { change, actorId } = event;
	const moves = movesOn(event) || actFields.some((field) => field in change);
	if (!moves || actorId === null) return acts;
	if (acts !== null && acts.actorId === actorId) return { ...acts, lastRev: rev };
	return { actorId, lastRev: rev, othersRev: acts?.lastRev ?? 0 };
}

const actFields = ['assignEpoch', 'priority', 'categoryId', 'dueSet'] as const;

/** Puts the report elsewhere, or another closing in its place. */
const movesOn = ({ change }: ReportEvent) => 'status' in change || 'finish' in change;

function lastActAfter(report: Report, event: ReportEvent): LastAct | null {
	if (event.kind === 'undone') return null;
	if (!event.isUndoable || event.commandId === null || event.actorId === null) {
		// What cannot be taken back must not be taken back with the act before it either.
		return movesOn(event) ? null : report.lastAct;
	}
	return {
		commandId: event.commandId,
		actorId: event.actorId,
		at: event.at,
		restore: pick(report, Object.keys(event.change) as (keyof ReportPatch)[])
	};
}

/** Null for what was absent: what is not written down would not be put back. */
function pick(report: Report, keys: readonly (keyof ReportPatch)[]): ReportPatch {
	return Object.fromEntries(keys.map((key) => [key, report[key] ?? null])) as ReportPatch;
}
