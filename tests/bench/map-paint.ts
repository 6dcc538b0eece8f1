/** First paint of points: our map against Leaflet's circle markers on its canvas. */
import { allReports, inspectorName } from './city';
import { inTurn, line } from './measure';
import type { Stage } from './stage';

const target = 0.7;

/** Prints the line of the map. */
export async function compareMapPaint(stage: Stage): Promise<void> {
	const paint = (kind: 'paintMap' | 'paintCircles') => () =>
		stage.fresh(inspectorName, async (page) => {
			const ask = { kind, count: allReports };
			const done = await page.evaluate(({ kind, count }) => window.bench[kind](count), ask);
			if (!done.painted) throw new Error(`${kind} left an empty map`);
			return done.ms;
		});
	const sides = { ours: paint('paintMap'), bare: paint('paintCircles') };
	const name = `First paint of ${allReports.toLocaleString('en')} points`;
	console.log(line(name, await inTurn(15, sides), target));
}
