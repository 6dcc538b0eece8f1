/**
 * The simulation outside a test runner: its TypeScript is loaded by Vite as it is, or changed on the
 * way by plugins (how the seeded bugs of `bugs/` come in, which no build can contain).
 */
import { fileURLToPath } from 'node:url';
import { createServer, type Plugin } from 'vite';
import type * as historyModule from './history';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface LoadedSim {
	/** See history.ts. */
	history: typeof historyModule;
	/** Any other module of this loading, by its path from the root of the repository. */
	load<Module>(path: string): Promise<Module>;
	runHistory: (typeof historyModule)['runHistory'];
	close(): Promise<void>;
}

/** Loads the simulation once more, with sources as the plugins leave them. */
export async function loadSim(plugins: Plugin[] = []): Promise<LoadedSim> {
	const server = await createServer({
		root,
		configFile: false,
		logLevel: 'error',
		appType: 'custom',
		plugins,
		resolve: { alias: { $lib: `${root}src/lib` } },
		// No page, no watching: only the loading.
		server: { middlewareMode: true, watch: null, hmr: false, ws: false },
		optimizeDeps: { noDiscovery: true, include: [] }
	});
	const load = async <Module>(path: string) =>
		(await server.ssrLoadModule(`${root}${path}`)) as Module;
	const history = await load<typeof historyModule>('tests/sim/history.ts');
	return { history, load, runHistory: history.runHistory, close: () => server.close() };
}
