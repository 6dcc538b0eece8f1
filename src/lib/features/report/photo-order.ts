/**
 * In which order photos stand, everywhere: by kind as the story goes, within a kind as the inspector
 * put them, and a marked copy right after its original. Pure.
 *
 * `order` lists hashes: what a finish names, or what the inspector arranged before it. Photos that it
 * does not name come after those it names, by time.
 */
import { photoKinds, type ReportPhoto } from '$lib/domain/report/report';

/** Photos in the order in which they are shown. */
export function inOrder(
	photos: readonly ReportPhoto[],
	order: readonly string[]
): readonly ReportPhoto[] {
	const place = ({ sha256 }: ReportPhoto) => {
		const index = order.indexOf(sha256);
		return index < 0 ? Infinity : index;
	};
	const sorted = photos.toSorted(
		(a, b) =>
			photoKinds.indexOf(a.kind) - photoKinds.indexOf(b.kind) ||
			compare(place(a), place(b)) ||
			a.takenAt - b.takenAt
	);
	const hashes = new Set(photos.map(({ sha256 }) => sha256));
	const isBeside = ({ derivedFrom }: ReportPhoto) => hashes.has(derivedFrom ?? '');
	return sorted
		.filter((photo) => !isBeside(photo))
		.flatMap((photo) => [
			photo,
			...sorted.filter(({ derivedFrom }) => derivedFrom === photo.sha256)
		]);
}

/** Infinity minus Infinity is no number. */
const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);

/** The hashes after one was moved to the place of another. */
export function movedTo(
	hashes: readonly string[],
	moved: string,
	target: string
): readonly string[] {
	const to = hashes.indexOf(target);
	if (to < 0 || !hashes.includes(moved)) return hashes;
	return hashes.filter((sha256) => sha256 !== moved).toSpliced(to, 0, moved);
}

/** The one of a kind that is held beside the other kind: the last in the order given, or a newer one. */
export function leading(
	photos: readonly ReportPhoto[],
	order: readonly string[]
): ReportPhoto | undefined {
	const own = photos.filter(({ derivedFrom }) => derivedFrom === undefined);
	const placed = own
		.filter(({ sha256 }) => order.includes(sha256))
		.toSorted((a, b) => order.indexOf(a.sha256) - order.indexOf(b.sha256));
	const newestPlacedAt = Math.max(...placed.map(({ takenAt }) => takenAt), -Infinity);
	const newer = own
		.filter((photo) => !order.includes(photo.sha256) && photo.takenAt > newestPlacedAt)
		.toSorted((a, b) => a.takenAt - b.takenAt);
	return newer.at(-1) ?? placed.at(-1);
}
