/**
 * Takes the pictures of the documents: starts the built product with a fresh demo city, signs in by
 * roles, and writes one PNG per row of `shots` into docs/screens (`npm run screens`).
 *
 * 1. Every picture shows the product itself, with the data that `npm start` makes.
 * 2. A picture is reduced to a palette, so that the repository stays small.
 * 3. Words, names and ways are those of the browser tests.
 * 4. Those that the manifest names are copied to static/screenshots; the service worker leaves them out.
 * 5. Every screen of the field is there in Arabic and English, by day, at night or in the sun.
 * Not here: comparing pictures; people look at them.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import sharp from 'sharp';
import { inspectorOn } from '../e2e/inspector.ts';
import { contest } from '../e2e/late-work.ts';
import { loseOutbox, withdrawAccess } from '../e2e/misfortune.ts';
import { officeOf } from '../e2e/office.ts';
import { askToLeave, signIn, waitUntilKept } from '../e2e/sign-in.ts';
import { ar, en, type Words } from '../e2e/words.ts';
import { chooseBrowser } from './browser.ts';
import {
	toBoard,
	toClaims,
	toColumns,
	toDue,
	toHistory,
	toMerge,
	toOfficerHistory,
	toSuggest,
	toTeam,
	toVersions
} from './desk-ways.ts';
import {
	follow,
	toCamera,
	toFinish,
	toLock,
	toMessages,
	toNewReport,
	toRoute,
	toShift,
	toUrgent,
	type Way
} from './screen-ways.ts';
import { startServer } from './server.ts';
import { writeStreetFilm } from './street.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'screens');
/** What an installation dialog shows; the names and sizes stand in static/manifest.webmanifest. */
const inManifest = ['field-ar', 'confirm-ar', 'field-ar-phone', 'report-ar-sun-phone'];
const manifestFolder = join(root, 'static', 'screenshots');

const screens = {
	tablet: { viewport: { width: 1280, height: 800 }, hasTouch: true },
	portrait: { viewport: { width: 820, height: 1180 }, hasTouch: true },
	desktop: { viewport: { width: 1440, height: 900 } },
	phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true }
} satisfies Record<string, BrowserContextOptions>;

interface Shot {
	name: string;
	words: Words;
	screen: keyof typeof screens;
	theme?: 'dark' | 'sun';
	/** Nobody is signed in without one. */
	user?: string;
	way?: Way;
}

const openFirst =
	(home: string): Way =>
	async (page) => {
		// The head of a list leads to other places: a report is named by its number.
		await page.locator(`a[href^="${home}/"][href*="-"]`).first().click();
		await page.waitForURL(`**${home}/**`);
	};

/** Three acts without a network, then what waits. */
const workOffline = async (page: Page, words: Words): Promise<void> => {
	await waitUntilKept(page);
	const inspector = inspectorOn(page, words);
	const [job = ''] = await inspector.untouchedJobs();
	await inspector.openJob(job);
	await page.context().setOffline(true);
	for (const act of [words.setOff, words.arrived, words.start]) await inspector.act(act);
	await inspector.photograph(inspector.button(words.before), words.before);
};

const thenOutbox: Way = async (page, words) => {
	await workOffline(page, words);
	await page.getByRole('link', { name: words.outbox }).first().click();
	await page.waitForURL('**/outbox');
};

const thenLeave: Way = async (page, words) => {
	await workOffline(page, words);
	await askToLeave(page, words);
};

const thenLose: Way = async (page, words) => {
	await workOffline(page, words);
	await loseOutbox(page);
	await page.context().setOffline(false);
	await page.goto(new URL('/field', page.url()).href);
	await page.getByRole('alert').waitFor();
};

/** Work of somebody whose access has ended meanwhile, handed in. */
const thenRevoked: Way = async (page, words) => {
	await workOffline(page, words);
	await withdrawAccess(server, 'inspector5');
	await page.context().setOffline(false);
	await page.getByRole('alert').waitFor();
	await page.getByRole('link', { name: words.outbox, exact: true }).click();
};

