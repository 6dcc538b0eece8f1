/** Where the server takes moments and new ids from; handed in, so that tests and simulations decide. */
import { v7 } from 'uuid';

export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A new identifier (UUIDv7): sorts by the moment it was made. */
export const newId = (): string => v7();
