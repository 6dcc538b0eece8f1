/**
 * `map`: the city's map from a terminal: add, list, remove.
 *
 *   add FILE|URL    look at it ─▶ copy it in ─▶ check it ─▶ it is the map, the one before goes
 *   add --raster    name a tile server; its pictures are drawn while there is a connection
 *
 * 1. Works beside a running server: the next request sees it.
 * 2. A map that is refused leaves everything as it was.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import type { Profile } from '$lib/domain/city/profile';
import { faultsOfPack, packOf } from '$lib/server/map/check-pack';
import { mapFiles, type MapFiles } from '$lib/server/map/map-files';
import { readPmtiles } from '$lib/server/map/read-pmtiles';
import { readPolicy } from '$lib/server/usecases/ref-data';
import { openDatabase } from './open-database';
import { Refusal } from './refusal';
import { readPlace, type Place } from './settings';

interface AddOptions {
	name?: string;
	credit?: string;
	raster?: string;
	maxZoom: string;
}

/** Adds `map` to the program. */
export function registerMap(program: Command): void {
	const map = program.command('map').description('the map of the city: add, list, remove');
	map
		.command('add [source]')
		.description('take in a PMTiles file, named by its path or its address')
		.option('--name <name>', 'what people read; by default what the file says of itself')
		.option('--credit <text>', 'whom its data are owed to; shown on the map')
		.option(
			'--raster <template>',
			'instead: a tile server, like https://tiles.example/{z}/{x}/{y}.png'
		)
		.option('--max-zoom <zoom>', 'with --raster: how near its pictures go', '19')
		.action((source: string | undefined, options: AddOptions) => add(source, options));
	map.command('list').description('show what there is').action(list);
	map
		.command('remove <what>')
		.description('"pack" (the PMTiles file) or "raster" (the tile server)')
		.action(remove);
}

async function add(source: string | undefined, options: AddOptions): Promise<void> {
	const place = placeOfThisServer();
	const files = mapFiles(place.dataDir);
	if (options.raster !== undefined) return addRaster(files, source, options.raster, options);
	if (source === undefined)
		throw new Refusal('Name a PMTiles file or its address, or a tile server with --raster.');
	const city = await cityOf(place);
	await refuseEarly(source, city);
	const staged = await files.stage(await bytesOf(source));
	const read = await readPmtiles(staged.path);
	const faults = faultsOfPack(read, city);
	if (!read.ok || faults.length > 0) {
		await files.drop(staged);
		throw new Refusal(...faults);
	}
	const { name, credit } = options;
	const known = { sha256: staged.sha256, file: source, name, credit, addedAt: Date.now() };
	const pack = packOf(read, known);
	await files.accept(staged, pack);
	const size = megabytes(pack.sizeBytes);
	console.log(`${pack.name} is the map now: ${size}, zoom ${pack.minZoom} to ${pack.maxZoom}.`);
	console.log(`Shown on it: ${pack.credit}`);
}

/** A file of this machine is looked at before it is copied: a large one takes minutes. */
async function refuseEarly(source: string, city: Profile): Promise<void> {
	if (isAddress(source)) return;
	const file = resolve(source);
	if (!existsSync(file) || !statSync(file).isFile()) throw new Refusal(`There is no file ${file}.`);
	const faults = faultsOfPack(await readPmtiles(file), city);
	if (faults.length > 0) throw new Refusal(...faults);
}

async function bytesOf(source: string): Promise<Readable> {
	if (!isAddress(source)) return createReadStream(resolve(source));
	try {
		const answer = await fetch(source);
		if (answer.ok && answer.body !== null) return Readable.from(answer.body);
		throw new Refusal(`${source} answers ${answer.status}: look at the address.`);
	} catch (error) {
		if (error instanceof Refusal) throw error;
		throw new Refusal(`${source} cannot be reached from here: download it, and name the file.`);
	}
}

async function addRaster(
	files: MapFiles,
	source: string | undefined,
	template: string,
	{ credit, maxZoom }: AddOptions
): Promise<void> {
	const url = URL.parse(template);
	const zoom = Number(maxZoom);
	const faults = [
		...(source === undefined ? [] : ['Name either a PMTiles file or a tile server, not both.']),
		...(url !== null && /^https?:$/.test(url.protocol) ? [] : [noAddress]),
		...(['{z}', '{x}', '{y}'].every((part) => template.includes(part)) ? [] : [noParts]),
		...(credit ? [] : ['Say with --credit whom the map is owed to: its licence asks for it.']),
		...(Number.isInteger(zoom) && zoom >= 8 && zoom <= 22 ? [] : ['--max-zoom is from 8 to 22.'])
	];
	if (faults.length > 0 || credit === undefined) throw new Refusal(...faults);
	await files.setRaster({ template, credit, maxZoom: zoom });
	console.log(`Pictures come from ${url?.host} while there is a connection.`);
}

const noAddress = 'The tile server needs an address that begins with https://.';
const noParts = 'The address of the tile server needs {z}, {x} and {y} where its numbers belong.';

async function list(): Promise<void> {
	const { pack, raster } = await mapFiles(placeOfThisServer().dataDir).read();
	if (pack === null && raster === null)
		return console.log('No map was added: the sketch of the city is drawn.');
	if (pack !== null) {
		const zooms = `zoom ${pack.minZoom}-${pack.maxZoom}`;
		const added = new Date(pack.addedAt).toISOString();
		const line = ['pack', pack.name, megabytes(pack.sizeBytes), zooms, added, pack.credit];
		console.log(line.join('\t'));
	}
	if (raster !== null) console.log(['raster', raster.template, raster.credit].join('\t'));
}

async function remove(what: string): Promise<void> {
	const files = mapFiles(placeOfThisServer().dataDir);
	if (what === 'pack') {
		if (!(await files.removePack())) throw new Refusal('No map was added: see "map list".');
		return console.log('The map is gone; devices that have it keep it until they are told.');
	}
	if (what !== 'raster') throw new Refusal('Say "pack" or "raster".');
	if ((await files.read()).raster === null)
		throw new Refusal('No tile server was named: see "map list".');
	await files.setRaster(null);
	console.log('The tile server is forgotten.');
}

function placeOfThisServer(): Place {
	const faults: string[] = [];
	const place = readPlace(process.env, faults);
	if (faults.length > 0) throw new Refusal(...faults);
	return place;
}

async function cityOf(place: Place): Promise<Profile> {
	const db = await openDatabase(place);
	try {
		const policy = await db.snapshot(readPolicy);
		if (policy !== null) return policy.profile;
		throw new Refusal('This database holds no city yet: fill it with "init" or "seed" first.');
	} finally {
		await db.close();
	}
}

const isAddress = (source: string) => /^https?:\/\//.test(source);
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
