/** Calls of office screens, apart from those of the first load: the rules and the calendar of the city. */
import {
	calendarDesk,
	calendarPreview,
	type CalendarDesk,
	type CalendarEdit,
	type CalendarPreview
} from '$lib/protocol/calendar';
import {
	ruleList,
	ruleTrial,
	type ListedRule,
	type RuleChange,
	type RuleList,
	type RuleTrial
} from '$lib/protocol/routing';
import { openApi, type Api } from './api';
import type { Answer } from './errors';

export type { CalendarDesk, CalendarPreview, ListedRule, RuleList, RuleTrial };
export type RuleAct = RuleChange['change'];
export type CalendarAct = CalendarEdit['change'];
export type OfficeApi = ReturnType<typeof openOfficeApi>;

export function openOfficeApi({ ask }: Pick<Api, 'ask'> = openApi()) {
	const post = (body: RuleChange | CalendarEdit) => ({ method: 'POST' as const, body });
	return {
		rules: (): Promise<Answer<RuleList>> => ask('/api/rules', ruleList),
		changeRules: (change: RuleChange): Promise<Answer<RuleList>> =>
			ask('/api/rules', ruleList, post(change)),
		tryRules: (change: RuleChange): Promise<Answer<RuleTrial>> =>
			ask('/api/rules/trial', ruleTrial, post(change)),
		calendar: (): Promise<Answer<CalendarDesk>> => ask('/api/calendar', calendarDesk),
		changeCalendar: (edit: CalendarEdit): Promise<Answer<CalendarDesk>> =>
			ask('/api/calendar', calendarDesk, post(edit)),
		previewCalendar: (edit: CalendarEdit): Promise<Answer<CalendarPreview>> =>
			ask('/api/calendar/preview', calendarPreview, post(edit))
	};
}
