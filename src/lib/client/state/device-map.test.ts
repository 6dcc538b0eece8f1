import { describe, expect, it } from 'vitest';
import type { MapInfo, MapPack } from '$lib/protocol/map';
import { aPack, aShelf, contentOf } from '../../../../tests/support/map-pack';
import { unreachable, type Answer } from '../errors';
import type { LaneFault } from '../map/pack-lane';
import { pieceBytes } from '../map/piece-shelf';
import { DeviceMap, type DeviceMapPorts } from './device-map.svelte';

const first = aPack({ sha256: '1'.repeat(64), sizeBytes: 2 * pieceBytes + 100 });
const second = aPack({ sha256: '2'.repeat(64), sizeBytes: pieceBytes + 5, name: 'Newer' });

/** A server with a map, a line that can break, and a device that keeps things. */
function aWorld() {
	const kept = new Map<string, string>();
	const shelf = aShelf();
	const world = {
		shelf,
		info: { pack: first, raster: null } as MapInfo,
		isOnline: true,
		/** The line ends after so many bytes. */
		breaksAfter: Infinity,
		room: { usedBytes: 0, freeBytes: 1e9 },
		fault: null as LaneFault | null
	};
	const answer = (): Answer<MapInfo> =>
		world.isOnline ? { ok: true, value: world.info } : { ok: false, failure: unreachable };
	const ports: DeviceMapPorts = {
		api: { map: () => Promise.resolve(answer()) },
		shelf,
		lane: {
			stream: (pack, start) =>
				Promise.resolve(
					world.fault === null
						? { body: bodyOf(pack, start, world.breaksAfter) }
						: { fault: world.fault }
				),
			range: () => Promise.resolve(null)
		},
		room: () => Promise.resolve(world.room),
		timers: { after: () => () => undefined },
		alone: (work) => work(),
		storage: {
			getItem: (key) => kept.get(key) ?? null,
			setItem: (key, value) => void kept.set(key, value)
		}
	};
	return { ...{ world, ports, kept }, start: () => new DeviceMap(ports) };
}

const bodyOf = (pack: MapPack, start: number, bytes: number) =>
	new Blob([contentOf(pack).subarray(start, start + bytes)]).stream();

async function started() {
	const set = aWorld();
	const map = set.start();
	await map.refresh();
	return { ...set, map };
}

