/**
 * The numbers of a way's stops as they can be read at a zoom: those that would lie on one another
 * stand together at the first of them, as "3–5" or "1, 4".
 *
 * 1. Every stop is in exactly one label, and the labels of a view do not overlap.
 * 2. Depends on the zoom alone: dragging the map asks for nothing.
 * Not here: how a label looks (map.css), where Leaflet puts it (route-layer).
 */
import type { GeoPoint } from '$lib/domain/geo/point';
import { project, worldPx } from './mercator';

/** A numbered place; the text of its number. */
export type Stop = GeoPoint & { text: string };

/** Height of a label, and width of one with a digit or two, CSS px. */
const labelPx = 26;
const letterPx = 9;
const edgesPx = 14;
/** So many parts of a list are read at a glance; more of them end in a count. */
const partsMost = 3;

interface Group {
	x: number;
	y: number;
	/** Places in the list of stops, rising. */
	members: readonly number[];
	text: string;
}

/** The labels at a zoom, in the order of their first stops. `scale`: how much larger texts are. */
export function stopLabels(stops: readonly Stop[], zoom: number, scale = 1): Stop[] {
	const size = worldPx(zoom);
	let groups: Group[] = stops.map((stop, index) => {
		const { x, y } = project(stop);
		return { x: x * size, y: y * size, members: [index], text: stop.text };
	});
	let count: number;
	do {
		count = groups.length;
		groups = joined(groups, stops, scale);
	} while (groups.length < count);
	return groups.flatMap(({ members: [first = 0], text }) => {
		const stop = stops[first];
		return stop === undefined ? [] : [{ ...stop, text }];
	});
}

/** Each group goes into the first one that it would overlap. */
function joined(groups: readonly Group[], stops: readonly Stop[], scale: number): Group[] {
	const kept: Group[] = [];
	for (const group of groups) {
		const at = kept.findIndex((other) => overlap(other, group, scale));
		const other = kept[at];
		if (other === undefined) kept.push(group);
		else kept[at] = together(other, group, stops);
	}
	return kept;
}

function together(first: Group, second: Group, stops: readonly Stop[]): Group {
	const members = [...first.members, ...second.members].sort((a, b) => a - b);
	const lead = members[0] === first.members[0] ? first : second;
	return { ...lead, members, text: textOf(members, stops) };
}

function overlap(one: Group, other: Group, scale: number): boolean {
	const width = (widthOf(one.text) + widthOf(other.text)) / 2;
	return Math.abs(one.x - other.x) < width * scale && Math.abs(one.y - other.y) < labelPx * scale;
}

const widthOf = (text: string) => Math.max(labelPx, edgesPx + letterPx * text.length);

/** Runs as "3–5", single ones apart; what is too much ends in three dots. */
function textOf(members: readonly number[], stops: readonly Stop[]): string {
	const runs: number[][] = [];
	for (const member of members) {
		const run = runs.at(-1);
		if (run?.at(-1) === member - 1) run.push(member);
		else runs.push([member]);
	}
	const parts = runs.slice(0, partsMost).map((run) => {
		const [from, to] = [run[0], run.at(-1)].map((at) => stops[at ?? 0]?.text ?? '');
		return from === to ? from : `${from}–${to}`;
	});
	return parts.join(', ') + (runs.length > partsMost ? ' …' : '');
}
