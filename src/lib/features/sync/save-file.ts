/** Long enough for the slowest tablet to have begun reading. */
const readMs = 60_000;

/** Hands a file to the browser, to be kept where it keeps what is downloaded. */
export function saveFile(file: Blob, name: string): void {
	const href = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = href;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(href), readMs);
}
