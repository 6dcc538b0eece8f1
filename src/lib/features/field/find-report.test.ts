import { describe, expect, it } from 'vitest';
import { aReport } from '../../../../tests/support/builders';
import { findReport } from './find-report';

const report = aReport({ id: 'r1', number: 'MM-26-004217-6' });
const reports = {
	isReady: true,
	isComplete: true,
	byId: (id: string) => (id === report.id ? report : undefined),
	byNumber: (number: string) => (number === report.number ? report : undefined)
};
const departure = {
	reportId: 'r2',
	number: 'MM-26-000099-1',
	address: '',
	reason: 'reassigned',
	at: 1,
	hadWork: true
};

describe('a report address', () => {
	it('names a report by number or by id', () => {
		expect(findReport('MM-26-004217-6', reports, [], true)).toEqual({ kind: 'here', report });
		expect(findReport('r1', reports, [], true)).toEqual({ kind: 'here', report });
	});

	it('remembers what left while it was the person’s', () => {
		expect(findReport('r2', reports, [departure], true)).toEqual({ kind: 'left', departure });
	});

	it('waits while reports are still arriving, and not without a connection', () => {
		const arriving = { ...reports, isComplete: false };
		expect(findReport('x', arriving, [], true).kind).toBe('loading');
		expect(findReport('x', arriving, [], false).kind).toBe('unknown');
		expect(findReport('x', reports, [], true).kind).toBe('unknown');
	});
});
