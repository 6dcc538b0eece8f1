import { platformOf } from '$lib/client/browser';

/** Browsers by the mark they alone carry; Chrome's and Safari's stand in most others too. */
const browsers: readonly [RegExp, string][] = [
	[/Edg\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];

/** "Chrome · Android": what a session's browser says of itself; undefined when nothing known. */
export function sessionDevice(userAgent: string | null): string | undefined {
	if (userAgent === null) return undefined;
	const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
	const parts = [browser, platformOf(userAgent)].filter((part) => part !== undefined);
	return parts.length === 0 ? undefined : parts.join(' · ');
}
