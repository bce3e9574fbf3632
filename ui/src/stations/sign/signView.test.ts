import { expect, it } from 'vitest';
import { approval, contractView } from '../../testing/contract';
import { signView } from './signView';

const [client, vendor] = contractView().approvals;
const given = { ...client!, state: 'approved' as const, approved_at: '2026-11-21T11:00:00Z', short_hash: '1a65 43fb' };
const voided = { side: 'client' as const, role: 'Procurement lead', approved_at: '2026-11-20T11:00:00Z', revision: 2, short_hash: '9515 d317', word: 'approved' as const, ended: 'changed' as const, reason: '' };

it('one approves for the side one works as only', () => {
  expect(signView(contractView(), 'none', false).approvers.map((row) => row.state)).toEqual(['open', 'elsewhere']);
  expect(signView(contractView({ side: 'vendor' }), 'none', false).approvers.map((row) => row.state)).toEqual(['elsewhere', 'waiting']);
  const turn = contractView({ side: 'vendor', approvals: [given, { ...vendor!, state: 'in_turn', waits_for: '' }] });
  expect(signView(turn, 'none', false).approvers.map((row) => row.state)).toEqual(['approved', 'open']);
});

it('an approval that a change voided stays beside its role', () => {
  const view = signView(contractView({ voided: [voided] }), 'none', false);
  expect(view.approvers[0]).toMatchObject({ state: 'open', voided: [{ said: 'Approved', ended: 'Voided', revision: 'revision 2', hash: '9515 d317' }] });
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
  expect(states([given, { ...given, side: 'vendor' as const }])).toEqual(['done', 'done', 'now']);
});

it('the annex is printed only of these very terms, and says why not', () => {
  expect(signView(contractView(), 'current', false)).toMatchObject({ annexAvailable: true, annexReason: undefined });
  expect(signView(contractView(), 'stale', false).annexAvailable).toBe(false);
  expect(signView(contractView(), 'none', false).annexReason).toContain('no history');
});

it('who is not in turn is told whom it waits for, and who rejected says why', () => {
  const rejected = approval('client', 'Northmere', 'Procurement lead', 'rejected', { rejected_at: '2026-11-21T11:00:00Z', reason: 'Too dear' });
  const view = contractView({ side: 'vendor', approvals: [{ ...rejected, elsewhere: true }, vendor!] });
  const rows = signView(view, 'none', false).approvers;
  expect(rows[0]).toMatchObject({ state: 'rejected', own: false, note: '“Too dear” Recorded on another computer; not a signature.' });
  expect(rows[1]).toMatchObject({ state: 'waiting', own: true, note: 'After Procurement lead (client).' });
});

it('a received copy is answered, and only its own side speaks there, whatever one works as', () => {
  const received = contractView({ side: 'vendor', locked: true, received_from: 'client', answer_hindrance: 'There is no answer to write yet', approvals: [given, approval('vendor', 'Alvora', 'Account lead', 'in_turn')] });
  const view = signView(received, 'none', false);
  expect(view.exchange).toMatchObject({ kind: 'answer', label: 'Write the answer for Northmere', reason: 'There is no answer to write yet.' });
  expect(signView({ ...received, side: 'client' }, 'none', false).approvers.map((row) => row.own)).toEqual([false, false]);
  expect(signView(received, 'none', false).workingAs).toBe('You work as Alvora, vendor, and approve for that side only.');
  expect(signView({ ...received, side: 'client' }, 'none', false).workingAs).toContain('who sent these terms and approves on its own computer. Work as Alvora to approve here.');
  // Actuals alone are an answer: no approval is asked for.
  expect(signView({ ...received, answer_hindrance: null }, 'none', false).exchange.reason).toBeUndefined();
  expect(signView(contractView(), 'none', false).exchange).toMatchObject({ kind: 'take_in', label: 'Take in the answer of Alvora' });
});
