/** A campaign in words and figures. */
import type { CampaignReport } from './campaign';

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

const counts = (by: Record<string, number>) =>
	Object.entries(by)
		.map(([name, count]) => `${name}: ${count}`)
		.join(', ');

/** Lines for people; the date is the machine's. */
export function print(report: CampaignReport, engine: string): string {
	const { seed, bodies, unsendable, heapBytes, rssBytes, tookMs, lanes, outcomes, findings } =
		report;
	const perSecond = Math.round((bodies / Math.max(1, tookMs)) * 1000);
	const lines = Object.entries(lanes).flatMap(([name, { statuses, plainMs, worstMs, worst }]) => [
		`  ${name.padEnd(9)} ${counts(statuses)}`,
		`            CPU plain ${plainMs.toFixed(1)} ms, worst hostile ${worstMs.toFixed(1)} ms: ${worst.slice(0, 300)}`
	]);
	return [
		`Fuzz on ${engine}, seed ${seed}, ${new Date(performance.timeOrigin + performance.now()).toISOString().slice(0, 10)}`,
		`  ${bodies} bodies in ${Math.round(tookMs / 1000)} s (${perSecond}/s), ${unsendable} could not be sent`,
		...lines,
		`  commands stored: ${counts(outcomes)}`,
		`  heap after collection: ${megabytes(heapBytes.early)} at a tenth, ${megabytes(heapBytes.end)} at the end; resident ${megabytes(rssBytes)}`,
		`  findings: ${findings.length}`,
		...findings.map((finding) => `    ${finding}`)
	].join('\n');
}
