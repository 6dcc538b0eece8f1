/** `dev`: the demo's database under Vite's development server, so that a change shows at once. */
import type { Command } from 'commander';
import type { DemoChoice } from './prepare-demo';
import { readDemoSettings } from './settings';
import { announce, openDemo, withDemoOptions } from './start';

/** Adds `dev` to the program. */
export function registerDev(program: Command, root: string): void {
	withDemoOptions(program.command('dev'))
		.description('start the demo for development: shows every change of the sources at once')
		.action((choice: DemoChoice) => develop(root, choice));
}

async function develop(root: string, choice: DemoChoice): Promise<void> {
	const settings = readDemoSettings(process.env);
	await openDemo(settings, choice);
	const { createServer } = await import('vite');
	const { host, port } = settings;
	const server = await createServer({ root, server: { host, port, strictPort: true } });
	await server.listen();
	announce(`http://localhost:${port}`);
}
