import { describe, expect, it } from 'vitest';
import { aCommand, aReport, by, huda, salma } from '../../../../tests/support/builders';
import { decide } from './decide';
import type { ReportEvent } from './event';
import { withReplaced } from './told-values';

function eventsOf(report: ReturnType<typeof aReport>, command: ReturnType<typeof aCommand>) {
	const person = command.type === 'confirm' ? huda : salma;
	const decision = decide(report, command, by(person));
	if (decision.outcome === 'rejected') throw new Error(decision.reason);
	return withReplaced(report, decision.events);
}

describe('the values that an event replaced', () => {
	it('stand beside the new ones, as they were then', () => {
		const report = aReport({ status: 'assigned' });
		const [raised] = eventsOf(report, aCommand('setPriority', { args: { priority: 'urgent' } }));
		expect(raised?.replaced).toEqual({ from: { priority: 'normal' }, to: { priority: 'urgent' } });
		const [given] = eventsOf(report, aCommand('reassign', { args: { assigneeId: 'badr' } }));
		expect(given?.replaced).toEqual({ from: { assigneeId: 'ali' }, to: { assigneeId: 'badr' } });
	});

	it('are absent where nothing that is told in words has moved', () => {
		const [confirmed] = eventsOf(aReport({ status: 'done' }), aCommand('confirm'));
		expect(confirmed?.change.status).toBe('closed');
		expect(confirmed).not.toHaveProperty('replaced');
	});

	it('are those of the event before where one act makes several', () => {
		const report = aReport({ priority: 'low' });
		const [raise] = eventsOf(report, aCommand('setPriority', { args: { priority: 'high' } }));
		const again: ReportEvent = { ...raise, change: { priority: 'urgent' } } as ReportEvent;
		const [, second] = withReplaced(report, [raise as ReportEvent, again]);
		expect(second?.replaced).toEqual({ from: { priority: 'high' }, to: { priority: 'urgent' } });
	});
});
