/**
 * Folding for search: two spellings of the same word come out the same, in Arabic and in Latin.
 *
 * 1. Folding twice is folding once.
 * 2. Alef forms, hamza carriers, ta marbuta, alef maqsura and Persian letters fold to one letter;
 *    tatweel, short vowels and invisible marks vanish; all digits become Latin; letters are lower
 *    case without accents.
 * 3. The leading article (ال, with وال، بال، كال، فال، لل) may be left out on either side.
 * Not here: ranking, and the search columns of a database (they store what `foldWords` returns).
 */
import { latinDigits } from './digits';

const letters: Readonly<Record<string, string>> = {
	أ: 'ا',
	إ: 'ا',
	آ: 'ا',
	ٱ: 'ا',
	ؤ: 'و',
	ئ: 'ي',
	ى: 'ي',
	ی: 'ي',
	ې: 'ي',
	ة: 'ه',
	ۀ: 'ه',
	ہ: 'ه',
	ھ: 'ه',
	ک: 'ك',
	گ: 'ك',
	چ: 'ج',
	پ: 'ب',
	ڤ: 'ف',
	ژ: 'ز',
	ء: ''
};

const carriers = new RegExp(`[${Object.keys(letters).join('')}]`, 'gu');
// Marks that carry no letter: accents and vowels (after NFKD), tatweel, bidi and joining controls.
const marks = /[\p{Mn}\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const separators = /[^\p{L}\p{N}]+/gu;
const article = /^(?:[وفبك]?ال|لل)(?=..)/u;

/** A text folded to its bare letters and digits, words separated by one space; idempotent. */
export function fold(text: string): string {
	const bare = latinDigits(text.normalize('NFKC')).normalize('NFKD').replace(marks, '');
	return bare
		.toLowerCase()
		.normalize('NFKD')
		.replace(marks, '')
		.replace(carriers, (letter) => letters[letter] ?? letter)
		.replace(separators, ' ')
		.trim();
}

/** A folded word without its leading article; a word that would keep fewer than two letters stays. */
export function withoutArticle(word: string): string {
	return word.replace(article, '');
}

/** The folded words of a text, each without its article: what a search column stores. */
export function foldWords(text: string): string[] {
	const folded = fold(text);
	return folded === '' ? [] : folded.split(' ').map(withoutArticle);
}

/**
 * Whether every word of the query begins or stands inside some word of the text; an empty query
 * matches everything.
 */
export function matches(query: string, text: string): boolean {
	return matching(query)(fold(text));
}

/** The same for many texts that are folded already: the query is looked at once. */
export function matching(query: string): (folded: string) => boolean {
	// A word of the query holds no space, so that it stands in the text where it stands in a word of it.
	const asked = fold(query)
		.split(' ')
		.map((word) => [word, withoutArticle(word)] as const);
	return (folded) => asked.every(([word, bare]) => folded.includes(word) || folded.includes(bare));
}
