/** Invents what a citizen reports: where, what, by which channel and in which words. */
import type { Bilingual } from '$lib/domain/city/profile';
import type { ReportInput } from '$lib/domain/report/new-report';
import type { DemoPlace, DemoReports } from '$lib/server/city/demo';
import type { Random } from './random';

/** What a channel would know of it, but for the moment. */
export type InventedReport = Omit<ReportInput, 'receivedAt'>;

type Language = 'ar' | 'en' | 'other';

/** One report that came in at `at`; `month` is 0 to 11 in the city's time zone. */
export function inventReport(
	demo: DemoReports,
	month: number,
	areaName: (path: string) => Bilingual,
	random: Random
): InventedReport {
	const area = random.weighted(demo.areas);
	const place = random.weighted(area.places);
	const category = random.weighted(
		demo.categories.map((category) => ({
			...category,
			share: category.share * (category.months?.[month] ?? 1)
		}))
	);
	const landmark = random.pick(place.landmarks.length > 0 ? place.landmarks : demo.landmarks);
	const language = languageOf(demo, category.id, random);
	const lang = language === 'en' ? 'en' : 'ar';
	return {
		categoryId: category.id,
		channelId: random.weighted(demo.channels).id,
		channelReference: null,
		description: describe(demo, category, language, place, landmark, random),
		addressText: addressOf(demo, place, areaName(area.path), random),
		landmark: random.chance(0.55) ? landmark.ar : null,
		accessNote: random.chance(0.18) ? random.pick(demo.accessNotes) : null,
		areaPath: area.path,
		accuracyMetres: Math.round(random.around(lang === 'ar' ? 14 : 18, 0.6)),
		...random.near(place, place.radiusMetres)
	};
}

function languageOf(demo: DemoReports, categoryId: string, random: Random): Language {
	const shares = demo.languageShares;
	const language = random.weighted([
		{ id: 'ar' as const, share: shares.ar },
		{ id: 'en' as const, share: shares.en },
		{ id: 'other' as const, share: shares.other }
	]).id;
	const hasOther = demo.otherLanguages.some((other) => other.categoryId === categoryId);
	return language === 'other' && !hasOther ? 'ar' : language;
}

function describe(
	demo: DemoReports,
	category: DemoReports['categories'][number],
	language: Language,
	place: DemoPlace,
	landmark: Bilingual,
	random: Random
): string {
	if (language === 'other') {
		return random.pick(demo.otherLanguages.filter((other) => other.categoryId === category.id))
			.text;
	}
	return filled(random.pick(category.descriptions[language]), {
		place: place.name[language],
		landmark: landmark[language],
		duration: random.pick(demo.durations[language])
	});
}

function addressOf(demo: DemoReports, place: DemoPlace, area: Bilingual, random: Random): string {
	const street = filled(random.pick(demo.addresses.ar), {
		place: place.name.ar,
		way: String(random.int(101, 7999)),
		house: String(random.int(1, 899))
	});
	return street.includes(area.ar) ? street : `${area.ar}، ${street}`;
}

function filled(template: string, slots: Readonly<Record<string, string>>): string {
	return template.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole);
}
