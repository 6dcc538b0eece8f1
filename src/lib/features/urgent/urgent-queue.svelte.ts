/**
 * Which urgent assignments the person has to acknowledge, one after the other.
 *
 * 1. An urgent job raises its alarm when it comes to this device, or becomes urgent while it is here; once
 *    for each assignment epoch, whatever happens to its priority after that. What is here when a device
 *    is filled for the first time, or when the app is opened, has come before.
 * 2. What was raised and what was acknowledged is remembered on this device, so that a reload neither
 *    silences nor repeats it; a job that was read elsewhere is quiet.
 * 3. A job that is no longer the person's, or no longer urgent, asks for nothing.
 * Not here: sound, vibration and the dialog.
 */
import type { Report } from '$lib/domain/report/report';
import { isJobOf } from '$lib/domain/report/job';

export interface Alarm {
	/** Report and assignment epoch. */
	key: string;
	report: Report;
}

interface Ports {
	/** Keys of alarms that were raised here before, and whether each was acknowledged. */
	alarms(): Promise<ReadonlyMap<string, boolean>>;
	keep(key: string, isHeard: boolean): Promise<void>;
	onFailed(error: unknown): void;
}

export class UrgentQueue {
	readonly #ports: Ports;
	#heard: Set<string> | null = null;
	/** Jobs of the last look, and whether each was urgent then. */
	#before: ReadonlyMap<string, boolean> | null = null;
	#raised = new Set<string>();
	#alarms = $state.raw<readonly Alarm[]>([]);

	constructor(ports: Ports) {
		this.#ports = ports;
	}

	/** Oldest first; the first one is to be acknowledged now. */
	get alarms(): readonly Alarm[] {
		return this.#alarms;
	}

	/** Reads what was raised before; until then nothing is. */
	async load(): Promise<void> {
		const kept = [...(await this.#ports.alarms())];
		this.#raised = new Set(kept.filter(([, isHeard]) => !isHeard).map(([key]) => key));
		this.#heard = new Set(kept.filter(([, isHeard]) => isHeard).map(([key]) => key));
	}

	/** Looks at the reports of a device that holds all of them, as they are now. */
	look(reports: readonly Report[], personId: string): void {
		if (this.#heard === null) return;
		const jobs = reports.filter((report) => isJobOf(report, personId));
		const now = new Map(jobs.map((report) => [keyOf(report), isUrgent(report)]));
		for (const report of jobs) if (this.#isNews(report)) this.#raise(keyOf(report));
		for (const key of this.#raised) if (now.get(key) !== true) this.#raised.delete(key);
		this.#before = now;
		const byKey = new Map(jobs.map((report) => [keyOf(report), report]));
		this.#alarms = [...this.#raised].flatMap((key) => {
			const report = byKey.get(key);
			return report === undefined ? [] : [{ key, report }];
		});
	}

	/** The person has seen it; resolves once that is remembered. */
	async acknowledge({ key }: Alarm): Promise<void> {
		await this.#ports.keep(key, true);
		this.#heard?.add(key);
		this.#raised.delete(key);
		this.#alarms = this.#alarms.filter((alarm) => alarm.key !== key);
	}

	#raise(key: string): void {
		this.#raised.add(key);
		this.#ports.keep(key, false).catch(this.#ports.onFailed);
	}

	#isNews(report: Report): boolean {
		const key = keyOf(report);
		const isKnown = this.#heard?.has(key) === true || this.#raised.has(key);
		if (this.#before === null || isKnown || !isUrgent(report)) return false;
		const wasUrgent = this.#before.get(key);
		return wasUrgent === undefined ? report.assignment?.seenAt === null : !wasUrgent;
	}
}

const keyOf = ({ id, assignment }: Report) => `${id}:${assignment?.epoch ?? 0}`;
const isUrgent = ({ priority }: Report) => priority === 'urgent';
