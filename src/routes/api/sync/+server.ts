/**
 * The exchange. Every answer of ours carries `x-sync`, so that a device can tell it from a captive
 * portal; only a result entry acknowledges a command, whatever the status.
 */
import { failures, type FailureCode } from '$lib/protocol/failure';
import {
	maxBodyBytes,
	syncRequest,
	type CommandResult,
	type SyncRequest
} from '$lib/protocol/sync';
import {
	oldestProtocolVersion,
	protocolHeader,
	protocolVersion,
	syncHeader
} from '$lib/protocol/version';
import type { ServerApp } from '$lib/server/app';
import { codeOfFault, endpointFor, fail, jsonText, type Caller } from '$lib/server/http';
import { log } from '$lib/server/log';
import { readPacked } from '$lib/server/read-packed';
import { ExchangeFault, type Applied } from '$lib/server/usecases/apply-commands';
import type { RequestHandler } from './$types';

const retryAfterSeconds = '5';

export const POST: RequestHandler = endpointFor(async ({ request, locals }, caller) => {
	const read = await readPacked(request, syncRequest, maxBodyBytes);
	const answer =
		'code' in read
			? fail(read.code, { field: read.field })
			: await exchange(request, locals.app, caller, read.value);
	answer.headers.set(syncHeader, '1');
	answer.headers.set(protocolHeader, String(protocolVersion));
	return answer;
});

async function exchange(
	request: Request,
	app: ServerApp,
	{ person, sessionId }: Caller,
	asked: SyncRequest
): Promise<Response> {
	const part = (code: FailureCode, results: readonly CommandResult[]) =>
		partly(request, app, asked, code, results);
	try {
		const { replica, commands, pending } = asked;
		const applied = await app.applyCommands(person, replica, commands, pending, sessionId);
		if (!applied.ok) return refused(applied);
		// Too old to understand what changes, not too old to hand in its work.
		if (asked.protocol < oldestProtocolVersion) return part('upgrade_needed', applied.results);
		const page = await app.readChanges(person, asked.cursor, asked.limit, asked);
		const { ok: _ok, versions: _versions, ...told } = applied;
		const head = {
			epoch: app.epoch,
			exchange: asked.exchange,
			serverTime: app.now(),
			...durableOf(app.durableThrough()),
			...(page.isRestored ? { restored: true } : {}),
			...told
		};
		if (page.isRestored) {
			log.error({ replica: asked.replica }, 'a device has read what this database never wrote');
		}
		if (asked.repair !== undefined) {
			log.warn({ replica: asked.replica, repairs: asked.defects }, 'a device has to repair rows');
		}
		return jsonText(request, `${JSON.stringify(head).slice(0, -1)},"changes":${page.json}}`);
	} catch (error) {
		if (!(error instanceof ExchangeFault)) throw error;
		log.error({ err: error.cause, replica: asked.replica }, 'an exchange was cut short');
		return part(codeOfFault(error), error.applied.results);
	}
}

const refused = ({ ok: _ok, reason, ...details }: Extract<Applied, { ok: false }>) =>
	fail(reason, details);

/** Left out where no backups are made: devices read both alike. */
const durableOf = (durableThrough: number | null) =>
	durableThrough === null ? {} : { durableThrough };

/** A failure that still acknowledges what was committed before it. */
function partly(
	request: Request,
	{ epoch }: ServerApp,
	{ exchange }: SyncRequest,
	code: FailureCode,
	results: readonly CommandResult[]
): Promise<Response> {
	return jsonText(request, JSON.stringify({ code, epoch, exchange, results }), {
		status: failures[code],
		headers: { 'retry-after': retryAfterSeconds }
	});
}