describe('the map of this device', () => {
	it('is offered with its size, drawn from the line meanwhile, and the sketch without one', async () => {
		const { map, world } = await started();
		expect([map.offered, map.held]).toEqual([first, null]);
		expect(map.ground.kind).toBe('pack');
		world.isOnline = false;
		await map.refresh();
		expect([map.offered, map.ground.kind]).toEqual([first, 'sketch']);
	});

	it('is drawn without a line once it is here, after a restart too [story 35]', async () => {
		const { map, world, start } = await started();
		await map.start();
		expect([map.held, map.offered, map.download]).toEqual([first, null, 'waiting']);
		world.isOnline = false;
		const later = start();
		await later.refresh();
		expect([later.held, later.ground.kind]).toEqual([first, 'pack']);
	});

	it('knows what it holds by a look at the device, without asking the server', async () => {
		const { map, ports, start } = await started();
		await map.start();
		ports.api.map = () => Promise.reject(new Error('asked'));
		const later = start();
		await later.lookHere();
		expect(later.held).toEqual(first);
	});

	it('keeps what a cut has left, also over a restart, and goes on when the line is back [story 36]', async () => {
		const { world, start, map } = await started();
		world.breaksAfter = pieceBytes + 1000;
		await map.start();
		expect([map.download, map.partBytes, map.held]).toEqual(['cut', pieceBytes, null]);
		const later = start();
		await later.refresh();
		expect([later.download, later.partBytes]).toEqual(['stopped', pieceBytes]);
		world.breaksAfter = Infinity;
		await map.comeBack();
		expect([map.held, map.download]).toEqual([first, 'waiting']);
	});

	it('waits for the person after the person has stopped it, and can be thrown away', async () => {
		const { map, world } = await started();
		const end = map.start();
		map.stop();
		await end;
		expect(map.held).toBe(null);
		await map.comeBack();
		expect(map.held).toBe(null);
		world.breaksAfter = pieceBytes + 1;
		await map.start();
		await map.dropPart();
		expect([map.download, map.partBytes, await world.shelf.maps()]).toEqual(['waiting', 0, []]);
	});

	it('leaves a fifth of the room to work, and says what is left', async () => {
		const { map, world } = await started();
		world.room = { usedBytes: 8e6, freeBytes: 2e6 };
		await map.start();
		expect([map.download, map.room]).toEqual(['full', world.room]);
		expect(await world.shelf.maps()).toEqual([]);
	});

	it('serves the old one until a newer one is whole, and then lets it go', async () => {
		const { map, world } = await started();
		await map.start();
		world.info = { pack: second, raster: null };
		await map.refresh();
		expect([map.held, map.offered]).toEqual([first, second]);
		world.breaksAfter = 10;
		await map.start();
		expect([map.held, map.ground.kind]).toEqual([first, 'pack']);
		world.breaksAfter = Infinity;
		await map.start();
		expect([map.held, map.offered]).toEqual([second, null]);
		expect(await world.shelf.maps()).toEqual([second.sha256]);
	});

	it('looks for the new one when the server has replaced it in the middle', async () => {
		const { map, world } = await started();
		world.breaksAfter = pieceBytes + 1;
		await map.start();
		world.fault = 'changed';
		world.info = { pack: second, raster: null };
		await map.start();
		expect([map.offered, map.partBytes, map.download]).toEqual([second, 0, 'waiting']);
		expect(await world.shelf.maps()).toEqual([]);
	});

	it('is not called held where the browser has taken its pieces', async () => {
		const { map, world, start } = await started();
		await map.start();
		await world.shelf.drop(first.sha256);
		world.isOnline = false;
		const later = start();
		await later.refresh();
		expect([later.held, later.offered, later.ground.kind]).toEqual([null, first, 'sketch']);
	});

	it('is deleted by a person only, and can be had again', async () => {
		const { map, world } = await started();
		await map.start();
		world.info = { pack: null, raster: null };
		await map.refresh();
		expect(map.held).toEqual(first);
		world.info = { pack: first, raster: null };
		await map.refresh();
		await map.remove();
		expect([map.held, map.offered, await world.shelf.maps()]).toEqual([null, first, []]);
	});

	it('draws what the person wants where it can be had: pictures, or the sketch', async () => {
		const { map, world } = await started();
		world.info = { pack: first, raster: { credit: '© Tiles', maxZoom: 18 } };
		await map.refresh();
		map.setGround('raster');
		expect(map.ground.kind).toBe('raster');
		map.setGround('sketch');
		expect(map.ground.kind).toBe('sketch');
		map.setGround('raster');
		await map.start();
		world.isOnline = false;
		await map.refresh();
		expect(map.ground.kind).toBe('pack');
	});

	it('asks again by itself after a cut, and goes on where the browser says nothing of the line [story 36]', async () => {
		const { world, ports } = aWorld();
		const later: (() => void)[] = [];
		const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
		const alone = (work: () => Promise<void>) => work().then(() => map.held && held());
		const timers = { after: (_: number, run: () => void) => (later.push(run), () => undefined) };
		const map = new DeviceMap({
			...ports,
			timers,
			alone: async (work) => void (await alone(work))
		});
		await map.refresh();
		world.breaksAfter = pieceBytes + 1;
		await map.start();
		expect([map.download, map.isReachable]).toEqual(['cut', false]);
		world.breaksAfter = Infinity;
		later.at(-1)?.();
		await isHeld;
		expect([map.held, map.isReachable]).toEqual([first, true]);
	});

	it('asks the server once for all the maps that are opened within a minute', async () => {
		const { ports } = aWorld();
		let [asked, over] = [0, () => {}];
		const map = new DeviceMap({
			...ports,
			api: { map: () => ((asked += 1), ports.api.map()) },
			timers: { after: (_, run) => ((over = run), () => undefined) }
		});
		for (let opened = 0; opened < 3; opened += 1) await map.look();
		expect(asked).toBe(1);
		over();
		await map.look();
		expect(asked).toBe(2);
	});

	it('remembers the layers that were chosen, and begins with what each is made for', async () => {
		const { map, start } = await started();
		const [areas, jobs] = [
			{ id: 'areas', isShownFirst: false },
			{ id: 'jobs', isShownFirst: true }
		];
		expect([map.isShown(areas), map.isShown(jobs)]).toEqual([false, true]);
		map.setShown('areas', true);
		map.setShown('jobs', false);
		const later = start();
		expect([later.isShown(areas), later.isShown(jobs)]).toEqual([true, false]);
	});

	it('begins anew where what was kept cannot be read', () => {
		const { start, kept } = aWorld();
		kept.set('maydan.map', '{"held":{"sha256":"x"},"ground":"moon","layers":[]}');
		const map = start();
		expect([map.held, map.groundChoice, map.ground.kind]).toEqual([null, 'auto', 'sketch']);
	});
});