/** One closing decided, one under review, both after the office had closed the reports; one act waits. */
const thenDecided: Way = async (page, words) => {
	await waitUntilKept(page);
	const inspector = inspectorOn(page, words);
	const [decided = '', open = '', waiting = ''] = await inspector.untouchedJobs();
	const office = await officeOf(server.url, 'supervisor1');
	await page.context().setOffline(true);
	for (const job of [decided, open]) {
		await inspector.openJob(job);
		for (const act of [words.setOff, words.arrived, words.start]) await inspector.act(act);
		await inspector.photograph(inspector.button(words.before), words.before);
		await inspector.photograph(inspector.button(words.after), words.after);
		await inspector.finish('أزيلت المخلفات ونُظف المكان', 'الطريق مغلق');
		// Both jobs end with the same notice.
		await hideNotices(page);
		await page.goBack();
		await office.act(job, 'unassign', {});
		await office.act(job, 'close', { outcome: 'duplicate', text: null });
	}
	await page.context().setOffline(false);
	await page.getByRole('link', { name: /كل شيء مُرسل/ }).waitFor();
	const [claim] = (await office.report(decided)).claims.filter(({ kind }) => kind === 'finish');
	const settling = { claimId: claim?.id, choice: 'keep', text: 'البلاغ مكرر، وصورك تفيدنا. شكرًا' };
	await office.act(decided, 'settleClaim', settling);
	await office.leave();
	await page.waitForTimeout(settleMs);
	await page.context().setOffline(true);
	await inspector.openJob(waiting);
	await inspector.act(words.setOff);
	await page.getByRole('link', { name: words.outbox, exact: true }).click();
	await page.waitForURL('**/outbox');
	// What was told about the reports is read: the picture is about the outbox.
	await hideNotices(page);
};

async function hideNotices(page: Page): Promise<void> {
	const told = page.getByRole('button', { name: 'إخفاء', exact: true });
	await told.first().waitFor();
	while ((await told.count()) > 0) await told.first().click();
}

/** How everybody is called who takes part in late work; the second one is given the report. */
const colleagues = { ar: 'خالد الكندي', en: 'Khalid Al Kindi' };
let isContested = false;

/** Two people work on one report, once for all pictures; then what the supervisor sees of it. */
const thenReview: Way = async (page, words) => {
	if (!isContested) await contestOnce(page, words);
	isContested = true;
	await follow('/dispatch/review')(page, words, server);
	await page.getByRole('button', { expanded: true }).waitFor();
};

async function contestOnce(desk: Page, words: Words): Promise<void> {
	const { origin } = new URL(desk.url());
	const browser = desk.context().browser();
	if (browser === null) throw new Error('The pictures need a browser of their own');
	const [author, colleague] = await Promise.all(
		['inspector1', 'inspector2'].map(async (user) => {
			const shot = { name: user, words, screen: 'tablet' as const };
			const page = await (await browser.newContext(deviceOf(shot))).newPage();
			await signIn(page, origin, user, words);
			return page;
		})
	);
	if (author === undefined || colleague === undefined) return;
	const people = { author, desk, colleague, colleagueName: colleagues[words.lang], words };
	await contest(people, 'أُصلح قبل وصول زميلي، والمكان نظيف.');
	await author.context().setOffline(false);
	await author.getByRole('link', { name: words.outbox }).first().click();
	await author.getByText(words.underReview).first().waitFor();
	// The photos come after the words.
	const sent = { name: /كل شيء مُرسل|All sent/ };
	for (const page of [author, colleague]) await page.getByRole('link', sent).waitFor();
	await Promise.all([author.context().close(), colleague.context().close()]);
}

const inspector = { user: 'inspector1' };
const supervisor = { user: 'supervisor1' };
const directorate = { user: 'directorate1' };

