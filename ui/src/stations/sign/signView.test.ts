import { expect, it } from 'vitest';
import { contractView } from '../../testing/contract';
import { signView } from './signView';

const [client, vendor] = contractView().approvals;
const given = { ...client!, approved_at: '2026-11-21T11:00:00Z', short_hash: '1a65 43fb' };
const voided = { side: 'client' as const, role: 'Procurement lead', approved_at: '2026-11-20T11:00:00Z', revision: 2, short_hash: '9515 d317' };

it('one approves for the side one works as only', () => {
  expect(signView(contractView(), 'none', false).approvers.map((row) => row.state)).toEqual(['open', 'elsewhere']);
  expect(signView(contractView({ side: 'vendor' }), 'none', false).approvers.map((row) => row.state)).toEqual(['elsewhere', 'open']);
});

it('an approval that a change voided stays beside its role', () => {
  const view = signView(contractView({ voided: [voided] }), 'none', false);
  expect(view.approvers[0]).toMatchObject({ state: 'open', voided: [{ revision: 'revision 2', hash: '9515 d317' }] });
  expect(view.approvers[1]?.voided).toEqual([]);
  expect(view.voided).toBe('The terms changed since revision 2, which voided 1\u00a0approval: Procurement lead.');
});

it('a blocker links to the clause of its term and closes approving', () => {
  const view = signView(contractView({ blockers: [{ title: 'No cap', reason: 'Why', path: 'remedies.month_cap' }] }), 'none', false);
  expect(view.blockers[0]?.go).toEqual({ label: 'Go to Charges', href: '#/contract/c1/terms/remedies.month_cap' });
  expect(view.closed).toContain('1\u00a0finding is mended or waived');
  expect(signView(contractView(), 'none', true).closed).toContain('saved');
  expect(signView(contractView(), 'none', false).closed).toBeUndefined();
});

it('the steps count what was given on this revision', () => {
  const states = (approvals: ReturnType<typeof contractView>['approvals']) => signView(contractView({ approvals }), 'none', false).steps.map((step) => step.state);
  expect(states([given, vendor!])).toEqual(['done', 'now', 'ahead']);
  expect(states([given, { ...given, side: 'vendor' }])).toEqual(['done', 'done', 'now']);
});

it('the annex is printed only of these very terms, and says why not', () => {
  expect(signView(contractView(), 'current', false)).toMatchObject({ annexAvailable: true, annexReason: undefined });
  expect(signView(contractView(), 'stale', false).annexAvailable).toBe(false);
  expect(signView(contractView(), 'none', false).annexReason).toContain('no history');
});
