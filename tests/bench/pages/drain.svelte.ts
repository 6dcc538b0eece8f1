/**
 * A day without a line: work is queued while every request fails, then the line is there. Beside it
 * the same number of bytes as one upload that the server has on disk when it answers.
 */
import Dexie from 'dexie';
import { openApi } from '$lib/client/api';
import type { Device } from '$lib/client/device';
import type { DrainWork } from './contract';
import { openOwnDevice, until } from './device.svelte';
import { bytesOf, height, photoOf, width } from './taken-photo';

const text = 'تمت معاينة الموقع مع الفني، والعمل مستمر إلى حين وصول المعدات.';

export async function drain(work: DrainWork) {
	let hasLine = true;
	const api = openApi((url, init) =>
		hasLine ? fetch(url, init) : Promise.reject(new TypeError('no line'))
	);
	const device = await openOwnDevice(api);
	await until(() => device.reports.isComplete && device.reference.policy !== undefined);
	hasLine = false;
	const photoBytes = await queue(device, work);
	const commandBytes = await bytesOfCommands(device);
	hasLine = true;
	const startedMs = performance.now();
	device.syncNow();
	await until(() => device.outbox.unsentCommands + device.outbox.unsentPhotos === 0);
	const ms = performance.now() - startedMs;
	const refused = device.outbox.items.filter(({ outcome }) => outcome !== 'applied');
	await device.close();
	if (refused.length > 0) throw new Error(`${refused.length} of the queue were not applied`);
	return { ms, commandBytes, photoBytes };
}

async function queue(device: Device, work: DrainWork): Promise<number> {
	const { notes, photos, run } = work;
	const reports = device.reports.all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
	for (const { id: reportId } of reports.slice(0, notes))
		accepted(await device.act({ type: 'addNote', reportId, args: { text } }));
	const picture = await bytesOf(work.picture);
	const thumb = await bytesOf('thumb.jpg');
	let bytes = 0;
	for (const [index, { id: reportId }] of reports.slice(0, photos).entries()) {
		const photo = await photoOf(picture, thumb, `${run}-${index}`);
		bytes += photo.bytes.length;
		const { sha256 } = photo;
		const args = { kind: 'other', sha256, size: photo.bytes.length, width, height } as const;
		const taken = { takenAt: device.now(), place: null, replaces: null } as const;
		const source = { mime: 'image/jpeg', source: 'camera' } as const;
		const intent = { type: 'addPhoto', reportId, args: { ...args, ...taken, ...source } } as const;
		accepted(await device.act(intent, photo));
	}
	return bytes;
}

function accepted(result: Awaited<ReturnType<Device['act']>>): void {
	if (!result.ok) throw new Error(`Refused on the device: ${result.refused[0]?.reason}`);
}

/** Read where they lie: what a bare upload of the same queue would send. */
async function bytesOfCommands(device: Device): Promise<number> {
	const db = await new Dexie(`maydan-outbox-${device.person.id}`).open();
	const rows: { envelope: unknown }[] = await db.table('commands').toArray();
	db.close();
	return new Blob([JSON.stringify(rows.map(({ envelope }) => envelope))]).size;
}

export function bareUpload(bytes: number) {
	return bareUploads(1, bytes);
}

export async function bareUploads(count: number, bytesEach: number) {
	const body = randomBytes(bytesEach);
	const startedMs = performance.now();
	for (let sent = 0; sent < count; sent += 1) {
		const answer = await fetch('/bench/store', { method: 'POST', body });
		if (!answer.ok) throw new Error(`The bare upload was answered ${answer.status}`);
	}
	return { ms: performance.now() - startedMs };
}

function randomBytes(length: number): Blob {
	const piece = crypto.getRandomValues(new Uint8Array(65_536));
	const pieces = Array.from({ length: Math.ceil(length / piece.length) }, () => piece);
	return new Blob(pieces).slice(0, length);
}
