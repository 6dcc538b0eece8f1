/** Figures without a ratio: they describe this machine as much as the product. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../support/server';
import { measureTakeIn } from './city';
import { median } from './measure';

const takenIn = 5_000;

/** Prints how fast reports come in and how long starts take. */
export async function tellFigures(storedPerSecond: number): Promise<void> {
	const perSecond = await inTemporary((dataDir) => measureTakeIn(dataDir, takenIn));
	console.log(`Reports taken in by a channel: ${perSecond.toFixed(0)} per second`);
	console.log(`Reports stored with their history: ${storedPerSecond.toFixed(0)} per second`);
	await inTemporary(async (dataDir) => {
		const first = performance.now();
		const server = await startServer({ dataDir });
		console.log(`First start of the demo, built: ${seconds(performance.now() - first)}`);
		const again: number[] = [];
		for (let count = 0; count < 3; count += 1) {
			await server.kill();
			const startedMs = performance.now();
			await server.restart();
			again.push(performance.now() - startedMs);
		}
		console.log(`Second start, after a power cut: ${seconds(median(again))}`);
		await server.stop();
	});
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

async function inTemporary<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-bench-'));
	try {
		return await work(dataDir);
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}
