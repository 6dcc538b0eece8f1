/** The accessibility rules, asked of whatever is on the screen now. */
import { expect, type Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';

/** Besides the one by day, which every check looks at. */
const otherThemes = ['dark', 'sun'] as const;

/** Names every broken rule with its element; the test goes on, and fails at its end. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
	await expectUnbroken(page, allRules, name);
}

/** The same, and whether it can be read at night and in the sun: of the rules only contrast knows themes. */
export async function expectAccessibleInAnyLight(page: Page, name: string): Promise<void> {
	await expectAccessible(page, name);
	const own = await page.evaluate(() => document.documentElement.dataset.theme);
	for (const theme of otherThemes) {
		await setTheme(page, theme);
		await expectUnbroken(page, contrast, `${name}, ${theme}`);
	}
	await setTheme(page, own);
}

/**
 * Nothing stands beyond the edges of the screen, where nobody can reach it. What is made to be moved
 * sideways (a row of filters, the map) may.
 */
export async function expectFits(page: Page, name: string): Promise<void> {
	expect.soft(await page.evaluate(whatStandsOut), `${name}: reaches beyond the screen`).toEqual([]);
}

function whatStandsOut(): string[] {
	const width = document.documentElement.clientWidth;
	const isMoved = (element: Element) =>
		element.scrollWidth > element.clientWidth + 1 &&
		element.scrollHeight <= element.clientHeight + 1 &&
		/auto|scroll/.test(getComputedStyle(element).overflowX);
	const isMeant = (element: Element): boolean =>
		element.closest('.leaflet-container, .visually-hidden, [inert], svg') !== null ||
		ancestors(element).some(isMoved);
	function ancestors({ parentElement }: Element): Element[] {
		return parentElement === null ? [] : [parentElement, ...ancestors(parentElement)];
	}
	const found = [...document.body.querySelectorAll('*')].filter((element) => {
		const { left, right, width: own, height } = element.getBoundingClientRect();
		return own > 1 && height > 1 && (left < -1 || right > width + 1) && !isMeant(element);
	});
	return found.map(({ outerHTML }) => outerHTML.slice(0, 120));
}

const allRules: RunOptions = {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
	// On trial in axe; it takes the initials in a portrait for the words of the button.
	rules: { 'label-content-name-mismatch': { enabled: false } }
};
const contrast: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** The rules come into a page once: they are half a megabyte of script, and a page is asked often. */
async function expectUnbroken(page: Page, rules: RunOptions, name: string): Promise<void> {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	const broken = await page.evaluate(whatIsBroken, rules);
	expect.soft(broken, name).toEqual([]);
}

declare global {
	interface Window {
		axe: typeof axe;
	}
}

/** Runs in the page. */
async function whatIsBroken(rules: RunOptions): Promise<string[]> {
	const { violations } = await window.axe.run(document, {
		...rules,
		resultTypes: ['violations']
	});
	return violations.flatMap(({ id, help, nodes }) =>
		nodes.map(({ html, any }) => `${id}: ${any[0]?.message ?? help}: ${html.slice(0, 160)}`)
	);
}

async function setTheme(page: Page, theme: string | undefined): Promise<void> {
	await page.evaluate(async (chosen) => {
		document.documentElement.dataset.theme = chosen ?? 'system';
		const running = document.getAnimations().filter((one) => one instanceof CSSTransition);
		// One that is given up for another has rejected: the other is here too.
		await Promise.allSettled(running.map(({ finished }) => finished));
	}, theme);
}
