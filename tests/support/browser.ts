/**
 * Finds a Chromium for the browser tests, without asking anybody to install one where it can be
 * helped. In order: CHROME_PATH, Playwright's own, an installed Chrome or Chromium, and the npm
 * package @sparticuz/chromium (Linux x64), unpacked once below `.cache`.
 *
 * 1. What is found is launched by Playwright with its own arguments; the package's are for servers
 *    without a sandbox and are not used.
 * 2. The unpacked browser appears under its final name in one rename, so half of it is never used.
 */
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

/** What Playwright needs to launch the browser that was found. */
export type Browser = Pick<LaunchOptions, 'executablePath' | 'channel' | 'env'>;

const root = join(import.meta.dirname, '..', '..');
const programNames = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const programPaths = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'
];

/** Chooses the browser; throws one sentence that says what to install when there is none. */
export async function chooseBrowser(): Promise<Browser> {
	const named = process.env.CHROME_PATH;
	if (named !== undefined && named !== '') return { executablePath: named };
	// The full browser in its new headless mode: it has background sync, the shell has not.
	if (existsSync(chromium.executablePath())) return { channel: 'chromium' };
	const installed = installedBrowser();
	if (installed !== undefined) return { executablePath: installed };
	if (process.platform === 'linux' && process.arch === 'x64') return packagedBrowser();
	throw new Error(
		'No Chromium found for the browser tests: run "npx playwright install --with-deps chromium", ' +
			'or set CHROME_PATH to an installed Chrome.'
	);
}

function installedBrowser(): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	const onPath = folders.flatMap((folder) => programNames.map((name) => join(folder, name)));
	return [...onPath, ...programPaths].find((path) => existsSync(path));
}

async function packagedBrowser(): Promise<Browser> {
	const folder = join(root, '.cache', `chromium-${packageVersion()}`);
	if (!existsSync(folder)) await unpack(folder);
	const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH];
	return {
		executablePath: join(folder, 'chromium'),
		env: {
			...definedEnvironment(),
			LD_LIBRARY_PATH: libraries.filter((path) => path).join(delimiter),
			FONTCONFIG_FILE: join(folder, 'fonts.conf')
		}
	};
}

function packageFolder(): string {
	return join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '..', '..');
}

function packageVersion(): string {
	const described: { version: string } = JSON.parse(
		readFileSync(join(packageFolder(), 'package.json'), 'utf8')
	);
	return described.version;
}

/** The package unpacks into the temporary directory of the moment, so that is moved for a while. */
async function unpack(folder: string): Promise<void> {
	mkdirSync(join(root, '.cache'), { recursive: true });
	const draft = mkdtempSync(`${folder}-`);
	const before = process.env.TMPDIR;
	process.env.TMPDIR = draft;
	try {
		const packaged = await import('@sparticuz/chromium');
		await packaged.default.executablePath();
		await packaged.inflate(join(packageFolder(), 'bin', 'al2023.tar.br'));
	} finally {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
	}
	writeFileSync(join(draft, 'fonts.conf'), fontSettings(folder));
	settle(draft, folder);
}

function settle(draft: string, folder: string): void {
	try {
		renameSync(draft, folder);
	} catch (error) {
		// Another run was quicker; its browser is as good as ours.
		if (!existsSync(join(folder, 'chromium'))) throw error;
		rmSync(draft, { recursive: true, force: true });
	}
}

function fontSettings(folder: string): string {
	return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
	<dir>${join(folder, 'fonts')}</dir>
	<dir>/usr/share/fonts</dir>
	<cachedir>${join(folder, 'fontcache')}</cachedir>
</fontconfig>
`;
}

function definedEnvironment(): Record<string, string> {
	const entries = Object.entries(process.env);
	return Object.fromEntries(
		entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
	);
}