/** Reading comes first; work that changes the city comes last. */
const shots: readonly Shot[] = [
	{ name: 'login-ar', words: ar, screen: 'tablet' },
	...inThree('settings', follow('/settings'), 'inspector1', 'portrait', 'sun'),
	{ name: 'field-ar', words: ar, screen: 'tablet', ...inspector },
	{ name: 'field-en', words: en, screen: 'tablet', ...inspector },
	{ name: 'field-ar-dark', words: ar, screen: 'tablet', theme: 'dark', ...inspector },
	{ name: 'field-ar-phone', words: ar, screen: 'phone', ...inspector },
	...inThree('route', toRoute, 'inspector1', 'portrait', 'dark'),
	...inThree('ready', follow('/field/ready'), 'inspector1', 'tablet', 'sun'),
	...inThree('new-report', toNewReport, 'inspector1', 'portrait', 'dark'),
	{ name: 'report-ar', words: ar, screen: 'tablet', ...inspector, way: openFirst('/field') },
	{
		name: 'report-ar-sun-phone',
		words: ar,
		screen: 'phone',
		theme: 'sun',
		...inspector,
		way: openFirst('/field')
	},
	{ name: 'dispatch-en', words: en, screen: 'desktop', ...supervisor },
	...ofDesk('dispatch', undefined),
	{ name: 'dispatch-ar-phone', words: ar, screen: 'phone', ...supervisor },
	{ name: 'dispatch-ar-sun', words: ar, screen: 'tablet', theme: 'sun', ...supervisor },
	...ofDesk('board', toBoard),
	...ofDesk('columns', toColumns),
	...ofDesk('suggest', toSuggest),
	...ofDesk('team', toTeam),
	...ofDesk('rules', follow('/dispatch/rules')),
	...ofDesk('calendar', follow('/dispatch/rules/calendar')),
	{ name: 'confirm-ar', words: ar, screen: 'desktop', ...directorate, way: openFirst('/confirm') },
	{ name: 'confirm-en', words: en, screen: 'desktop', ...directorate, way: openFirst('/confirm') },
	...ofOfficer(),
	{ name: 'history-ar', words: ar, screen: 'desktop', ...directorate, way: toOfficerHistory },
	{
		name: 'history-en-dark',
		words: en,
		screen: 'tablet',
		theme: 'dark',
		...supervisor,
		way: toHistory
	},
	...ofDesk('merge', toMerge),
	...ofDesk('due', toDue),
	...ofDesk('versions', toVersions),
	{ name: 'report-en-phone', words: en, screen: 'phone', ...inspector, way: workOffline },
	{ name: 'outbox-ar', words: ar, screen: 'tablet', ...inspector, way: thenOutbox },
	{ name: 'outbox-en-phone', words: en, screen: 'phone', ...inspector, way: thenOutbox },
	...inThree('shift', toShift, 'inspector6', 'portrait', 'sun'),
	...inThree('finish', toFinish, 'inspector7', 'portrait', 'dark'),
	{ name: 'camera-ar', words: ar, screen: 'tablet', user: 'inspector8', way: toCamera },
	{ name: 'camera-en-phone', words: en, screen: 'phone', user: 'inspector8', way: toCamera },
	...inThree('messages', toMessages, 'inspector6', 'portrait', 'sun'),
	{ name: 'urgent-ar', words: ar, screen: 'tablet', user: 'inspector6', way: toUrgent },
	{
		name: 'urgent-en-sun-phone',
		words: en,
		screen: 'phone',
		theme: 'sun',
		user: 'inspector4',
		way: toUrgent
	},
	{
		name: 'lock-ar',
		words: ar,
		screen: 'tablet',
		user: 'inspector8',
		way: toLock('inspector8', 'inspector6')
	},
	{
		name: 'lock-en-dark-phone',
		words: en,
		screen: 'phone',
		theme: 'dark',
		user: 'inspector8',
		way: toLock('inspector8', 'inspector6')
	},
	{ name: 'sign-out-ar', words: ar, screen: 'tablet', user: 'inspector2', way: thenLeave },
	{
		name: 'outbox-states-ar-dark',
		words: ar,
		screen: 'portrait',
		theme: 'dark',
		user: 'inspector3',
		way: thenDecided
	},
	{ name: 'incident-en', words: en, screen: 'tablet', user: 'inspector4', way: thenLose },
	{ name: 'revoked-ar-phone', words: ar, screen: 'phone', user: 'inspector5', way: thenRevoked },
	{ name: 'review-ar', words: ar, screen: 'desktop', ...supervisor, way: thenReview },
	{ name: 'claims-en', words: en, screen: 'tablet', ...supervisor, way: toClaims }
];

