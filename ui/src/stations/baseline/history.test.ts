import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import type { BaselineView } from '../../host/types/BaselineView';
import type { ContractView } from '../../host/types/ContractView';
import type { Mapping } from '../../host/types/Mapping';
import type { Report } from '../../host/types/Report';
import { expectAccessible } from '../../testing/axe';
import { Toasts } from '../../ui/toasts.svelte';
import { ContractController } from '../contract.svelte';
import Columns from './Columns.svelte';
import Questions from './Questions.svelte';
import { HistoryController } from './history.svelte';
import Waiting from './Waiting.svelte';
import { baselineView, columnsView, corrected, importReport } from './import';

afterEach(cleanup);

const mapping: Mapping = {
  format: 'plumbline-mapping', version: 1, period_column: 'day', date_order: null, decimal_sign: 'point', group: null,
  measures: [
    { measure: 'asa', unit: 'seconds', source: { value: { column: 'asa_min', weight: 'offered', proxy: true, multiply_by: '60' } } },
    { measure: 'abandonment', unit: 'percent', source: { ratio: { numerator: 'abd', denominator: 'offered' } } },
  ],
};
const report: Report = {
  source_name: 'kpi.csv', encoding: 'UTF-8', delimiter: 'comma', grain: 'day', rows_read: 731, rows_taken: 730, rows_in_part: 1, rows_refused: 1, rows_left_out: 0, rows_blank: 2, refused_measures: [],
  first: '2024-07-01', last: '2024-12-31', months: 6,
  measures: [{ measure: 'asa', name: 'Average speed of answer', unit: 'seconds', weighting: 'approximate_weights', mark: 'approximate weights', months: 5, last_value: '91.19\u202fs', made_from: 'Σ asa', missing_months: ['2024-09'], idle_months: [], scaled_from_fraction: false }],
  issues: [
    { row: 7, kind: 'not_a_number', refused: false, period: '2024-07-05', month: '2024-07', column: 'asa_min', cell: 'abc', measures: ['asa'], reason: '“abc” in “asa_min” is not a number' },
    { row: 30, kind: 'repeated', refused: true, period: null, month: null, column: null, cell: null, measures: [], reason: 'the day is there twice' },
  ],
  questions: [],
  gaps: [{ from: '2024-07-14', to: '2024-07-16', missing: 3 }, { from: '2024-08-02', to: '2024-08-02', missing: 1 }],
  partial_months: [{ month: '2024-07', days: 28, of_days: 31 }], unused_columns: ['comment'], notes: ['“asa_min” holds minutes and was multiplied by 60'],
};
const preview = { source_name: 'kpi.csv', encoding: 'UTF-8', delimiter: 'comma', header_line: 1, rows: 731, columns: ['day', 'offered', 'asa_min', 'abd', 'qa', 'comment'].map((name) => ({ name, uses: [], last_value: '1' })), sample_rows: [], mapping, notes: [], problem: null, questions: [], sheets: [] };
const months = ['2024-07', '2024-08', '2024-09', '2024-10'];
const baseline = {
  summary: '6 months, 1 measure, none of them from counts of its own', hash: 'h', source_name: 'kpi.csv', imported_on: '2026-11-20', illustrative: false, own: true, shared: false, months: 6, rows_read: 731, rows_refused: 1,
  missing_levels: ['Quality score'], import: { preview, mapping, report },
  series: [{ measure: 'asa', name: 'Average speed of answer', unit: 'seconds', precision_decimals: 0, weighting: 'approximate_weights', weighting_mark: 'approximate weights', mean_text: '91\u202fs', points: months.map((month, i) => ({ month, label: month, value: i === 2 ? null : 90, text: '', n: null })), target_low: null, target_high: 30, target_text: '' }],
} as unknown as BaselineView;
const levels = [
  { id: 'asa', measure: 'asa', name: 'Average speed of answer', direction: 'lower', unit: 'seconds' },
  { id: 'qa', measure: 'qa', name: 'Quality score', direction: 'higher', unit: 'points' },
] as unknown as ContractView['levels'];
const contract = (change: Partial<ContractView> = {}) => ({ id: 'c', levels, baseline, undo: null, redo: null, fields: [], besides: [], ...change }) as unknown as ContractView;
const units = new Map([['asa', 'seconds' as const], ['qa', 'points' as const]]);

