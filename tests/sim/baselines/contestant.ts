/** A device with a way to keep and send writes, as the matrix drives it. */
import type { LineFault, PlannedFault } from '../faulty-line';
import type { VirtualTime } from '../virtual-time';

/** Where it lives, and what happens to it there. */
export interface Place {
	time: VirtualTime;
	seed: number;
	faults: readonly PlannedFault<LineFault>[];
	/** A fault was met. */
	met(kind: string): void;
}

export interface Contestant {
	/** The page opens. */
	open(): Promise<void>;
	/** Writes a note; resolves once its person was told that it is saved, never if the page dies first. */
	note(text: string): Promise<void>;
	/** The page dies after so many more steps, and is opened again after a while. */
	die(afterSteps: number, awayMs: number): void;
	endSession(): void;
	signIn(): Promise<void>;
	/** From here on nothing goes wrong, and the page is opened anew. */
	calm(): Promise<void>;
	/** The notes that the server holds. */
	stored(): Promise<readonly string[]>;
	close(): Promise<void>;
}