/** The queue and a report of it, on a tablet at night and on a phone. */
function ofOfficer(): Shot[] {
	const way = openFirst('/confirm');
	return [
		{ name: 'confirm-ar-dark', words: ar, screen: 'tablet', theme: 'dark', ...directorate, way },
		{ name: 'confirm-ar-phone', words: ar, screen: 'phone', ...directorate },
		{ name: 'confirm-en-phone', words: en, screen: 'phone', ...directorate, way }
	];
}

/** A screen of the desk in Arabic on a tablet by day, and in English on a desktop at night. */
function ofDesk(name: string, way: Way | undefined): Shot[] {
	return [
		{ name: `${name}-ar`, words: ar, screen: 'tablet', ...supervisor, way },
		{ name: `${name}-en-dark`, words: en, screen: 'desktop', theme: 'dark', ...supervisor, way }
	];
}

/** A screen on an Arabic tablet and an English phone by day, and in Arabic in another light. */
function inThree(
	name: string,
	way: Way,
	user: string,
	screen: Shot['screen'],
	theme: 'dark' | 'sun'
): Shot[] {
	return [
		{ name: `${name}-ar`, words: ar, screen: 'tablet', user, way },
		{ name: `${name}-en-phone`, words: en, screen: 'phone', user, way },
		{ name: `${name}-ar-${theme}`, words: ar, screen, theme, user, way }
	];
}

/** Maps paint, pictures load and notices settle in this time; a picture has no better sign. */
const settleMs = 2500;

const only = process.argv.slice(2);
for (const path of [folder, manifestFolder]) mkdirSync(path, { recursive: true });
const film = await writeStreetFilm(join(root, '.cache', 'street-film.mjpeg'));
const server = await startServer({ args: ['--seed', 'screens'] });
const browser = await chromium.launch({
	...(await chooseBrowser()),
	args: [
		'--use-fake-device-for-media-stream',
		'--use-fake-ui-for-media-stream',
		`--use-file-for-fake-video-capture=${film}`
	]
});
try {
	for (const shot of shots) {
		if (only.length > 0 && !only.includes(shot.name)) continue;
		await take(browser, server.url, shot);
	}
} finally {
	await browser.close();
	await server.stop();
}

/** Takes one picture on a device of its own; says which one when the way to it is not there. */
async function take(from: Browser, origin: string, shot: Shot): Promise<void> {
	const context = await from.newContext(deviceOf(shot));
	// A page reads its theme before the first paint, from where the settings put it.
	await context.addInitScript((theme) => {
		localStorage.setItem('maydan.preferences', JSON.stringify({ theme }));
	}, shot.theme ?? 'light');
	const page = await context.newPage();
	try {
		await enter(page, origin, shot);
		// Nothing is pictured as it looks under a pointer.
		await page.mouse.move(1, 1);
		await page.waitForTimeout(settleMs);
		const bytes = await page.screenshot();
		const file = join(folder, `${shot.name}.png`);
		const { size } = await sharp(bytes).png({ palette: true, effort: 10 }).toFile(file);
		if (inManifest.includes(shot.name))
			copyFileSync(file, join(manifestFolder, `${shot.name}.png`));
		console.log(`${shot.name}: ${Math.round(size / 1000)} kB`);
	} catch (error) {
		console.error(`${shot.name}: ${error instanceof Error ? error.message : String(error)}`);
		process.exitCode = 1;
	} finally {
		await context.close();
	}
}

async function enter(page: Page, origin: string, { user, words, way }: Shot): Promise<void> {
	if (user === undefined) {
		await page.goto(`${origin}/login?lang=${words.lang}`);
		return;
	}
	await signIn(page, origin, user, words);
	// Until then the tablet is not ready to leave, and says so.
	await waitUntilKept(page);
	await page.waitForTimeout(settleMs);
	await way?.(page, words, server);
}

function deviceOf({ screen, words }: Shot): BrowserContextOptions {
	return {
		...screens[screen],
		locale: words.lang === 'ar' ? 'ar-OM' : 'en-GB',
		timezoneId: 'Asia/Muscat',
		permissions: ['geolocation', 'camera'],
		geolocation: { latitude: 23.6402, longitude: 58.1893, accuracy: 8 }
	};
}