describe('a baseline as it is shown', () => {
  it('says how far each series can be trusted and where it has gaps', () => {
    const view = baselineView(baseline, levels);
    expect(view.series[0]).toMatchObject({ unit: 's', direction: 'lower', target: [30], caption: ['mean 91\u202fs, ', { strong: 'approximate weights' }, '; gap 2024-09'] });
    expect(view.finding).toBe('6 months, 1 measure, none of them from counts of its own. Enough to simulate.');
    expect(baselineView({ ...baseline, months: 5 }, levels).finding).toContain('Too short');
    expect(view.leftOut).toEqual(['Quality score']);
  });

  it('lists rows by number with the reason, whole and in part', () => {
    const shown = importReport(baseline.import!, [{ id: 'asa', name: 'Average speed of answer', unit: 'seconds' }]);
    expect(shown.remarks).toEqual([
      { row: 7, refused: false, text: '5 Jul 2024: “abc” in “asa_min” is not a number. The rest of the row was taken.' },
      { row: 30, refused: true, text: 'The day is there twice.' },
    ]);
    expect(shown.missing).toEqual(['No row from 14 Jul 2024 to 16 Jul 2024: 3 days.', 'No row for 2 Aug 2024.', 'Jul 2024 is made from 28 of its 31 days.', 'Average speed of answer has no figure for Sept 2024.']);
    expect(shown.summary).toBe('731\u00a0daily rows, 1 Jul 2024 to 31 Dec 2024: 730 taken, 1 of them in part; 1 refused; 2\u00a0blank rows. Read as UTF-8, cells apart by comma.');
  });

  it('shows every measure of the contract with its columns, and what is not taken', () => {
    const view = columnsView(mapping, report, { columns: ['day', 'offered'].map((name) => ({ name, uses: [], last_value: '1' })), sheets: [] }, [{ id: 'asa', name: 'Speed' }, { id: 'qa', name: 'Quality' }]);
    expect(view.measures.map((one) => [one.measure, one.as, one.column, one.second])).toEqual([['asa', 'value', 'asa_min', 'offered'], ['abandonment', 'ratio', 'abd', 'offered'], ['qa', 'none', '', '']]);
    expect(view.columns.map((option) => option.value)).toEqual(['', 'day', 'offered']);
  });
});

describe('a correction', () => {
  it('of one measure leaves the rest, and drops what belonged to the old column', () => {
    const next = corrected(mapping, { kind: 'measure', measure: 'asa', as: 'value', column: 'asa_sec', second: 'answered', scale: '60' }, units);
    expect(next.measures[0]?.source).toEqual({ value: { column: 'asa_sec', weight: 'answered', proxy: false, multiply_by: '1' } });
    expect(next.measures[1]).toBe(mapping.measures[1]);
  });

  it('that keeps the guessed weights keeps their mark', () => {
    const next = corrected(mapping, { kind: 'measure', measure: 'asa', as: 'value', column: 'asa_min', second: 'offered', scale: '60' }, units);
    expect(next.measures[0]).toEqual(mapping.measures[0]);
  });

  it('says what the cells of a column are written in', () => {
    const next = corrected(mapping, { kind: 'measure', measure: 'asa', as: 'value', column: 'asa_min', second: 'offered', scale: '1' }, units);
    expect(next.measures[0]?.source).toEqual({ value: { column: 'asa_min', weight: 'offered', proxy: true, multiply_by: '1' } });
  });

  it('adds a measure with the unit of the contract, and takes one out', () => {
    const added = corrected(mapping, { kind: 'measure', measure: 'qa', as: 'value', column: 'qa', second: '', scale: '' }, units);
    expect(added.measures.at(-1)).toEqual({ measure: 'qa', unit: 'points', source: { value: { column: 'qa', weight: null, proxy: false, multiply_by: '1' } } });
    expect(corrected(mapping, { kind: 'measure', measure: 'asa', as: 'none', column: '', second: '', scale: '' }, units).measures.map((one) => one.measure)).toEqual(['abandonment']);
  });

  it('of the file as a whole', () => {
    expect(corrected(mapping, { kind: 'group', column: 'site', only: ' North ' }, units).group).toEqual({ column: 'site', only: 'North' });
    expect(corrected(mapping, { kind: 'decimal_sign', sign: 'comma' }, units).decimal_sign).toBe('comma');
    expect(corrected(mapping, { kind: 'period', column: '' }, units).period_column).toBeNull();
  });

  it('of one column, of a figure that is taken as it is, and of the sheet', () => {
    const own = corrected(mapping, { kind: 'decimal_sign', column: 'asa_min', sign: 'comma' }, units);
    expect([own.decimal_sign, own.decimal_signs]).toEqual(['point', [{ column: 'asa_min', decimal_sign: 'comma' }]]);
    expect(corrected(own, { kind: 'decimal_sign', column: 'asa_min', sign: 'point' }, units).decimal_signs).toEqual([{ column: 'asa_min', decimal_sign: 'point' }]);
    const single = corrected(mapping, { kind: 'measure', measure: 'asa', as: 'single', column: 'asa_min', second: '', scale: '60' }, units);
    expect(single.measures[0]?.source).toEqual({ single: { column: 'asa_min', multiply_by: '60' } });
    const other = { ...mapping, sheet: 'South' };
    expect(corrected(mapping, { kind: 'sheet', mapping: other }, units)).toBe(other);
  });

  it('can choose another sheet of a workbook', async () => {
    const onmap = vi.fn();
    const other = { ...mapping, sheet: 'South' };
    const sheets = [{ id: 'North', label: '“North”: 24 rows', mapping }, { id: 'South', label: '“South”: 2 rows', mapping: other }];
    const shown = columnsView({ ...mapping, sheet: 'North', decimal_signs: [{ column: 'qa', decimal_sign: 'comma' }] }, report, { ...preview, sheets }, []);
    const { container } = render(Columns, { view: shown, onmap });
    await expectAccessible(container);
    await fireEvent.change(screen.getByRole('combobox', { name: 'Sheet of the workbook' }), { target: { value: 'South' } });
    expect(onmap).toHaveBeenCalledWith({ kind: 'sheet', mapping: other });
    await fireEvent.change(screen.getByRole('combobox', { name: 'Decimal sign of qa' }), { target: { value: 'point' } });
    expect(onmap).toHaveBeenCalledWith({ kind: 'decimal_sign', column: 'qa', sign: 'point' });
  });

  it('is sent only when every column that it needs is chosen', async () => {
    const onmap = vi.fn();
    const shown = importReport(baseline.import!, [...units.keys()].map((id) => ({ id, name: id, unit: 'count' as const })));
    const { container } = render(Columns, { view: shown.columns, onmap });
    await expectAccessible(container);
    await fireEvent.change(screen.getByRole('combobox', { name: 'How qa is made' }), { target: { value: 'ratio' } });
    await fireEvent.change(screen.getByRole('combobox', { name: 'qa: column' }), { target: { value: 'qa' } });
    expect(onmap).not.toHaveBeenCalled();
    await fireEvent.change(screen.getByRole('combobox', { name: 'qa: out of' }), { target: { value: 'offered' } });
    expect(onmap).toHaveBeenCalledWith({ kind: 'measure', measure: 'qa', as: 'ratio', column: 'qa', second: 'offered', scale: '' });
  });
});

