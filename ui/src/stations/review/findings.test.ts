import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { Finding } from '../../host/types/Finding';
import Findings from './Findings.svelte';
import { reviewFindings, reviewPlaces } from './findings';
import { contractView } from '../../testing/contract';

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
  const places = reviewPlaces(contractView({ findings: [found('error', 'Wrong'), found('warning', 'Doubtful')] }));
  render(Findings, { places, locked: false, onwaive });
  expect(screen.getByText(/^An error has to be mended and cannot be waived/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Waive…' }));
  const confirm = screen.getByRole('button', { name: 'Waive with this reason' });
  expect((confirm as HTMLButtonElement).disabled).toBe(true);
  await fireEvent.input(screen.getByLabelText('Why it is left standing'), { target: { value: 'The margin allows it' } });
  await fireEvent.click(confirm);
  expect(onwaive).toHaveBeenCalledWith({ rule: 'C8', title: 'Doubtful', field: 'remedies.month_cap', reason: 'The margin allows it' }, true);
});

test('what the other side waived stays, and a waiver of read-only terms is for oneself', async () => {
  const onwaive = vi.fn(() => Promise.resolve('Not now'));
  const places = reviewPlaces(contractView({ findings: [found('warning', 'Doubtful'), found('warning', 'Waived', { waived: { reason: 'Known', shared: true } })], locked: true }));
  render(Findings, { places, locked: true, onwaive });
  expect(screen.queryByRole('button', { name: 'Take the waiver back' })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Waive…' }));
  await fireEvent.input(screen.getByLabelText('Why it is left standing'), { target: { value: 'Discussed' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Waive with this reason' }));
  expect(onwaive).toHaveBeenCalledWith(expect.objectContaining({ reason: 'Discussed' }), false);
  expect((await screen.findByRole('alert')).textContent).toBe('Not now');
});

test('findings stand by their place, and each way to mend one is an action of its own', async () => {
  const onmend = vi.fn();
  const ways = ['4 h', '6 h'].map((text) => ({ label: `Set it to ${text}`, changes: [{ path: 'ramp.fcr.1', text }] }));
  const findings = [
    found('error', 'Ramp harder', { fields: ['ramp.fcr.1'], mend: ways[0]!, alternatives: [ways[1]!] }),
    found('error', 'Ramp harder', { fields: ['ramp.fcr.2'] }),
    found('warning', 'Doubtful'),
  ];
  const places = reviewPlaces(contractView({ findings }));
  expect(places.map((place) => [place.label, place.findings.length])).toEqual([['First contact resolution, ramp', 2], ['Full remedies.month_cap', 1]]);
  render(Findings, { places, locked: false, onwaive: () => Promise.resolve(undefined), onmend });
  await fireEvent.click(screen.getAllByRole('button', { name: /Ramp harder/ })[0]!);
  await fireEvent.click(screen.getByRole('button', { name: 'Or: Set it to 6 h' }));
  expect(onmend).toHaveBeenCalledWith(ways[1]);
  expect(reviewPlaces(contractView({ findings, locked: true })).every((place) => place.findings.every((one) => one.ways.length === 0))).toBe(true);
});

test('a finding about one’s own limit is waived for oneself alone', async () => {
  const onwaive = vi.fn(() => Promise.resolve(undefined));
  const places = reviewPlaces(contractView({ findings: [found('warning', 'Outside your limit: 25\u202f%', { rule: 'B6', own: true })] }));
  render(Findings, { places, locked: false, onwaive });
  await fireEvent.click(screen.getByRole('button', { name: 'Waive…' }));
  expect(screen.queryByRole('checkbox')).toBeNull();
  await fireEvent.input(screen.getByLabelText('Why it is left standing'), { target: { value: 'Agreed with the director' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Waive with this reason' }));
  expect(onwaive).toHaveBeenCalledWith(expect.objectContaining({ rule: 'B6' }), false);
});
