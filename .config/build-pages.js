/**
 * What "vite build" does, with an end of its own: the compiler of messages leaves a worker behind
 * that would hold the finished process for another twenty seconds.
 */
import { build } from 'vite';

await build({ logLevel: 'warn' });
process.exit();
