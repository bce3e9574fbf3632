import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import type { ScorecardView } from '../../host/types/ScorecardView';
import type { ScoreRow } from '../../host/types/ScoreRow';
import { expectAccessible } from '../../testing/axe';
import Harness from '../../testing/Harness.svelte';
import { bandStatus, sourcesOf, sourceWords, spark, sparkWords } from './scorecard';
import { ScorecardController, type ScoredContract } from './scorecard.svelte';
import ScorecardStation from './ScorecardStation.svelte';

afterEach(cleanup);

const point = (label: string, value: number | null, missed = false) => ({
  label, number: 7, value, text: value === null ? '' : `${value}\u202f%`, target: 72, target_text: '≥\u202f72.0\u202f%', missed, corrected: false, rolling: value, rolling_text: value === null ? '' : `${value}\u202f%`,
});
const row: ScoreRow = {
  level: 'fcr', name: 'First contact resolution', report_only: false, target_text: '≥\u202f72.0\u202f%', value_text: '70.2\u202f%', n_text: '58,204', band: 'serious', state_text: '',
  score_text: '70.0', weight_text: '20', points_text: '6, repeat', credit_text: '12,360.00', trace: ['70.2 % is worse than the target', '3 points × 2 (repeat) × 0.5 % × USD 412,000.00'],
  rule: 'service_levels.fcr.bands.2.credit', spark: [point('Aug 2027', 71.4, true), point('Sep 2027', 70.2, true)], trend_words: 'Missed in 2 of 7 months.',
  source: { origin: 'imported', side: 'vendor', name: 'acd.csv', short_hash: '1a6543fb', at: '2027-10-02T07:40:00Z', mark: '', theirs: false },
};
const view: ScorecardView = {
  months: [{ month: '2027-08', label: 'Aug 2027', state: 'posted' }, { month: '2027-09', label: 'Sep 2027', state: 'open' }, { month: '2027-10', label: 'Oct 2027', state: 'empty' }],
  month: '2027-09', lead: 'Sep 2027, month 7 of 36', state: 'open', headline: 'Sep 2027 scored 91.0 and costs Alvora USD 14,420.00.',
  facts: [{ label: 'Cap of the month', value: 'USD 49,440.00', note: 'not reached', how: ['12 % × USD 412,000.00'] }], currency: 'USD',
  rows: [row, { ...row, level: 'csat', name: 'Customer satisfaction', band: '', state_text: 'excused', value_text: '', source: null }], met_text: '0 of 1 met', score_text: '91.0', score_words: '(20 × 70) / 20',
  credit_text: '14,420.00', credit_words: ['credits of USD 14,420.00'], has_points: true, notes: [], problems: [], hindrance: null, posted: null, adjustments: [], total_text: '',
  trend: [1, 2].map((number) => ({ month: `2027-0${number + 7}`, label: 'Sep 2027', number, ramp: number === 1, score: 91, score_text: '91.0', credit: 14420, credit_text: '14,420.00', corrected: false })),
  score_caption: 'Lowest so far.', credit_caption: 'September costs most.',
  warnings: [{ title: 'First contact resolution: a further miss costs more', text: 'If Oct 2027 is like Sep 2027, it is missed again.', consequence: 'Trigger: escalation.' }],
  marks: [{ id: 4, text: 'Customer satisfaction: excused', side: 'vendor', at: '2027-10-02T07:40:00Z', holds: false, client: null, vendor: 'approved', state_text: 'waits for the client' }],
  plans: [{ id: 2, level: 'First contact resolution', month: 'Sep 2027', cause: 'serious', by_trigger: true, root_cause: '', cause_due_on: '2027-10-09', cause_overdue: true, owner: '', due_on: '2027-10-30', overdue: false, done: false, done_on: '' }], charges_text: 'USD 412,000.00', held: [], amounts: [], differences: [], count_labels: [], obligations: [], their_statements: [], steps: { step: 1, undo: null, redo: null, undo_stops: null },
  budgets: [{ name: 'Abandonment', used_text: '2,526 of 3,158 used, 80 %; 632 left', why: 'after 11 of 30 days', used_percent: 80, elapsed_percent: 36.7, tight: true }],
  calendar: [{ on: '2027-10-12', what: 'Statement of Aug 2027 can be disputed until', why: '30 days after it was posted', passed: false }],
  outcomes: [{ title: 'Customer retention', verdict: 'worse', levels: [{ name: 'First contact resolution', verdict: 'worse', words: '70.6 % in Jul to Sep 2027 against 72.4 %: −1.8 points, worse' }] }],
};
const nothing = () => {};
const kept = async () => null;
const given = {
  contract: 'c1', levels: [{ value: 'fcr', label: 'First contact resolution' }, { value: 'csat', label: 'Customer satisfaction' }], side: 'client', view, onmonth: nothing, onimport: nothing, ondrop: nothing,
  onask: nothing, ontype: kept, onamounts: kept, onadopt: kept, onanswer: nothing, ontake: nothing, onleave: nothing, onshare: nothing, ontakein: nothing, onmark: kept, ondecide: kept, onplan: kept, onpost: nothing, onexport: nothing,
};
const show = (more: Record<string, unknown> = {}) => render(Harness, { station: ScorecardStation as never, given: { ...given, ...more } });
const empty: ScorecardView = { ...view, state: 'empty', rows: [], trend: [], warnings: [], marks: [], plans: [], hindrance: 'It has no actuals.', headline: 'Sep 2027 has no actuals yet.' };

