import type { Command } from 'commander';

/** Adds `import` to the program. */
export function registerImport(program: Command): void {
	program.command('import', { hidden: true });
}
