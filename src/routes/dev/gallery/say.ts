import { locale } from '$lib/i18n/locale.svelte';

/** Sample texts of the gallery, in the language of the moment; they are nobody's product texts. */
export const say = (ar: string, en: string): string => (locale.current === 'ar' ? ar : en);
