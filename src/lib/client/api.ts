/**
 * The only fetch of the product. Every call answers with a value (`Answer`), never throws, and
 * trusts nothing that it has not parsed.
 *
 * 1. An answer of the sync lane counts only with JSON, the `X-Sync: 1` header and the right shape.
 * 2. Bodies above 2 KB go up compressed where the browser can.
 * 3. Every call names its person, and the server answers nobody else. On a shared device the cookie may
 *    still be a colleague's: then the own kept session is taken first, and the call made once more.
 * Not here: when to call and what to do about a failure (see sync/engine), tus (see sync/upload).
 */
import type * as z from 'zod/mini';
import {
	health,
	presenceList,
	chainState,
	reportHistory,
	searchResult,
	type Health,
	type PhotoSize,
	type PresenceDevice,
	type PresenceList,
	type ChainState,
	type ReportHistory,
	type SearchResult
} from '$lib/protocol/online';
import {
	personHeader,
	replicaMinted,
	sessionList,
	signedIn,
	type LostWork,
	type SessionList,
	type SignedIn
} from '$lib/protocol/session';
import {
	escrowReceipt,
	replicaHeader,
	type EscrowReceipt,
	type EscrowRequest
} from '$lib/protocol/escrow';
import {
	reviewList,
	type ReviewCommand,
	type ReviewIncident,
	type ReviewList
} from '$lib/protocol/review';
import { pushKey, type PushSubscriptionRequest } from '$lib/protocol/push';
import { shiftReceipt, type ShiftReceipt, type ShiftReport } from '$lib/protocol/shift';
import { mapInfo, type MapInfo } from '$lib/protocol/map';
import {
	savedViews,
	type SavedView,
	type SavedViews,
	type ViewBody,
	type ViewToSave
} from '$lib/protocol/view';
import { syncResponse, type SyncRequest, type SyncResponse } from '$lib/protocol/sync';
import { protocolHeader, protocolVersion, syncHeader } from '$lib/protocol/version';
import { failureOf, unreachable, type Answer } from './errors';
import { isEnrolled } from './lock/seats';
import { currentSession } from './session-store';

export type ReplicaMinted = z.infer<typeof replicaMinted>;
export { maxViewName } from '$lib/protocol/view';
export type {
	SavedView,
	ViewBody,
	PresenceDevice,
	PresenceList,
	ChainState,
	ReportHistory,
	ReviewCommand,
	ReviewIncident,
	ReviewList
};
type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface Call {
	method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
	body?: unknown;
	signal?: AbortSignal;
	headers?: Record<string, string>;
	/** Lets a small request outlive a page that is being closed. */
	keepalive?: boolean;
	/** Whose call it is, where that is not the person of the page. */
	personId?: string;
	/** Take the kept session though its person has left this device. */
	hasLeft?: boolean;
}

const compressAboveBytes = 2048;
/** Browsers refuse keepalive bodies above 64 KB. */
const keepaliveMaxBytes = 60 * 1024;

export type Api = ReturnType<typeof openApi>;

/** Saved views as a device has kept them; none where it holds anything else. */
export function savedViewsFrom(kept: unknown): SavedViews {
	const parsed = savedViews.safeParse(kept);
	return parsed.success ? parsed.data : [];
}

/** The browser's own fetch, for the one other lane that needs it (sync/fetch-stack). */
export const browserFetch: Fetch = (url, init) => fetch(url, init);