const asked = {
  column: 'Abandonment', measure: 'abandonment', row: 2, text: '“Abandonment” holds 2 values, for example 7 in row 2: is that 7 %, or 7 out of 12000 “Calls”, 0.06 %?', guessed: null,
  choices: [{ id: 'percent', label: 'percentages: 7 is 7 %', mapping: { ...mapping, date_order: 'day_first' as const } }, { id: 'leave_out', label: 'neither: leave “Abandonment” out', mapping }],
};
const waiting = { problem: '“kpi.csv” cannot be imported: no column was recognised as a measure', preview: { ...preview, sample_rows: [['2024-07', '12000', '1', '7', '', '']], questions: [asked] } };

describe('a question', () => {
  it('that was answered by guess shows the guess and offers the others, without a row where it is about none', async () => {
    const guessed = { ...asked, column: 'sheet', row: 0, text: 'Which one is meant?', guessed: 'percent' };
    const [shown] = importReport({ ...baseline.import!, report: { ...report, questions: [guessed] } }, []).questions ?? [];
    expect([shown?.text, shown?.guessed]).toEqual(['Which one is meant?', 'Percentages: 7 is 7 %']);
    render(Questions, { questions: [shown!], onanswer: () => {} });
    screen.getByText('Taken by guess');
    expect(screen.getAllByRole('button').map((one) => one.textContent?.trim())).toEqual(['Neither: leave “Abandonment” out']);
  });
});

describe('a file that leaves something open', () => {
  it('is asked about where it waits, and read again with the answer', async () => {
    const host = fakeHost<Commands>({ remap_history: () => contract({ waiting_table: null }) });
    const history = new HistoryController(new ContractController(host, new Toasts(), contract({ baseline: null, waiting_table: waiting } as never)));
    expect(history.waiting?.questions[0]?.text).toBe(asked.text);
    const onanswer = vi.fn((mapping: Mapping) => void history.answer(mapping));
    const { container } = render(Waiting, { waiting: history.waiting!, onanswer, onmap: () => {}, onsetaside: () => {}, onchoose: () => {} });
    await expectAccessible(container);
    await fireEvent.click(screen.getByRole('button', { name: 'Percentages: 7 is 7 %' }));
    expect(host.calls[0]).toEqual({ command: 'remap_history', args: { id: 'c', mapping: asked.choices[0]!.mapping } });
  });

  it('has its columns corrected before it is taken', async () => {
    const host = fakeHost<Commands>({ remap_history: () => contract() });
    const history = new HistoryController(new ContractController(host, new Toasts(), contract({ baseline: null, waiting_table: waiting } as never)));
    await history.map({ kind: 'date_order', order: 'month_first' });
    expect(host.calls[0]).toEqual({ command: 'remap_history', args: { id: 'c', mapping: { ...mapping, date_order: 'month_first' } } });
  });

  it('is put aside, and what is at hand stays', async () => {
    const host = fakeHost<Commands>({ remove_baseline: () => contract({ waiting_table: null } as never) });
    const history = new HistoryController(new ContractController(host, new Toasts(), contract({ waiting_table: waiting } as never)));
    await history.setAside();
    expect([host.calls[0]?.command, history.waiting, history.baseline?.leftOut]).toEqual(['remove_baseline', undefined, ['Quality score']]);
  });

  it('is asked about beside the report where the rest was taken', () => {
    const shown = importReport({ ...baseline.import!, report: { ...report, questions: [asked] } }, []);
    expect(shown.questions?.[0]?.choices.map((choice) => choice.label)).toEqual(['Percentages: 7 is 7 %', 'Neither: leave “Abandonment” out']);
  });
});

