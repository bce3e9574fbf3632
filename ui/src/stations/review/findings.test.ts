import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { Finding } from '../../host/types/Finding';
import Findings from './Findings.svelte';
import { reviewFindings } from './findings';

const found = (severity: Finding['severity'], title: string, more: Partial<Finding> = {}): Finding => ({
  rule: 'C8', severity, title, reason: 'A reason.', source: 'Rule C8; a source', fields: ['remedies.month_cap'], mend: null, alternatives: [], waits_for: null, waived: null, ...more,
});

test('only what somebody has to decide is listed, the waived last', () => {
  const findings = [
    found('warning', 'Waived', { waived: { reason: 'The margin allows it', shared: true } }),
    found('error', 'Wrong'),
    found('warning', 'Doubtful'),
    found('advice', 'Hint'),
    found('warning', 'Waiting', { waits_for: 'a baseline' }),
  ];
  expect(reviewFindings({ findings, locked: false }).map((one) => one.view.title)).toEqual(['Wrong', 'Doubtful', 'Waived']);
});

test('a warning is waived with a reason, and an error is not', async () => {
  const onwaive = vi.fn(() => Promise.resolve(undefined));
  const findings = reviewFindings({ findings: [found('error', 'Wrong'), found('warning', 'Doubtful')], locked: false });
  render(Findings, { findings, locked: false, onwaive });
  await fireEvent.click(screen.getByRole('button', { name: 'Waive…' }));
  const confirm = screen.getByRole('button', { name: 'Waive with this reason' });
  expect((confirm as HTMLButtonElement).disabled).toBe(true);
  await fireEvent.input(screen.getByLabelText('Why it is left standing'), { target: { value: 'The margin allows it' } });
  await fireEvent.click(confirm);
  expect(onwaive).toHaveBeenCalledWith({ rule: 'C8', title: 'Doubtful', field: 'remedies.month_cap', reason: 'The margin allows it' }, true);
});

test('what the other side waived stays, and a waiver of read-only terms is for oneself', async () => {
  const onwaive = vi.fn(() => Promise.resolve('Not now'));
  const findings = reviewFindings({ findings: [found('warning', 'Doubtful'), found('warning', 'Waived', { waived: { reason: 'Known', shared: true } })], locked: true });
  render(Findings, { findings, locked: true, onwaive });
  expect(screen.queryByRole('button', { name: 'Take the waiver back' })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Waive…' }));
  await fireEvent.input(screen.getByLabelText('Why it is left standing'), { target: { value: 'Discussed' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Waive with this reason' }));
  expect(onwaive).toHaveBeenCalledWith(expect.objectContaining({ reason: 'Discussed' }), false);
  expect((await screen.findByRole('alert')).textContent).toBe('Not now');
});
