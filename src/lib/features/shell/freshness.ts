/** How old the jobs on this device may be before it is said: grey 1 h, amber 12 h, red 3 days. */
import type { PartTone } from '$lib/ui/tone';

const hourMs = 3_600_000;
const steps: readonly [afterMs: number, tone: PartTone][] = [
	[72 * hourMs, 'alarm'],
	[12 * hourMs, 'waiting'],
	[hourMs, 'neutral']
];

/** The tone of the stale mark, or null while the data is fresh or was never fetched. */
export function staleTone(lastContactAt: number | null, now: number): PartTone | null {
	if (lastContactAt === null) return null;
	const ageMs = now - lastContactAt;
	return steps.find(([afterMs]) => ageMs >= afterMs)?.[1] ?? null;
}