describe('the history controller', () => {
  it('hands over a dropped file, and shows why one was not taken with each problem', async () => {
    let broken = true;
    const host = fakeHost<Commands>({
      import_dropped_history: () => {
        if (broken) throw { code: 'input', message: '“kpi.png” cannot be imported: it is a picture', details: [{ place: 'file', message: 'a table was expected' }] };
        return contract();
      },
    });
    const history = new HistoryController(new ContractController(host, new Toasts(), contract({ baseline: null })));
    await history.drop(new File(['abc'], 'kpi.png'));
    expect(host.calls[0]).toEqual({ command: 'import_dropped_history', args: { id: 'c', name: 'kpi.png', bytes: [97, 98, 99] } });
    expect(history.failure).toMatchObject({ what: '“kpi.png” cannot be imported: it is a picture.', problems: ['A table was expected.'] });
    expect([history.baseline, history.reading, history.refusals]).toEqual([undefined, false, 1]);
    broken = false;
    await history.drop(new File(['abc'], 'kpi.csv'));
    expect([history.failure, history.report?.fileName]).toEqual([null, 'kpi.csv']);
  });

  it('from the moment a file is chosen until it is taken, it is being read', async () => {
    const seen: boolean[] = [];
    let history: HistoryController | null = null;
    const look = () => seen.push(history?.reading ?? true);
    const host = fakeHost<Commands>({
      import_history: (_, onprogress) => {
        look();
        onprogress('kpi.csv');
        look();
        return contract();
      },
    });
    history = new HistoryController(new ContractController(host, new Toasts(), contract()));
    await history.choose();
    look();
    expect(seen).toEqual([false, true, false]);
  });

  it('a closed dialog says nothing', async () => {
    const history = new HistoryController(new ContractController(fakeHost<Commands>({ import_history: () => null }), new Toasts(), contract()));
    await history.choose();
    expect(history.failure).toBeNull();
  });

  it('sends the whole mapping with one thing corrected', async () => {
    const host = fakeHost<Commands>({ remap_history: () => contract() });
    const history = new HistoryController(new ContractController(host, new Toasts(), contract()));
    await history.map({ kind: 'decimal_sign', sign: 'comma' });
    expect(host.calls[0]).toEqual({ command: 'remap_history', args: { id: 'c', mapping: { ...mapping, decimal_sign: 'comma' } } });
  });

  it('a dropped file that replaces the baseline says so, and can be undone', async () => {
    const toasts = new Toasts();
    const two = contract({ undo: 'Baseline june.csv' });
    const dropped = { ...two, baseline: { ...two.baseline!, hash: 'other', months: 2, source_name: 'june.csv' } };
    const host = fakeHost<Commands>({ import_dropped_history: () => dropped, undo: () => contract() });
    const history = new HistoryController(new ContractController(host, toasts, contract()));
    await history.drop(new File(['abc'], 'june.csv'));
    expect(toasts.list.map((one) => one.text)).toEqual([expect.stringMatching(/^“june.csv” \(2 months\) replaced the baseline “kpi.csv” \(\d+ months\)\.$/)]);
    toasts.act(toasts.list[0]!);
    await new Promise((done) => setTimeout(done));
    expect(host.calls.map((call) => call.command)).toEqual(['import_dropped_history', 'undo']);
  });

  it('what is removed can be brought back from the toast', async () => {
    const toasts = new Toasts();
    const host = fakeHost<Commands>({ remove_baseline: () => contract({ baseline: null, undo: 'Baseline removed' }), undo: () => contract() });
    const history = new HistoryController(new ContractController(host, toasts, contract()));
    await history.remove();
    expect(history.baseline).toBeUndefined();
    toasts.act(toasts.list[0]!);
    await new Promise((done) => setTimeout(done));
    expect(history.baseline?.leftOut).toEqual(['Quality score']);
  });
});
