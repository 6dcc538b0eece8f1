/**
 * Which urgent assignments the person has to acknowledge, one after the other.
 *
 * 1. An urgent job raises its alarm when it is newly the person's, or becomes urgent while it is; once
 *    for each assignment epoch, whatever happens to its priority after that.
 * 2. What was acknowledged is remembered on this device; a job that was read elsewhere is quiet.
 * 3. A job that is no longer the person's, or no longer urgent, asks for nothing.
 * Not here: sound, vibration and the dialog.
 */
import type { Report } from '$lib/domain/report/report';
import { isJobOf } from '../field/jobs';

export interface Alarm {
	/** Report and assignment epoch. */
	key: string;
	report: Report;
}

interface Ports {
	heard(): Promise<ReadonlySet<string>>;
	hear(key: string): Promise<void>;
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

	/** Reads what was acknowledged before; until then nothing is raised. */
	async load(): Promise<void> {
		this.#heard = new Set(await this.#ports.heard());
	}

	/** Looks at the reports of the device as they are now. */
	look(reports: readonly Report[], personId: string): void {
		if (this.#heard === null) return;
		const jobs = reports.filter((report) => isJobOf(report, personId));
		const now = new Map(jobs.map((report) => [keyOf(report), isUrgent(report)]));
		for (const report of jobs) if (this.#isNews(report)) this.#raised.add(keyOf(report));
		for (const key of this.#raised) if (now.get(key) !== true) this.#raised.delete(key);
		this.#before = now;
		const byKey = new Map(jobs.map((report) => [keyOf(report), report]));
		const alarms = [...this.#raised].flatMap((key) => {
			const report = byKey.get(key);
			return report === undefined ? [] : [{ key, report }];
		});
		if (alarms.length + this.#alarms.length > 0) this.#alarms = alarms;
	}

	/** The person has seen it; resolves once that is remembered. */
	async acknowledge({ key }: Alarm): Promise<void> {
		await this.#ports.hear(key);
		this.#heard?.add(key);
		this.#raised.delete(key);
		this.#alarms = this.#alarms.filter((alarm) => alarm.key !== key);
	}

	#isNews(report: Report): boolean {
		const key = keyOf(report);
		if (!isUrgent(report) || this.#heard?.has(key) === true) return false;
		return report.assignment?.seenAt === null || this.#before?.get(key) === false;
	}
}

const keyOf = ({ id, assignment }: Report) => `${id}:${assignment?.epoch ?? 0}`;
const isUrgent = ({ priority }: Report) => priority === 'urgent';
