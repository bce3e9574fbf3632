import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ActualsImported } from '../../host/types/ActualsImported';
import type { ScorecardView } from '../../host/types/ScorecardView';
import type { SourceView } from '../../host/types/SourceView';
import { expectAccessible } from '../../testing/axe';
import AmountsDialog from './AmountsDialog.svelte';
import Beside from './Beside.svelte';
import MarkDialog from './MarkDialog.svelte';
import OfferDialog from './OfferDialog.svelte';

afterEach(cleanup);

const source: SourceView = { origin: 'imported', side: 'vendor', name: 'acd.csv', short_hash: '1a6543fb', at: '2027-10-02T07:40:00Z', mark: '', theirs: true };
const levels = [{ value: 'fcr', label: 'First contact resolution' }, { value: 'p90', label: 'Answer time, 90th percentile' }];
const labels = [
  { level: 'fcr', numerator: 'Good ones in it', denominator: 'All in it', hindrance: '' },
  { level: 'p90', numerator: '', denominator: '', hindrance: 'A percentile needs the single values.' },
];
const obligations = [{ number: 1, text: 'ISO 27001 certificate', gate: true }, { number: 2, text: 'Penetration test', gate: false }];
const kept = () => vi.fn(async () => null);
const nothing = () => {};

describe('what is entered on the scorecard', () => {
  it('takes a part of a month out with its time and its counts', async () => {
    const onmark = kept();
    render(MarkDialog, { month: '2027-09', levels, labels, obligations, posted: false, onmark, onclose: nothing });
    const dialog = within(await screen.findByRole('dialog'));
    await fireEvent.click(dialog.getByLabelText('First contact resolution'));
    await fireEvent.change(dialog.getByLabelText('Excused'), { target: { value: 'window' } });
    await fireEvent.input(dialog.getByLabelText('From'), { target: { value: '2027-09-03 09:00' } });
    await fireEvent.input(dialog.getByLabelText('To'), { target: { value: '2027-09-03 13:30' } });
    await fireEvent.input(dialog.getByLabelText('Good ones in it'), { target: { value: '100' } });
    await fireEvent.input(dialog.getByLabelText('All in it'), { target: { value: '500' } });
    await fireEvent.input(dialog.getByLabelText('Evidence'), { target: { value: 'ticket 4711' } });
    await fireEvent.click(dialog.getByRole('button', { name: 'Mark' }));
    expect(onmark).toHaveBeenCalledWith({
      month: '2027-09', reason: null,
      mark: { excused: { levels: ['fcr'], cause: 'client_system', evidence: 'ticket 4711' } },
      window: { from: '2027-09-03 09:00', to: '2027-09-03 13:30', taken_out: [{ level: 'fcr', numerator: '100', denominator: '500' }] },
    });
    await fireEvent.click(dialog.getByLabelText('Answer time, 90th percentile'));
    expect(dialog.getByText('A percentile needs the single values.')).toBeTruthy();
    await expectAccessible(document.body);
  });

  it('marks obligations that were not shown, as a fact', async () => {
    const onmark = kept();
    render(MarkDialog, { month: '2027-09', levels, labels, obligations, posted: false, onmark, onclose: nothing });
    const dialog = within(await screen.findByRole('dialog'));
    await fireEvent.change(dialog.getByLabelText('Kind'), { target: { value: 'not_attested' } });
    expect(dialog.getByText(/counts at once/)).toBeTruthy();
    await fireEvent.click(dialog.getByLabelText('ISO 27001 certificate (gate)'));
    await fireEvent.input(dialog.getByLabelText('Evidence'), { target: { value: 'nothing came' } });
    await fireEvent.click(dialog.getByRole('button', { name: 'Mark' }));
    expect(onmark).toHaveBeenCalledWith(expect.objectContaining({ mark: { not_attested: { obligations: [1], evidence: 'nothing came' } }, window: null }));
  });

  it('types amounts of a month, asks when a changed forecast was locked, and takes back what is emptied', async () => {
    const onamounts = kept();
    const amounts = [
      { what: 'charges', label: 'Charges as invoiced', text: 'USD 412,000.00', hint: 'Percentages are taken of it.', asked: true, source },
      { what: 'forecast', label: 'Locked forecast', text: '', hint: 'As it was locked, by 20 Aug 2027.', asked: true, source: null },
    ] as const;
    render(AmountsDialog, { month: '2027-09', amounts, posted: false, onamounts, onclose: nothing });
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByLabelText('Locked on')).toBeNull();
    await fireEvent.input(dialog.getByLabelText('Charges as invoiced'), { target: { value: '' } });
    await fireEvent.input(dialog.getByLabelText('Locked forecast'), { target: { value: '10000' } });
    await fireEvent.input(dialog.getByLabelText('Locked on'), { target: { value: '2027-08-20' } });
    await expectAccessible(document.body);
    await fireEvent.click(dialog.getByRole('button', { name: 'Keep' }));
    expect(onamounts).toHaveBeenCalledWith({
      month: '2027-09', locked_on: '2027-08-20', source: '', reason: null,
      amounts: [{ what: 'charges', text: '' }, { what: 'forecast', text: '10000' }],
    });
  });
});

