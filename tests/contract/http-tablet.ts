/**
 * Inspectors with a running job and a tablet, as the edge sees them: replicas, exchanges, and work
 * handed in under the replica's signature.
 */
import { createHmac } from 'node:crypto';
import type { Person } from '../../src/lib/domain/people/actor';
import { commandTypeVersion, isCommandType } from '../../src/lib/domain/report/command';
import type { Report } from '../../src/lib/domain/report/report';
import {
	escrowReceipt,
	macHeader,
	photoMacText,
	replicaHeader
} from '../../src/lib/protocol/escrow';
import { replicaMinted, type LostWork } from '../../src/lib/protocol/session';
import { newId } from '../../src/lib/server/clock';
import { findReport } from '../../src/lib/server/repositories/reports';
import { anAssignment, aPerson, aReport } from '../support/builders';
import { settle, storeReports, type Service } from './http-service';

export interface Tablet {
	person: Person;
	/** In progress, under the tablet's person. */
	report: Report;
	/** Session and install cookie. */
	cookie: string;
	replica: string;
	secret: string;
}

let serial = 0;

/** A new inspector with a running job and a tablet. */
export async function aTablet(service: Service, part: Partial<Person> = {}): Promise<Tablet> {
	serial += 1;
	const person = aPerson('inspector', { id: `i${serial}`, userName: `i${serial}`, ...part });
	await settle(service.app, [person], []);
	const report = aReport({
		...{ id: newId(), number: `MM-26-${100_000 + serial}-1`, status: 'in_progress' },
		assignment: anAssignment({ assigneeId: person.id }),
		photos: []
	});
	await service.app.db.tx(async (tx) => {
		await storeReports(tx, [report]);
		await tx
			.insertInto('assignment')
			.values({ report_id: report.id, epoch: 1, assignee_id: person.id, from_at: 0, to_at: null })
			.execute();
	});
	const cookie = `${await service.signIn(person)}; maydan_install=${newId()}`;
	return { person, report, cookie, ...(await mint(service, { person, cookie })) };
}

/** Asks for a replica as this person on this device. */
export async function mint(
	service: Service,
	{ person, cookie }: Pick<Tablet, 'person' | 'cookie'>,
	part: { isStorageNew?: boolean; lost?: LostWork | null } = {}
) {
	const body = { personId: person.id, deviceName: 'Tablet 7', ...part };
	const answer = await service.ask('/api/replicas', { method: 'POST', cookie, body });
	return replicaMinted.parse(await answer.json());
}

/** The nth command of a tablet about its job. */
export function commandOf({ replica, report }: Tablet, n: number, type: string, args: unknown) {
	return {
		...{ replica, n, id: newId(), type, reportId: report.id },
		typeVersion: isCommandType(type) ? commandTypeVersion(type) : 1,
		...{ base: { rev: report.rev, assignEpoch: report.assignEpoch }, deviceAt: 1000 },
		...{ deviceOffsetMinutes: 240, monoMs: 0, session: 's', skew: null, group: null },
		...{ isVoid: false, args, signature: null }
	};
}

/** The signature of a text by a replica's secret. */
export function macOf(secret: string, text: string): string {
	return createHmac('sha256', Buffer.from(secret, 'base64url')).update(text).digest('base64url');
}

/** Hands commands in without a session; `part` replaces parts of the body. */
export function handIn(
	service: Service,
	{ replica, secret }: Tablet,
	commands: unknown[],
	part: object = {}
): Promise<Response> {
	const batch = JSON.stringify({ format: 1, replica, madeAt: 5, commands });
	const body = { replica, batch, mac: macOf(secret, batch), ...part };
	return service.ask('/api/escrow', { method: 'POST', body });
}

export async function receiptOf(answer: Response | Promise<Response>) {
	return escrowReceipt.parse(await (await answer).json());
}

/** The header pair that stands for a session where a photo is handed in. */
export function signedFor({ replica, secret }: Tablet, sha256: string): Record<string, string> {
	return { [replicaHeader]: replica, [macHeader]: macOf(secret, photoMacText(sha256)) };
}

/** Sends a whole photo at once, with a session, a signature or neither. */
export function sendPhoto(
	service: Service,
	sha256: string,
	bytes: Uint8Array,
	right: { cookie?: string; headers?: Record<string, string> }
): Promise<Response> {
	return service.ask('/api/photos', {
		method: 'POST',
		body: new Uint8Array(bytes),
		...right,
		headers: {
			'tus-resumable': '1.0.0',
			'upload-length': String(bytes.length),
			'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
			'content-type': 'application/offset+octet-stream',
			...right.headers
		}
	});
}

/** One exchange with a session; `part` replaces parts of the body. */
export function exchange(
	service: Service,
	{ replica, cookie }: Tablet,
	commands: unknown[],
	part: object = {}
): Promise<Response> {
	return service.ask('/api/sync', {
		method: 'POST',
		cookie,
		headers: { [replicaHeader]: replica },
		body: {
			...{ protocol: 1, replica, exchange: 1, commands, cursor: null },
			...{ pending: { commands: 0, photos: 0, oldestAt: null }, limit: 100, ...part }
		}
	});
}

/** A report as it stands now. */
export async function readReport({ app }: Service, id: string): Promise<Report> {
	const report = await findReport(app.db.kysely, id);
	if (report === undefined) throw new Error('No report');
	return report;
}