/** The calls, over the given fetch, of one person: who is signed in here, unless told. */
export function openApi(
	fetcher: Fetch = browserFetch,
	personId: string | null = currentSession()?.person.id ?? null
) {
	const line = { fetcher, personId };
	const json = <T>(url: string, schema: z.ZodMiniType<T>, call: Call = {}) =>
		read(line, url, call, async (response): Promise<Answer<T>> => {
			const parsed = schema.safeParse(await jsonOf(response));
			return parsed.success
				? { ok: true, value: parsed.data }
				: { ok: false, failure: unreachable };
		});
	const nothing = (url: string, call: Call) =>
		read(line, url, call, async (response): Promise<Answer<null>> =>
			response.status === 204 ? { ok: true, value: null } : { ok: false, failure: unreachable }
		);

	return {
		/** For calls that are fetched apart from the first load (office-api). */
		ask: json,
		health: (signal?: AbortSignal): Promise<Answer<Health>> =>
			json('/api/health', health, { signal }),
		signIn: (userName: string, password: string): Promise<Answer<SignedIn>> =>
			json('/api/auth/sign-in', signedIn, { method: 'POST', body: { userName, password } }),
		/** `discarded`: unsent work that the person has thrown away with it. */
		signOut: (discarded?: { commands: number; photos: number }, personId?: string) =>
			nothing('/api/auth/sign-out', {
				method: 'POST',
				body: discarded ? { discarded } : {},
				personId,
				hasLeft: true
			}),
		/** Keeps this session in the browser, to be returned to by PIN; or no longer. */
		keepSeat: () => nothing('/api/auth/seats', { method: 'POST', body: {} }),
		giveUpSeat: () => nothing('/api/auth/seats', { method: 'DELETE' }),
		me: (): Promise<Answer<SignedIn>> => json('/api/auth/me', signedIn),
		sessions: (): Promise<Answer<SessionList>> => json('/api/auth/sessions', sessionList),
		revokeSession: (id: string) =>
			nothing(`/api/auth/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }),
		changePassword: (current: string, next: string) =>
			nothing('/api/auth/password', { method: 'POST', body: { current, next } }),
		/** A tablet of somebody of the own team, by its replica: it deletes what it holds of him. */
		recallTablet: (replica: string) =>
			nothing(`/api/team/tablets/${encodeURIComponent(replica)}/recall`, {
				method: 'POST',
				body: {}
			}),
		resetPassword: (personId: string, next: string) =>
			nothing(`/api/team/${encodeURIComponent(personId)}/password`, {
				method: 'POST',
				body: { next }
			}),
		mintReplica: (
			personId: string,
			deviceName: string,
			part: { isStorageNew?: boolean; lost?: LostWork | null } = {}
		): Promise<Answer<ReplicaMinted>> =>
			json('/api/replicas', replicaMinted, {
				method: 'POST',
				body: { personId, deviceName, ...part }
			}),
		/** Signed work without a session; always answered by counts only. */
		escrow: (request: EscrowRequest, signal?: AbortSignal): Promise<Answer<EscrowReceipt>> =>
			json('/api/escrow', escrowReceipt, { method: 'POST', body: request, signal }),
		review: (): Promise<Answer<ReviewList>> => json('/api/review', reviewList),
		reviewSeen: (kind: 'command' | 'incident', id: string) =>
			nothing('/api/review', { method: 'POST', body: { kind, id } }),
		tellShift: (report: ShiftReport): Promise<Answer<ShiftReceipt>> =>
			json('/api/shift', shiftReceipt, { method: 'POST', body: report, keepalive: true }),
		pushKey: (): Promise<Answer<{ publicKey: string }>> => json('/api/push', pushKey),
		subscribePush: (subscription: PushSubscriptionRequest) =>
			nothing('/api/push', { method: 'POST', body: subscription }),
		unsubscribePush: (endpoint: string) =>
			nothing('/api/push', { method: 'DELETE', body: { endpoint } }),
		history: (reportId: string): Promise<Answer<ReportHistory>> =>
			json(`/api/reports/${encodeURIComponent(reportId)}/history`, reportHistory),
		chain: (reportId: string): Promise<Answer<ChainState>> =>
			json(`/api/reports/${encodeURIComponent(reportId)}/chain`, chainState),
		nearby: (reportId: string): Promise<Answer<SearchResult>> =>
			json(`/api/reports/${encodeURIComponent(reportId)}/nearby`, searchResult),
		map: (): Promise<Answer<MapInfo>> => json('/api/map', mapInfo),
		views: (): Promise<Answer<SavedViews>> => json('/api/views', savedViews),
		keepView: (id: string, view: ViewToSave) =>
			nothing(`/api/views/${encodeURIComponent(id)}`, { method: 'PUT', body: view }),
		forgetView: (id: string) =>
			nothing(`/api/views/${encodeURIComponent(id)}`, { method: 'DELETE' }),
		presence: (): Promise<Answer<PresenceList>> => json('/api/presence', presenceList),
		search: (query: string, signal?: AbortSignal): Promise<Answer<SearchResult>> =>
			json(`/api/search?q=${encodeURIComponent(query)}`, searchResult, { signal }),
		photo: (reportId: string, sha256: string, size: PhotoSize, signal?: AbortSignal) =>
			read(
				line,
				`/api/reports/${encodeURIComponent(reportId)}/photos/${sha256}?size=${size}`,
				{ signal },
				photoOf
			),
		exchange: (
			request: SyncRequest,
			signal: AbortSignal,
			keepalive = false
		): Promise<Answer<SyncResponse>> =>
			read(
				line,
				'/api/sync',
				{ method: 'POST', body: request, signal, keepalive, headers: headersOf(request) },
				exchangeOf
			),
		/** The stream of "come" notices; the caller reads and closes it. */
		stream: async (signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> => {
			try {
				const response = await fetcher('/api/sync/stream', {
					headers: { ...protocolHeaders, ...personOf(line, {}) },
					signal
				});
				const type = response.headers.get('content-type') ?? '';
				return response.ok && type.startsWith('text/event-stream') ? response.body : null;
			} catch {
				return null;
			}
		}
	};
}

/** The replica is named beside the body, too: it must be known where the session is not. */
const headersOf = ({ replica }: SyncRequest) => ({ ...protocolHeaders, [replicaHeader]: replica });
const protocolHeaders = { [protocolHeader]: String(protocolVersion) };

/** The way to the server of one person. */
interface Line {
	fetcher: Fetch;
	personId: string | null;
}

type Take<T> = (response: Response) => Promise<Answer<T>>;

async function read<T>(line: Line, url: string, call: Call, take: Take<T>): Promise<Answer<T>> {
	const first = await attempt(line, url, call, take);
	if (first.ok || first.failure.kind !== 'signed_out') return first;
	const personId = call.personId ?? line.personId;
	if (personId === null || !mayTakeSeat(personId, call)) return first;
	const taken = await takeSeat(line.fetcher, personId);
	if (taken.ok) return attempt(line, url, call, take);
	// Cut off in between: that says nothing of the session.
	return taken.failure.kind === 'offline' ? taken : first;
}

/** Pages that were left behind by a switch must not take the session from whoever came after. */
const mayTakeSeat = (personId: string, { hasLeft }: Call) =>
	hasLeft === true || (isEnrolled(personId) && currentSession()?.person.id === personId);

/** Makes the kept session of a person the one that counts. */
function takeSeat(fetcher: Fetch, personId: string): Promise<Answer<null>> {
	const call: Call = { method: 'POST', body: { personId } };
	return attempt({ fetcher, personId }, '/api/auth/switch', call, async ({ status }) =>
		status === 204 ? { ok: true, value: null } : { ok: false, failure: unreachable }
	);
}

async function attempt<T>(line: Line, url: string, call: Call, take: Take<T>): Promise<Answer<T>> {
	try {
		const response = await line.fetcher(url, await requestOf(line, call));
		if (response.ok) return await take(response);
		const retryAfter = response.headers.get('retry-after');
		return { ok: false, failure: failureOf(response.status, await jsonOf(response), retryAfter) };
	} catch {
		// A network that fails, an abort, a body cut short: nothing genuine was heard.
		return { ok: false, failure: unreachable };
	}
}

function personOf(line: Line, call: Call): Record<string, string> {
	const personId = call.personId ?? line.personId;
	return personId === null ? {} : { [personHeader]: personId };
}

async function requestOf(line: Line, call: Call): Promise<RequestInit> {
	const headers: Record<string, string> = {
		accept: 'application/json',
		...personOf(line, call),
		...call.headers
	};
	const init = { method: call.method ?? 'GET', signal: call.signal, headers };
	if (call.body === undefined) return init;
	const bytes = new TextEncoder().encode(JSON.stringify(call.body));
	headers['content-type'] = 'application/json';
	const isWorthIt = bytes.length > compressAboveBytes && typeof CompressionStream !== 'undefined';
	const body = isWorthIt ? await compressed(bytes) : bytes;
	if (isWorthIt) headers['content-encoding'] = 'gzip';
	return { ...init, body, keepalive: call.keepalive === true && body.length <= keepaliveMaxBytes };
}

async function compressed(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
	const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function jsonOf(response: Response): Promise<unknown> {
	const type = response.headers.get('content-type') ?? '';
	if (!type.startsWith('application/json')) return undefined;
	const body: unknown = await response.json();
	return body;
}

async function exchangeOf(response: Response): Promise<Answer<SyncResponse>> {
	if (response.headers.get(syncHeader) !== '1') return { ok: false, failure: unreachable };
	const parsed = syncResponse.safeParse(await jsonOf(response));
	return parsed.success ? { ok: true, value: parsed.data } : { ok: false, failure: unreachable };
}

async function photoOf(response: Response): Promise<Answer<Blob>> {
	const isJpeg = (response.headers.get('content-type') ?? '').startsWith('image/jpeg');
	return isJpeg ? { ok: true, value: await response.blob() } : { ok: false, failure: unreachable };
}
