import type { Format } from '$lib/i18n/format';

/** Builds are named by their moment (ms since epoch) unless somebody named them otherwise. */
const buildMoment = /^\d{13}$/;

/** The version of the app as people read it. */
export function versionWords(version: string, format: Format): string {
	return buildMoment.test(version) ? format.dateTime(Number(version)) : version;
}
