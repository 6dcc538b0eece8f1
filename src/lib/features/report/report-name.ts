/** How a report is named: by its number, and until the server has given one by its id. */
import type { Report } from '$lib/domain/report/report';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** What stands in its address; both are found. */
export const refOf = ({ id, number }: Pick<Report, 'id' | 'number'>) => number || id;

/** The number in the page's digits; what has none says that it comes later. */
export const numberText = (number: string, format: Format) =>
	number === '' ? m.register_number_later() : format.figures(number);
