import { describe, expect, it } from 'vitest';
import type { MapPack } from '$lib/protocol/map';
import {
	aPack,
	areSameBytes,
	aShelf,
	contentOf,
	type MemoryShelf
} from '../../../../tests/support/map-pack';
import { downloadPack, type DownloadPorts } from './pack-download';
import type { LaneStream, PackLane } from './pack-lane';
import { pieceBytes } from './piece-shelf';

const chunkBytes = 300_000;

/** A line that gives the map in chunks, and breaks after so many bytes where told to. */
function aLine(pack: MapPack, breaks: { afterBytes?: number; hangs?: boolean } = {}) {
	const asked: number[] = [];
	const content = contentOf(pack);
	const lane: PackLane = {
		stream(_, start): Promise<LaneStream> {
			asked.push(start);
			let at = start;
			const last = breaks.afterBytes === undefined ? pack.sizeBytes : start + breaks.afterBytes;
			return Promise.resolve({
				body: new ReadableStream<Uint8Array>({
					pull(controller) {
						if (at >= last && breaks.hangs) return new Promise(() => undefined);
						if (at >= last) return controller.close();
						controller.enqueue(content.slice(at, Math.min(at + chunkBytes, last)));
						at += chunkBytes;
					}
				})
			});
		},
		range: () => Promise.resolve(null)
	};
	return { lane, asked };
}

type TestPorts = DownloadPorts & { shelf: MemoryShelf };

function portsOf(lane: PackLane, more: Partial<TestPorts> = {}) {
	const told: number[] = [];
	const ports: TestPorts = {
		...{ shelf: aShelf(), lane, room: () => Promise.resolve(null) },
		timers: { after: () => () => undefined },
		onProgress: (bytes) => void told.push(bytes),
		...more
	};
	return { ports, told };
}

const whenever = new AbortController().signal;

describe('the download of a map', () => {
	const pack = aPack({ sizeBytes: 3 * pieceBytes + 1234 });

	it('puts away every byte, and tells how far it is', async () => {
		const { ports, told } = portsOf(aLine(pack).lane);
		expect(await downloadPack(pack, ports, whenever)).toBe('done');
		expect(areSameBytes(await ports.shelf.bytesOf(pack), contentOf(pack))).toBe(true);
		expect([told[0], told.at(-1)]).toEqual([0, pack.sizeBytes]);
		expect(told).toEqual([...told].sort((a, b) => a - b));
	});

	it('goes on after a cut from the last whole piece, and asks for nothing twice [story 36]', async () => {
		const broken = aLine(pack, { afterBytes: 2 * pieceBytes + 5000 });
		const { ports } = portsOf(broken.lane);
		expect(await downloadPack(pack, ports, whenever)).toBe('cut');
		const mended = aLine(pack);
		expect(await downloadPack(pack, { ...ports, lane: mended.lane }, whenever)).toBe('done');
		expect([broken.asked, mended.asked]).toEqual([[0], [2 * pieceBytes]]);
		expect(areSameBytes(await ports.shelf.bytesOf(pack), contentOf(pack))).toBe(true);
		expect(await downloadPack(pack, { ...ports, lane: mended.lane }, whenever)).toBe('done');
		expect(mended.asked).toHaveLength(1);
	});

	it('frees itself from a line that gives nothing for half a minute [story 18]', async () => {
		const { lane } = aLine(pack, { afterBytes: pieceBytes, hangs: true });
		const { promise: isWaiting, resolve: waits } = Promise.withResolvers<() => void>();
		let begun = 0;
		const { ports } = portsOf(lane, {
			timers: {
				after(ms, run) {
					begun += 1;
					// The answer, four chunks, and then the one that never comes.
					if (ms === 30_000 && begun > 5) waits(run);
					return () => undefined;
				}
			}
		});
		const end = downloadPack(pack, ports, whenever);
		(await isWaiting)();
		expect(await end).toBe('cut');
		expect(await ports.shelf.pieces(pack.sha256)).toEqual(new Set([0]));
	});

	it('keeps what it has when the person stops it', async () => {
		const stop = new AbortController();
		const { ports } = portsOf(aLine(pack).lane, {
			onProgress: (bytes) => bytes > pieceBytes && stop.abort()
		});
		expect(await downloadPack(pack, ports, stop.signal)).toBe('stopped');
		expect((await ports.shelf.pieces(pack.sha256)).has(0)).toBe(true);
	});

	it('does not begin where the whole map would leave less than a fifth for work', async () => {
		const line = aLine(pack);
		const room = () => Promise.resolve({ usedBytes: 5e6, freeBytes: 5e6 });
		const { ports } = portsOf(line.lane, { room });
		expect(await downloadPack(pack, ports, whenever)).toBe('full');
		expect(line.asked).toEqual([]);
	});

	it('stops when work has filled the device meanwhile, and when the browser says no', async () => {
		const rooms = [
			{ usedBytes: 0, freeBytes: 100e6 },
			{ usedBytes: 10e6, freeBytes: 90e6 },
			{ usedBytes: 79.5e6, freeBytes: 20.5e6 }
		];
		const filling = portsOf(aLine(pack).lane, {
			room: () => Promise.resolve(rooms.shift() ?? null)
		});
		expect(await downloadPack(pack, filling.ports, whenever)).toBe('full');
		expect(await filling.ports.shelf.pieces(pack.sha256)).toEqual(new Set([0]));
		const refusing = portsOf(aLine(pack).lane);
		refusing.ports.shelf.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
		expect(await downloadPack(pack, refusing.ports, whenever)).toBe('full');
	});

	it.each(['changed', 'signed_out', 'cut'] as const)(
		'says so when the server answers: %s',
		async (fault) => {
			const lane: PackLane = {
				stream: () => Promise.resolve({ fault }),
				range: () => Promise.resolve(null)
			};
			expect(await downloadPack(pack, portsOf(lane).ports, whenever)).toBe(fault);
		}
	);
});