describe('the scorecard', () => {
  it('has nothing that axe finds, full, empty and with a failure', async () => {
    for (const more of [{}, { view: empty }, { failure: { what: 'It failed.', then: 'Try again.', problems: ['row 3'] } }]) {
      const { container } = show(more);
      await expectAccessible(container);
      cleanup();
    }
  });

  it('counts the levels that nobody reported before a statement is posted for good', () => {
    const missing = ['asa', 'aht'].map((level) => ({ ...row, level, name: level.toUpperCase(), value_text: '', state_text: 'not reported' }));
    show({ asking: true, view: { ...view, rows: [row, ...missing] } });
    expect(screen.getByTestId('not-reported').textContent).toMatch(/^2 service levels are not reported and settled .*: ASA, AHT\.$/);
    cleanup();
    show({ asking: true });
    expect(screen.queryByTestId('not-reported')).toBeNull();
  });

  it('opens a figure to its arithmetic and its source', async () => {
    show();
    const button = screen.getByRole('button', { name: 'First contact resolution' });
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await fireEvent.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByText(/3 points × 2 \(repeat\)/)).toBeTruthy();
    expect(screen.getByText(/^Source: imported from acd.csv, SHA-256 1a6543fb…, by the vendor/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Go to its term' }).getAttribute('href')).toContain('service_levels.fcr.bands.2.credit');
  });

  it('opens several figures beside each other', async () => {
    show();
    const [first, second] = ['First contact resolution', 'Customer satisfaction'].map((name) => screen.getByRole('button', { name }));
    await fireEvent.click(first!);
    await fireEvent.click(second!);
    expect([first, second].map((one) => one!.getAttribute('aria-expanded'))).toEqual(['true', 'true']);
    await fireEvent.click(first!);
    expect([first, second].map((one) => one!.getAttribute('aria-expanded'))).toEqual(['false', 'true']);
  });

  it('begins the figures of a month with its score, and opens that as well', async () => {
    show();
    const score = screen.getByRole('button', { name: /how Score came about/ });
    await fireEvent.click(score);
    expect(document.getElementById(score.getAttribute('aria-controls')!)!.textContent).toContain('(20 × 70) / 20');
  });

  it('leads to the month whose statement is next', async () => {
    const onmonth = vi.fn();
    const months = view.months.map((tab) => ({ ...tab, state: 'open' as const }));
    show({ onmonth, view: { ...view, months, hindrance: 'Statements are posted in order: Aug 2027 is next.' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Go to Aug 2027' }));
    expect(onmonth).toHaveBeenCalledWith('2027-08');
    cleanup();
    show();
    expect(screen.queryByRole('button', { name: /^Go to/ })).toBeNull();
  });

  it('says at the posting what a correction changed since, and no total that lacks it', () => {
    const adjustment = { month: 'Sep 2027', difference_text: '−USD 10.00', amounts_text: 'USD 20.00 → USD 10.00', changes: ['it was 5'], reasons: ['counted twice'], posted: false };
    const posted = { at: '2027-10-02T07:40:00Z', revision: 1, short_hash: 'aa' };
    show({ view: { ...view, state: 'posted', posted, adjustments: [adjustment], total_text: 'USD 20.00' } });
    expect(screen.getByText(/^Corrected since: −USD 10.00/)).toBeTruthy();
    expect(screen.queryByText(/Total of this statement/)).toBeNull();
  });

  it('keeps the arithmetic of a warned credit behind what follows from it', () => {
    const warning = { title: 'A', text: 'B', consequence: 'Credit: 1 % × USD 5.00 = USD 0.05\nLeads to escalation.' };
    show({ view: { ...view, warnings: [warning] } });
    expect(screen.getByText('Leads to escalation.')).toBeTruthy();
    expect(screen.getByText('1 % × USD 5.00 = USD 0.05').closest('details')!.open).toBe(false);
  });

  it('shows the statement that the other side posted, and where it differs', () => {
    const theirs = { month: '2027-09', label: 'Sep 2027', side: 'vendor' as const, at: '2027-10-02T07:40:00Z', revision: 2, short_hash: 'bb', net_text: 'USD 7.00', total_text: '', file: 'their.slac', posted_here: false, same: false, words: 'Differs from what is settled here; not posted here', differences: ['Score: here 91.0; there 92.0'] };
    show({ view: { ...view, their_statements: [theirs, { ...theirs, month: '2027-08', short_hash: 'cc' }] } });
    expect(screen.getAllByText(/Differs from what is settled here/)).toHaveLength(1);
    expect(screen.getByText('Score: here 91.0; there 92.0')).toBeTruthy();
  });

  it('opens a figure of the month to its arithmetic, and a level to all of its months', async () => {
    show();
    const cap = screen.getByRole('button', { name: /how Cap of the month came about/ });
    await fireEvent.click(cap);
    expect(cap.getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByText('12 % × USD 412,000.00')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'First contact resolution' }));
    expect(screen.getByText('Missed in 2 of 7 months.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Show as table: First contact resolution by contract month' }));
    const table = within(screen.getByRole('region', { name: /First contact resolution by contract month, table/ }));
    expect(table.getAllByRole('row').length).toBe(3);
    expect(table.getAllByText('missed').length).toBe(2);
  });

  it('says what is left, what comes next, what outcomes show and what a plan still owes', () => {
    show();
    expect(screen.getByText(/2,526 of 3,158 used/)).toBeTruthy();
    expect(screen.getByText('Statement of Aug 2027 can be disputed until')).toBeTruthy();
    expect(within(screen.getByTestId('outcomes')).getByText('worse')).toBeTruthy();
    expect(screen.getByText(/^due 9 Oct.*overdue/)).toBeTruthy();
  });

  it('posts only what nothing hinders, and says what does', async () => {
    const onpost = vi.fn();
    const onask = vi.fn();
    show({ onask });
    await fireEvent.click(screen.getByRole('button', { name: 'Post statement' }));
    expect(onask).toHaveBeenCalledWith(true);
    cleanup();
    show({ onpost, asking: true });
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/It never changes again/)).toBeTruthy();
    expect(onpost).not.toHaveBeenCalled();
    await fireEvent.click(dialog.getByRole('button', { name: 'Post' }));
    expect(onpost).toHaveBeenCalledWith('2027-09');
    cleanup();
    show({ view: { ...view, hindrance: 'Statements are posted in order: Aug 2027 is next.' } });
    expect((screen.getByRole('button', { name: 'Post statement' }) as HTMLButtonElement).disabled).toBe(true);
    expect(screen.getByTestId('hindrance').textContent).toContain('Aug 2027 is next');
  });

  it('asks for a reason before a posted month is corrected', async () => {
    const ontype = vi.fn(kept);
    show({ ontype, view: { ...view, state: 'posted' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Correct a value' }));
    const dialog = within(await screen.findByRole('dialog'));
    const keep = dialog.getByRole('button', { name: 'Keep' }) as HTMLButtonElement;
    expect(keep.disabled).toBe(true);
    await fireEvent.input(dialog.getByLabelText('Value'), { target: { value: '72 %' } });
    await fireEvent.input(dialog.getByLabelText('Reason of the correction'), { target: { value: 'counted twice' } });
    await fireEvent.click(keep);
    expect(ontype).toHaveBeenCalledWith(expect.objectContaining({ month: '2027-09', level: 'fcr', value: '72 %', reason: 'counted twice' }));
  });

  it('imports a later month while a posted one is shown, and a correction only with its reason', async () => {
    const onimport = vi.fn();
    show({ onimport, view: { ...view, state: 'posted', hindrance: 'It is posted.' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Import actuals' }));
    expect(onimport).toHaveBeenLastCalledWith(null);
    await fireEvent.click(screen.getByRole('button', { name: 'Import a correction' }));
    const dialog = within(await screen.findByRole('dialog'));
    await fireEvent.input(dialog.getByLabelText('Reason of the correction'), { target: { value: 'counted twice' } });
    await fireEvent.click(dialog.getByRole('button', { name: 'Choose a file' }));
    expect(onimport).toHaveBeenLastCalledWith('counted twice');
  });

  it('begins to type with the level that nobody reported, beside its target', async () => {
    show();
    await fireEvent.click(screen.getByRole('button', { name: 'Type a value' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect((dialog.getByLabelText('Service level') as HTMLSelectElement).value).toBe('csat');
    expect(dialog.getByText(/nothing reported so far/)).toBeTruthy();
  });

  it('walks the months of a trend with the arrow keys and shows it as a table', async () => {
    show();
    const marks = screen.getAllByRole('img', { name: /month [12]: 91\.0/ });
    (marks[0] as unknown as HTMLElement).focus();
    await fireEvent.keyDown(marks[0]!, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(marks[1]);
    await fireEvent.click(screen.getByRole('button', { name: 'Show as table: Score by contract month' }));
    expect(screen.getByRole('region', { name: 'Score by contract month, table' }).textContent).toContain('91.0');
  });

  it('keeps a form open with the reason it was refused', async () => {
    show({ onmark: async () => 'Name at least one service level' });
    await fireEvent.click(screen.getByRole('button', { name: 'Mark' }));
    const dialog = within(await screen.findByRole('dialog'));
    await fireEvent.click(dialog.getByRole('button', { name: 'Mark' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('Name at least one service level');
  });

  it('writes what this side knows for the other, and takes in what the other sends', async () => {
    const [onshare, ontakein] = [vi.fn(), vi.fn()];
    show({ onshare, ontakein });
    await fireEvent.click(screen.getByRole('button', { name: 'Write a file for the other side' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Take in the other side’s' }));
    expect([onshare.mock.calls.length, ontakein.mock.calls.length]).toEqual([1, 1]);
  });

  it('says which months a held one depends on, and its own problems once', () => {
    const problem = { place: 'acd.csv, row 3', message: 'it is cut off' };
    show({ view: { ...view, problems: [problem], held: ['acd.csv, row 3: it is cut off', 'Aug 2027 is held, and triggers count its misses'], hindrance: '1 problem to be corrected first.' } });
    expect(screen.getAllByText(/it is cut off/).length).toBe(1);
    expect(screen.getByText('Aug 2027 is held, and triggers count its misses')).toBeTruthy();
  });

  it('lets the other side decide on a mark', async () => {
    const ondecide = vi.fn(kept);
    show({ ondecide });
    await fireEvent.click(screen.getByRole('button', { name: 'Approve: Customer satisfaction: excused' }));
    expect(ondecide).toHaveBeenCalledWith(4, 'approved', null);
  });
});

describe('the figures in words and lines', () => {
  it('gives a band its icon, word and colour, and a state without a value its word', () => {
    expect(bandStatus({ band: 'met', state_text: '' })).toEqual({ icon: 'ok', tone: 'ok', word: 'met' });
    expect(bandStatus({ band: 'failed', state_text: '' }).tone).toBe('bad');
    expect(bandStatus({ band: '', state_text: 'not reported' })).toEqual({ icon: 'minus', tone: 'muted', word: 'not reported' });
  });

  it('says where a figure came from', () => {
    expect(sourceWords({ origin: 'typed', side: 'client', name: 'report', short_hash: '', at: '2027-10-02T07:40:00Z', mark: 'unweighted', theirs: false })).toMatch(/^typed in from report, by the client, .*; unweighted$/);
  });

  it('names the levels of each source, and all of them as one', () => {
    const source = { origin: 'imported', side: 'vendor', name: 'acd.csv', short_hash: '', at: '2027-10-02T07:40:00Z', mark: '', theirs: false } as const;
    expect(sourcesOf([{ name: 'A', source }, { name: 'B', source }])[0]).toMatch(/^Source of all figures: imported from acd.csv, by the vendor/);
    const both = sourcesOf([{ name: 'A', source }, { name: 'B', source: { ...source, name: 'survey.csv' } }, { name: 'C', source: null }]);
    expect(both.map((one) => one.split(':')[0])).toEqual(['Source of A', 'Source of B']);
    const marked = sourcesOf([{ name: 'A', source }, { name: 'B', source: { ...source, mark: 'unweighted' } }]);
    expect(marked).toHaveLength(1);
    expect(marked[0]).toMatch(/^Source of all figures: .*; B unweighted$/);
  });

  it('draws misses as rings and breaks the line where a value is missing', () => {
    const drawn = spark([point('a', 70, true), point('b', null), point('c', 75)]);
    expect(drawn.line.match(/M/g)).toHaveLength(2);
    expect(drawn.points.map((one) => one.missed)).toEqual([true, false]);
    const quarters = spark([null, null, 72, null, null, 74, null].map((value, i) => point(`${i}`, value)));
    expect(quarters.points, 'a value without a neighbour is a point').toHaveLength(2);
    expect(sparkWords([point('a', 70, true), point('b', null)])).toBe('a 70\u202f%, missed; b no value');
  });
});

describe('the controller', () => {
  const controller = (answers: Parameters<typeof fakeHost<Commands>>[0]) => {
    const host = fakeHost<Commands>(answers);
    const toasts = { failed: vi.fn(), done: vi.fn() };
    return { host, toasts, one: new ScorecardController({ id: 'c1', host, toasts, refresh: kept } as unknown as ScoredContract) };
  };

  it('shows what an import could not take beside what it took', async () => {
    const imported = { waits: false, name: 'acd.csv', questions: [], changes: [], summary: '3 figures taken', problems: [{ place: 'row 6', message: '“abc” is not a number' }], notes: [], view };
    const { one } = controller({ import_actuals: () => imported });
    await one.import(null);
    expect(one.imported?.problems).toHaveLength(1);
    expect(one.view?.month).toBe('2027-09');
  });

  it('leaves all as it was when the dialog was closed or the file refused', async () => {
    const { one } = controller({ scorecard: () => view, import_actuals: () => null, import_dropped_actuals: () => { throw { code: 'input', message: 'no table', details: [] }; } });
    await one.load();
    await one.import(null);
    expect(one.imported).toBeNull();
    await one.drop(new File(['x'], 'x.csv'));
    expect(one.failure?.what).toBe('No table.');
    expect(one.view).toBe(view);
  });

  it('tells of an import until another step follows it', async () => {
    const after = (step: number) => ({ ...view, steps: { ...view.steps, step } });
    let step = 7;
    const { one } = controller({ import_actuals: () => ({ waits: false, view: after(7), problems: [], notes: [] }) as never, scorecard: () => after(step) });
    await one.import(null);
    await one.load();
    expect(one.imported).not.toBeNull();
    step = 6;
    await one.load();
    expect(one.imported).toBeNull();
  });

  it('gives a form the reason of a refusal, and tells a refused posting aloud', async () => {
    const refuse = () => { throw { code: 'refused', message: 'The statement is posted', details: [] }; };
    const { one, toasts } = controller({ set_amounts: refuse, post_statement: refuse });
    expect(await one.amounts({ month: '2027-09', amounts: [{ what: 'charges', text: 'USD 5' }], locked_on: '', source: '', reason: null })).toContain('The statement is posted');
    await one.post('2027-09');
    expect(toasts.failed).toHaveBeenCalled();
  });
});
