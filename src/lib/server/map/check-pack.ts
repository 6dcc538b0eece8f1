/**
 * Whether a PMTiles file can serve as the map of a city, and what it is then called.
 *
 * 1. Every fault is one sentence that names the remedy; all that can be known is told at once.
 * 2. What passes here is drawn by every browser: vector tiles, packed as browsers can unpack them.
 */
import { basename } from 'node:path';
import type { Profile } from '$lib/domain/city/profile';
import type { MapPack } from '$lib/protocol/map';
import type { PmtilesFault, PmtilesHeader, ReadPmtiles } from './read-pmtiles';

type City = Pick<Profile, 'bounds' | 'name'>;
type Bounds = MapPack['bounds'];

/** What the device draws; a map without any of them would be a white page. */
const drawnLayers = ['earth', 'water', 'roads', 'places'];
const deepestMinZoom = 10;
const shallowestMaxZoom = 12;
export const usualCredit = '© OpenStreetMap contributors (ODbL)';

const unreadable: Readonly<Record<PmtilesFault, string>> = {
	not_pmtiles:
		'This is no PMTiles file: cut one from a Protomaps build with "pmtiles extract", and name that file.',
	old_version: 'This PMTiles file is not of version 3: convert it with "pmtiles convert".',
	truncated: 'This PMTiles file is cut short: copy or download it again.',
	unreadable:
		'The metadata of this PMTiles file cannot be read: make it again with "pmtiles extract".'
};

/** Everything that speaks against a file, in sentences; empty where nothing does. */
export function faultsOfPack(read: ReadPmtiles, city: City): string[] {
	if (!read.ok) return [unreadable[read.fault]];
	const { header, metadata } = read;
	const isDrawn = drawnLayers.some((layer) => metadata.layers.includes(layer));
	return [
		...(header.tileType === 'mvt' ? faultsOfTiles(header) : [pictures]),
		...(header.tileType !== 'mvt' || isDrawn
			? []
			: [`It has none of the layers that are drawn (${drawnLayers.join(', ')}): ${cutOne}`]),
		...(meet(header.bounds, city.bounds) ? [] : [elsewhere(header.bounds, city)])
	];
}

const cutOne = 'cut it from a Protomaps build with "pmtiles extract".';
const pictures = `It holds pictures and no vector tiles: ${cutOne}`;

function faultsOfTiles({ internal, compression, minZoom, maxZoom }: PmtilesHeader): string[] {
	const packed = [internal, compression].find((name) => name !== 'gzip' && name !== 'none');
	return [
		...(packed === undefined
			? []
			: [`Browsers cannot unpack it (${packed}): make it with gzip, as "pmtiles extract" does.`]),
		...(minZoom <= deepestMinZoom && maxZoom >= shallowestMaxZoom
			? []
			: [`It covers zoom ${minZoom} to ${maxZoom}: cut it with the zooms from 0 to 15.`])
	];
}

function meet([south, west, north, east]: Bounds, [low, left, high, right]: Bounds): boolean {
	return south < high && north > low && west < right && east > left;
}

function elsewhere(bounds: Bounds, { name, bounds: wanted }: City): string {
	const box = ([south, west, north, east]: Bounds) => [west, south, east, north].join(',');
	return `It shows ${box(bounds)} and not ${name.en}: cut it with --bbox=${box(wanted)}.`;
}

/** What a checked file is to be known by. `name` and `credit` win over what it says of itself. */
export function packOf(
	{ header, metadata, sizeBytes }: Extract<ReadPmtiles, { ok: true }>,
	given: { sha256: string; file: string; name?: string; credit?: string; addedAt: number }
): MapPack {
	const { bounds, minZoom, maxZoom } = header;
	const credit = given.credit ?? plain(metadata.attribution ?? '');
	return {
		sha256: given.sha256,
		name: given.name ?? metadata.name ?? basename(given.file).replace(/\.pmtiles$/, ''),
		...{ sizeBytes, bounds, minZoom, maxZoom },
		credit: credit || usualCredit,
		addedAt: given.addedAt
	};
}

/** Credits come with links in them; the device shows words. */
function plain(html: string): string {
	const words = html.replace(/<[^>]*>/g, '').replace(/&copy;/g, '©');
	return words.replace(/\s+/g, ' ').trim().slice(0, 200);
}
