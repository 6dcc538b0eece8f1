/** How a faulty line lets bytes through, in the details that the fault has drawn. */
import type { Shape } from './pump';
import type { WireRequest } from './request-reader';
import type { DrawnFault } from './wire-faults';

/** On the way to the server. */
export function shapeUp(fault: DrawnFault | null, { total }: WireRequest): Shape {
	if (fault?.kind === 'limit_up') return { limitBytes: 1 + Math.floor(fault.draw() * total) };
	return shapeOf(fault);
}

/** On the way back. Answers are short: a cut falls into their head, their body, or behind them. */
export function shapeDown(fault: DrawnFault | null): Shape {
	if (fault?.kind !== 'limit_down') return shapeOf(fault);
	const spread = fault.draw() < 0.7 ? 1500 : 20_000;
	return { limitBytes: 1 + Math.floor(fault.draw() * spread) };
}

function shapeOf(fault: DrawnFault | null): Shape {
	switch (fault?.kind) {
		case 'latency':
			return { delayMs: 20 + fault.draw() * 400 };
		case 'bandwidth':
			return { bytesPerSecond: 10_000 + fault.draw() * 40_000, pieceBytes: 512 };
		case 'slicer':
			return { pieceBytes: 16 + Math.floor(fault.draw() * 200), delayMs: fault.draw() * 2 };
		default:
			return {};
	}
}
