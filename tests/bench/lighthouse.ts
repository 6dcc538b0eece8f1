/**
 * Lighthouse's marks for the field pages, in Arabic, as a signed-in inspector of 200 jobs gets them.
 *
 * 1. Every run begins without service worker, kept files and HTTP cache: the first visit after a new
 *    version. Session and local database stay.
 * 2. Throttling is Lighthouse's own (simulated): a slow phone on slow 4G, and a desk.
 * 3. Over TLS and HTTP/2, as every browser has it behind a city's proxy.
 * 4. Of several runs the median of each mark is told; audits below 0.9 are named.
 */
import type { Page } from '@playwright/test';
import lighthouse, { desktopConfig, type Result } from 'lighthouse';
import { freePort } from '../support/free-port';
import { inspectorName } from './city';
import { openFront } from './https-front';
import { median } from './measure';
import { enterApp, inProfile, openProfile } from './profile';
import type { Stage } from './stage';

const target = 95;
const runs = Number(process.env.LIGHTHOUSE_RUNS ?? 3);
const categories = ['performance', 'accessibility', 'best-practices'];
const forms = { mobile: undefined, desktop: desktopConfig };
const weakScore = 0.9;

/** Prints three marks per page and form factor. */
export async function tellLighthouse(stage: Stage, dataDir: string): Promise<void> {
	const front = await openFront(stage.url, dataDir);
	if (front === null)
		console.log('Lighthouse over HTTP/1.1: there is no openssl for a certificate');
	try {
		await markPages(front?.url ?? stage.url);
	} finally {
		front?.close();
	}
}

async function markPages(url: string): Promise<void> {
	const port = await freePort();
	const args = [`--remote-debugging-port=${port}`, '--ignore-certificate-errors'];
	await inProfile((folder) =>
		openProfile(folder, { args, viewport: null }, async (context) => {
			const page = await context.newPage();
			await page.goto(`${url}/login?lang=ar`);
			await mark(`${url}/login`, port);
			await enterApp(page, url, inspectorName);
			const job = await firstJob(page);
			// Left, so that the page that is measured has the databases and the cores for itself.
			await page.goto('about:blank');
			for (const path of ['/field', job, '/outbox', '/settings']) await mark(url + path, port);
		})
	);
}

async function firstJob(page: Page): Promise<string> {
	const href = await page.locator('[data-report] a').first().getAttribute('href');
	if (href === null) throw new Error('The list of jobs leads nowhere');
	return href;
}

async function mark(url: string, port: number): Promise<void> {
	for (const [form, config] of Object.entries(forms)) {
		const results: Result[] = [];
		while (results.length < runs) results.push(await measure(url, port, config));
		tell(`${new URL(url).pathname}, ${form}`, results);
	}
}

async function measure(
	url: string,
	port: number,
	config: typeof desktopConfig | undefined
): Promise<Result> {
	const flags = { port, onlyCategories: categories, logLevel: 'error' as const };
	const result = await lighthouse(url, flags, config);
	if (result === undefined) throw new Error(`Lighthouse said nothing about ${url}`);
	const { lhr } = result;
	if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
	if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
	return lhr;
}

function tell(name: string, results: readonly Result[]): void {
	const marks = categories.map((category) => {
		const points = median(results.map((lhr) => (lhr.categories[category]?.score ?? 0) * 100));
		return `${category} ${points.toFixed(0)}${points >= target ? '' : ' (NOT met)'}`;
	});
	const power = median(results.map(({ environment }) => environment.benchmarkIndex)).toFixed(0);
	console.log(`${name}: ${marks.join(', ')}; target >= ${target}; benchmark index ${power}`);
	for (const weak of weakAudits(results)) console.log(`  ${weak}`);
}

/** Audits that count for a mark or give its reason, below 0.9 in any run; of each run's values the last. */
function weakAudits(results: readonly Result[]): string[] {
	const weak = results.flatMap((lhr) =>
		Object.values(lhr.audits).filter(({ score }) => score !== null && score < weakScore)
	);
	const told = weak.map(({ id, title, displayValue }): [string, string] => [
		id,
		displayValue === undefined ? title : `${title}: ${displayValue}`
	]);
	return [...new Map(told).values()];
}
