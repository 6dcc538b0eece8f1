/**
 * Witnesses of unsent work: what this device had to send, noted outside the database that holds it.
 * When a browser throws the outbox away, the note tells what was lost.
 *
 * 1. Counts, one moment and report numbers; never what was written.
 * 2. An outbox without a replica beside a note that names work: the storage was lost.
 * 3. An incident stays until its person has put it aside, on the screen and for the server.
 * Not here: the server's own witness (what the device had last reported, by its install cookie).
 */
import { lostWork, type LostWork } from '$lib/protocol/session';

const unsentKey = (personId: string) => `maydan.unsent.${personId}`;
const incidentKey = (personId: string) => `maydan.incident.${personId}`;
const maxReports = 50;

/** Notes what has to be sent; nothing is noted where nothing has. */
export function noteUnsent(personId: string, unsent: LostWork): void {
	write(unsentKey(personId), hasWork(unsent) ? clipped(unsent) : null);
}

/** What the storage has lost, given what is left of it; null where nothing was. */
export function lostSince(personId: string, isOutboxNew: boolean): LostWork | null {
	const noted = isOutboxNew ? read(unsentKey(personId)) : null;
	if (noted !== null) {
		noteIncident(personId, noted);
		write(unsentKey(personId), null);
	}
	return read(incidentKey(personId));
}

/** Keeps an incident in view; the server may know more than this device. */
export function noteIncident(personId: string, lost: LostWork | null): void {
	write(incidentKey(personId), lost === null ? null : clipped(lost));
}

/** The larger of two accounts of the same loss. */
export function largerLoss(one: LostWork | null, other: LostWork | null): LostWork | null {
	if (one === null || other === null) return one ?? other;
	const ages = [one.oldestAt, other.oldestAt].filter((at) => at !== null);
	return {
		commands: Math.max(one.commands, other.commands),
		photos: Math.max(one.photos, other.photos),
		oldestAt: ages.length === 0 ? null : Math.min(...ages),
		reports: [...new Set([...one.reports, ...other.reports])].slice(0, maxReports)
	};
}

const hasWork = ({ commands, photos }: LostWork) => commands + photos > 0;
const clipped = (lost: LostWork) => ({ ...lost, reports: lost.reports.slice(0, maxReports) });

function read(key: string): LostWork | null {
	try {
		const parsed = lostWork.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

function write(key: string, lost: LostWork | null): void {
	try {
		if (lost === null) localStorage.removeItem(key);
		else localStorage.setItem(key, JSON.stringify(lost));
	} catch {
		// A browser that keeps nothing here leaves the other witnesses.
	}
}
