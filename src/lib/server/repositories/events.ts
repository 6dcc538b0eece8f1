/** The history of reports: append-only, each event chained to the one before it. */
import { createHash } from 'node:crypto';
import type { Insertable, Selectable } from 'kysely';
import type { ReportEvent } from '$lib/domain/report/event';
import { insertRows } from '../db/dialect';
import type { EventTable, Tx } from '../db/tables';

export type StoredEvent = Selectable<EventTable>;

/** Last event of a report: its place and its hash; the next one is chained to it. */
export interface ChainHead {
	seq: number;
	hash: string;
}

export const emptyChain: ChainHead = { seq: 0, hash: '' };

export interface EventOrigin {
	id: string;
	/** The device's own clock, ms; null where no device acted. */
	deviceAt: number | null;
	isClockDoubtful: boolean;
}

/** The row of an event that follows `head`. The chain covers the hash of the body, so that a body can be erased. */
export function chainEvent(
	reportId: string,
	head: ChainHead,
	event: ReportEvent,
	origin: EventOrigin
): Insertable<EventTable> & ChainHead {
	const body = JSON.stringify(event);
	const row = {
		report_id: reportId,
		seq: head.seq + 1,
		id: origin.id,
		kind: event.kind,
		command_id: event.commandId,
		actor_id: event.actorId,
		device_at: origin.deviceAt,
		at: event.at,
		received_at: event.receivedAt,
		clock_doubtful: origin.isClockDoubtful ? 1 : 0,
		body,
		body_hash: sha256(body),
		prev_hash: head.hash
	};
	return { ...row, hash: eventHash(row) };
}

/** What the hash of an event covers: its place, who, when, what kind, and the hash of its body. */
function eventHash(row: Omit<StoredEvent, 'hash' | 'body'>): string {
	return sha256(
		JSON.stringify([
			row.prev_hash,
			row.report_id,
			row.seq,
			row.id,
			row.kind,
			row.command_id,
			row.actor_id,
			row.device_at,
			row.at,
			row.received_at,
			row.clock_doubtful,
			row.body_hash
		])
	);
}

/** The first event at which the chain breaks, or null where it is whole. */
export function brokenLink(events: readonly StoredEvent[]): StoredEvent | null {
	let head = emptyChain;
	for (const event of events) {
		const isWhole =
			event.seq === head.seq + 1 &&
			event.prev_hash === head.hash &&
			event.hash === eventHash(event) &&
			(event.body === null || sha256(event.body) === event.body_hash);
		if (!isWhole) return event;
		head = event;
	}
	return null;
}

export interface ChainState {
	entries: number;
	/** When the first entry was stored, ms; null where there is none. */
	since: number | null;
	/** Place of the first entry that does not follow; null where the chain is whole. */
	brokenAt: number | null;
}

/** Whether a history follows link by link, and ends where its report says that it ends. */
export function chainState(events: readonly StoredEvent[], end: ChainHead): ChainState {
	const last = events[events.length - 1];
	const isCut = last === undefined ? end.seq > 0 : last.hash !== end.hash;
	const broken = brokenLink(events)?.seq ?? (isCut ? (last?.seq ?? 0) + 1 : null);
	return { entries: events.length, since: events[0]?.received_at ?? null, brokenAt: broken };
}

export async function addEvents(tx: Tx, rows: readonly Insertable<EventTable>[]): Promise<void> {
	await insertRows(tx, 'event', rows);
}

/** The history of a report from its beginning. */
export async function eventsOf(tx: Tx, reportId: string): Promise<StoredEvent[]> {
	return tx
		.selectFrom('event')
		.selectAll()
		.where('report_id', '=', reportId)
		.orderBy('seq')
		.execute();
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