describe('a table of actuals that is not taken yet', () => {
  const offer: ActualsImported = { waits: true, name: 'later.csv', summary: '', questions: [], changes: [], problems: [], notes: [], view: {} as ScorecardView };

  it('asks what a column holds, with the answers as buttons', async () => {
    const onanswer = vi.fn();
    const questions = [{ column: 'Abandonment', text: '“Abandonment” holds 9: 9 %, or 9 out of 12000?', choices: [{ id: 'percent', label: 'percentages' }, { id: 'count', label: 'counts' }] }];
    render(OfferDialog, { offer: { ...offer, questions }, onanswer, ontake: nothing, onleave: nothing });
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByRole('button', { name: /Take/ })).toBeNull();
    await fireEvent.click(dialog.getByRole('button', { name: 'counts' }));
    expect(onanswer).toHaveBeenCalledWith('Abandonment', 'count');
    await expectAccessible(document.body);
  });

  it('shows what it would change, with the observations behind it, before it is taken', async () => {
    const [ontake, onleave] = [vi.fn(), vi.fn()];
    const changes = [{ month: 'Jan 2027', name: 'First contact resolution', before: '70 %', after: '74 %', before_n: '1,200', after_n: '1,200', source: 'acd.csv', posted: false }];
    render(OfferDialog, { offer: { ...offer, changes }, onanswer: nothing, ontake, onleave });
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/70 %, n 1,200/)).toBeTruthy();
    expect(dialog.getByText('74 %, n 1,200')).toBeTruthy();
    await expectAccessible(document.body);
    await fireEvent.click(dialog.getByRole('button', { name: 'Take the file’s' }));
    expect(ontake).toHaveBeenCalled();
    await fireEvent.click(dialog.getByRole('button', { name: 'Leave it' }));
    expect(onleave).toHaveBeenCalled();
  });
});

it('names where the two sides differ, and whose an amount is', async () => {
  const onadopt = vi.fn();
  const difference = { level: 'fcr', what: null, name: 'First contact resolution', own: '70 %, n 1,200', theirs: '72.5 %, n 1,200', source };
  const view = { amounts: [{ what: 'volume', label: 'Volume', text: '12,000', hint: '', asked: true, source }], their_statements: [], differences: [difference] } as unknown as ScorecardView;
  const { container } = render(Beside, { view, onadopt });
  expect(screen.getByText(/imported from acd.csv.*by the vendor.*kept by the other side/)).toBeTruthy();
  expect(screen.getByText(/here 70 %, n 1,200; the vendor says 72.5 %, n 1,200/)).toBeTruthy();
  await expectAccessible(container);
  await fireEvent.click(screen.getByRole('button', { name: 'Take the vendor’s: First contact resolution, 72.5 %, n 1,200' }));
  expect(onadopt).toHaveBeenCalledWith(difference);
});
