/** What the server tells of the calendar, and the changes that are asked of it; as the desk of the rules. */
import type { CalendarAct, CalendarDesk, CalendarPreview, OfficeApi } from '$lib/client/office-api';
import type { Answer, Failure } from '$lib/client/errors';

export type Calendar = ReturnType<typeof openCalendar>;

export function openCalendar(
	api: Pick<OfficeApi, 'calendar' | 'changeCalendar' | 'previewCalendar'>
) {
	let desk = $state.raw<CalendarDesk | null>(null);
	let failure = $state.raw<Failure | null>(null);

	function take(answer: Answer<CalendarDesk>) {
		if (answer.ok) desk = answer.value;
		return answer.ok ? null : answer.failure;
	}
	const asked = (change: CalendarAct) => ({ rev: desk?.rev ?? 0, change });

	return {
		/** Null before the first answer. */
		get desk() {
			return desk;
		},
		/** Why the last reading failed. */
		get failure() {
			return failure;
		},
		async read() {
			failure = take(await api.calendar());
		},
		/** Null once it is done; otherwise why not. Where others were first, theirs is read. */
		async change(act: CalendarAct): Promise<Failure | null> {
			const refused = take(await api.changeCalendar(asked(act)));
			if (refused?.code === 'conflict') take(await api.calendar());
			return refused;
		},
		async preview(act: CalendarAct): Promise<Answer<CalendarPreview>> {
			const answer = await api.previewCalendar(asked(act));
			if (answer.ok || answer.failure.code !== 'conflict') return answer;
			take(await api.calendar());
			return api.previewCalendar(asked(act));
		}
	};
}
