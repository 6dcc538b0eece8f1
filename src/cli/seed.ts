import type { Command } from 'commander';

/** Adds `seed` to the program. */
export function registerSeed(_program: Command): void {}
