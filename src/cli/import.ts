import type { Command } from 'commander';

/** Adds `import` to the program. */
export function registerImport(_program: Command): void {}
