/** One act after the other into the outbox; and the same row, in a strict transaction, into a bare store. */
import Dexie from 'dexie';
import { openApi } from '$lib/client/api';
import { openOwnDevice, until } from './device.svelte';

const text = 'تمت معاينة الموقع مع الفني، والعمل مستمر إلى حين وصول المعدات.';

export async function enqueue(count: number) {
	let hasLine = true;
	const api = openApi((url, init) =>
		hasLine ? fetch(url, init) : Promise.reject(new TypeError('no line'))
	);
	const device = await openOwnDevice(api);
	await until(() => device.reports.isComplete && device.reference.policy !== undefined);
	hasLine = false;
	const reports = device.reports.all;
	const times: number[] = [];
	for (let index = 0; index < count; index += 1) {
		const report = reports[index % reports.length];
		if (report === undefined) throw new Error('No report');
		const startedMs = performance.now();
		const done = await device.act({ type: 'addNote', reportId: report.id, args: { text } });
		times.push(performance.now() - startedMs);
		if (!done.ok) throw new Error(`Refused: ${done.refused[0]?.reason}`);
	}
	await device.close();
	return percentiles(times);
}

export async function bareEnqueue(count: number) {
	const db = new Dexie('bench-bare', { chromeTransactionDurability: 'strict' });
	db.version(1).stores({ rows: 'seq, &id, openSeq, reportId', meta: 'key' });
	await db.open();
	const times: number[] = [];
	for (let seq = 0; seq < count; seq += 1) {
		const row = { ...rowOf(seq), openSeq: seq };
		const startedMs = performance.now();
		await db.transaction('rw', db.table('rows'), () => db.table('rows').add(row));
		times.push(performance.now() - startedMs);
	}
	db.close();
	return percentiles(times);
}

/** As large as a command with its envelope. */
function rowOf(seq: number) {
	const id = crypto.randomUUID();
	const envelope = {
		...{ replica: '', n: seq, id, type: 'addNote', typeVersion: 1, reportId: id },
		...{ base: { rev: 3, assignEpoch: 1 }, deviceAt: Date.now(), deviceOffsetMinutes: 240 },
		...{ monoMs: performance.now(), session: id, skew: { ms: 3, ageSeconds: 4 }, group: null },
		...{ isVoid: false, args: { text }, signature: null }
	};
	return { seq, id, reportId: id, state: 'waiting', envelope, result: null, snapshot: {} };
}

function percentiles(times: readonly number[]): { p50: number; p95: number } {
	const sorted = [...times].sort((one, other) => one - other);
	const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
	return { p50: at(0.5), p95: at(0.95) };
}
