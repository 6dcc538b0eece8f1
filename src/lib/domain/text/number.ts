import { latinDigits } from './digits';

const plain = /^[+-]?\d+(\.\d+)?$/;
const grouped = /^[+-]?\d{1,3}([,٬]\d{3})+(\.\d+)?$/;
// Marks of direction that a copied number may carry.
const invisible = /[\u200e\u200f\u061c\u2066-\u2069\s]/g;

/**
 * The number that a person has typed, in Latin or Arabic digits, with either decimal sign (. ٫) and
 * thousands in groups of three (, ٬); null where it is none.
 */
export function numberFrom(text: string): number | null {
	const bare = latinDigits(text)
		.replace(invisible, '')
		.replace(/\u2212/g, '-')
		.replace('٫', '.');
	if (plain.test(bare)) return Number(bare);
	return grouped.test(bare) ? Number(bare.replace(/[,٬]/g, '')) : null;
}
