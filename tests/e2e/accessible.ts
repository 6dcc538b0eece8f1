/** The accessibility rules, asked of whatever is on the screen now. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Besides the one by day, which every check looks at. */
const otherThemes = ['dark', 'sun'] as const;

/** Names every broken rule with its element; the test goes on, and fails at its end. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
	const rules = axeOn(page)
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		// On trial in axe; it takes the initials in a portrait for the words of the button.
		.disableRules(['label-content-name-mismatch']);
	await expectUnbroken(rules, name);
}

/** The same, and whether it can be read at night and in the sun: of the rules only contrast knows themes. */
export async function expectAccessibleInAnyLight(page: Page, name: string): Promise<void> {
	await expectAccessible(page, name);
	const own = await page.evaluate(() => document.documentElement.dataset.theme);
	for (const theme of otherThemes) {
		await setTheme(page, theme);
		await expectUnbroken(axeOn(page).withRules(['color-contrast']), `${name}, ${theme}`);
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

/** In one frame, which is all that a page of ours has: axe opens no page of its own then. */
function axeOn(page: Page): AxeBuilder {
	return new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
}

async function expectUnbroken(rules: AxeBuilder, name: string): Promise<void> {
	const { violations } = await rules.analyze();
	const broken = violations.flatMap(({ id, help, nodes }) =>
		nodes.map(({ html, any }) => `${id}: ${any[0]?.message ?? help}: ${html.slice(0, 160)}`)
	);
	expect.soft(broken, name).toEqual([]);
}

async function setTheme(page: Page, theme: string | undefined): Promise<void> {
	await page.evaluate(async (chosen) => {
		document.documentElement.dataset.theme = chosen ?? 'system';
		const running = document.getAnimations().filter((one) => one instanceof CSSTransition);
		// One that is given up for another has rejected: the other is here too.
		await Promise.allSettled(running.map(({ finished }) => finished));
	}, theme);
}
