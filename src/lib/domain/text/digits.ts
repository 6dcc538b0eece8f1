const zeros = [0x0660, 0x06f0];

/** The text with Arabic-Indic and Persian digits as Latin ones; nothing else changes. */
export function latinDigits(text: string): string {
	return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
		const code = digit.charCodeAt(0);
		const zero = zeros.find((start) => code >= start && code <= start + 9) ?? code;
		return String(code - zero);
	});
}
