/** An officer who changes the working calendar and the targets of a test city, and what that moves. */
import type { Person } from '../../src/lib/domain/people/actor';
import type { DueMove, ReportEvent } from '../../src/lib/domain/report/event';
import type { CalendarEdit } from '../../src/lib/protocol/calendar';
import { newId } from '../../src/lib/server/clock';
import { eventsOf } from '../../src/lib/server/repositories/events';
import { followCalendar, type CalendarDeps } from '../../src/lib/server/usecases/follow-calendar';
import {
	changeCalendar,
	previewCalendar,
	readCalendarDesk
} from '../../src/lib/server/usecases/working-calendar';
import { huda } from '../support/builders';
import type { TestCity } from './sync-support';

export type CalendarAct = CalendarEdit['change'];

export class TimeOffice {
	/** Scopes that were bumped, in their order. */
	readonly announced: string[] = [];
	readonly #city: TestCity;

	constructor(city: TestCity) {
		this.#city = city;
	}

	deps(
		announce = (versions: ReadonlyMap<string, number>) => {
			this.announced.push(...versions.keys());
		}
	): CalendarDeps {
		return { db: this.#city.app.db, now: () => this.#city.now, newId, announce };
	}

	/** Of the calendar as it stands. */
	async rev(): Promise<number> {
		return (await readCalendarDesk(this.#city.app, huda))?.rev ?? 0;
	}

	async change(act: CalendarAct, person: Person = huda) {
		return changeCalendar(this.deps(), person, { rev: await this.rev(), change: act });
	}

	/** What a change would move, or why it is none. */
	async preview(act: CalendarAct, person: Person = huda) {
		const asked = { rev: await this.rev(), change: act };
		const answer = await previewCalendar(this.deps(), person, asked);
		return answer.ok ? answer.value : answer.code;
	}

	async follow(): Promise<void> {
		await followCalendar(this.deps());
	}

	/** Why due times of a report have moved, in their order. */
	async moves(id: string): Promise<(DueMove | undefined)[]> {
		return (await eventsOf(this.#city.app.db.kysely, id)).flatMap(({ body }) => {
			const event: ReportEvent = JSON.parse(body ?? '{}');
			return event.kind === 'due_moved' ? [event.dueMoved] : [];
		});
	}
}
