/** First sync against one fetch and one bulkPut of the same rows; both begin without databases. */
import { allReports, inspectorName, officerName, ownReports } from './city';
import { inTurn, line } from './measure';
import type { Stage } from './stage';

const cases = [
	{ userName: officerName, reports: allReports, target: 1.2, pairs: 7 },
	{ userName: inspectorName, reports: ownReports, target: 1.6, pairs: 15 }
];
const wireTarget = 0.3;

/** Prints a line per size, and the share of the JSON that crossed the wire. */
export async function compareFirstSync(stage: Stage): Promise<void> {
	for (const { userName, reports, target, pairs } of cases) {
		let share = 0;
		const ours = () =>
			stage.fresh(userName, async (page) => {
				const done = await page.evaluate(() => window.bench.firstSync());
				expectRows(done.reports, reports);
				share = done.wireBytes / done.jsonBytes;
				return done.ms;
			});
		const bare = () =>
			stage.fresh(userName, async (page) => {
				const done = await page.evaluate((name) => window.bench.bareSync(name), userName);
				expectRows(done.reports, reports);
				return done.ms;
			});
		const name = `First sync of ${reports.toLocaleString('en')} reports`;
		console.log(line(name, await inTurn(pairs, { ours, bare }), target));
		const verdict = share <= wireTarget ? 'met' : 'NOT met';
		console.log(`  bytes on the wire: ${share.toFixed(2)} of its JSON, target <= 0.3: ${verdict}`);
	}
}

function expectRows(found: number, expected: number): void {
	if (found !== expected) throw new Error(`${found} reports arrived instead of ${expected}`);
}
