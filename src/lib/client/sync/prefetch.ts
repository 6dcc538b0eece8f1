/**
 * Fetches ahead, while nothing else happens, the photos that an inspector will want to see where
 * there is no signal: those of the own open reports, at the size of a screen.
 *
 * 1. One at a time. The first failure ends the round, and so does an own photo on its way up: the line
 *    is not shared with it. The next page that arrives begins another round.
 * 2. What was this device's own when the round began is not asked for: its copy is here, or will be.
 */
import { statusTable } from '$lib/domain/report/lifecycle';
import { standingPhotos, type Report } from '$lib/domain/report/report';

export interface PrefetchPorts {
	reports(): readonly Report[];
	ownerId: string;
	kept(): Promise<ReadonlySet<string>>;
	isOwn(sha256: string): boolean;
	/** Do own photos go up now? */
	isSending(): boolean;
	fetch(reportId: string, sha256: string): Promise<boolean>;
	/** Resolves when the page has nothing to do. */
	idle(): Promise<void>;
}

/** At about 200 KB each this stays well inside the budget of the cache. */
const maxAhead = 400;

/** Photos worth having on this device, newest reports first. */
export function wantedPhotos(
	reports: readonly Report[],
	ownerId: string
): { reportId: string; sha256: string }[] {
	const own = reports.filter(
		(report) => statusTable[report.status].isOpen && report.assignment?.assigneeId === ownerId
	);
	return own
		.toSorted((a, b) => b.receivedAt - a.receivedAt)
		.flatMap((report) =>
			standingPhotos(report)
				.filter(({ state }) => state === 'stored')
				.map(({ sha256 }) => ({ reportId: report.id, sha256 }))
		)
		.slice(0, maxAhead);
}

export class Prefetch {
	readonly #ports: PrefetchPorts;
	#isBusy = false;
	#isStopped = false;

	constructor(ports: PrefetchPorts) {
		this.#ports = ports;
	}

	stop(): void {
		this.#isStopped = true;
	}

	/** Begins a round unless one is under way. */
	async run(): Promise<void> {
		if (this.#isBusy || this.#isStopped) return;
		this.#isBusy = true;
		try {
			await this.#round();
		} catch {
			// The copy could not be kept; a look will fetch the photo again.
		} finally {
			this.#isBusy = false;
		}
	}

	async #round(): Promise<void> {
		const ports = this.#ports;
		const others = wantedPhotos(ports.reports(), ports.ownerId).filter(
			({ sha256 }) => !ports.isOwn(sha256)
		);
		const kept = await ports.kept();
		const missing = others.filter(({ sha256 }) => !kept.has(sha256));
		for (const { reportId, sha256 } of missing) {
			await ports.idle();
			if (this.#isStopped || ports.isSending()) return;
			if (!(await ports.fetch(reportId, sha256))) return;
		}
	}
}
