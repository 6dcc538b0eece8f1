import { describe, expect, it } from 'vitest';
import type { ActRefusal } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import { aReport } from '../../../../tests/support/builders';
import { confirmIntent, sortOut } from './confirm-many';

const reports = ['r0', 'r1'].map((id) => aReport({ id, status: 'done' }));
const refusalOf = (reportId: string): ActRefusal => ({ reportId, reason: 'photos_missing' });

describe('confirming many', () => {
	it('leaves out what the rules refuse, each with its reason, before anything is done', () => {
		const [one, other] = reports;
		if (!one || !other) throw new Error('too few reports');
		const check = ({ reportId }: Intent) =>
			reportId === other.id
				? { ok: false as const, ...refusalOf(reportId) }
				: { ok: true as const };
		const { ready, left } = sortOut([one, other], check);
		expect(ready.map(({ id }) => id)).toEqual([one.id]);
		expect(left).toMatchObject([
			{ report: { id: other.id }, refusal: { reason: 'photos_missing' } }
		]);
	});

	it('never overrides the wait for photos, because that asks a reason for each one', () => {
		expect(reports.map((report) => confirmIntent(report).args)).toEqual([
			{ outcome: null, overrideReason: null },
			{ outcome: null, overrideReason: null }
		]);
	});
});
