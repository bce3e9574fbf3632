/** From a baseline and its import as they arrive to what the station shows, and from a correction back to a mapping. */
import type { Caption } from '../../charts/figure';
import { date, fullDate, month } from '../../format/dates';
import { counted, decimal } from '../../format/numbers';
import { unitSign } from '../../format/units';
import type { BaselineView as WireBaseline } from '../../host/types/BaselineView';
import type { ContractView } from '../../host/types/ContractView';
import type { DecimalSign } from '../../host/types/DecimalSign';
import type { Gap } from '../../host/types/Gap';
import type { ImportQuestion } from '../../host/types/ImportQuestion';
import type { ImportView } from '../../host/types/ImportView';
import type { Mapping } from '../../host/types/Mapping';
import type { MeasureMapping } from '../../host/types/MeasureMapping';
import type { Preview } from '../../host/types/Preview';
import type { Report } from '../../host/types/Report';
import type { RowIssue } from '../../host/types/RowIssue';
import type { SeriesView as WireSeries } from '../../host/types/SeriesView';
import type { Source } from '../../host/types/Source';
import type { Unit } from '../../host/types/Unit';
import type { WaitingTable } from '../../host/types/WaitingTable';
import type { Option } from '../../ui/field';
import type { BaselineView, ColumnsView, Correction, ImportRemark, ImportReport, MadeAs, MeasureColumns, Question, SeriesView, WaitingFile } from './baseline';

/** A chance needs so many months. */
const MONTHS_NEEDED = 6;

export function baselineView(baseline: WireBaseline, levels: ContractView['levels']): BaselineView {
  const enough = baseline.months >= MONTHS_NEEDED ? 'Enough to simulate.' : `Too short to simulate: a chance needs at least ${MONTHS_NEEDED} months.`;
  return {
    finding: `${sentence(baseline.summary)} ${enough}`,
    origin: `${baseline.source_name}, read ${date(baseline.imported_on)}: ${counted(baseline.rows_read, 'row')}, ${baseline.rows_refused === 0 ? 'none' : decimal(baseline.rows_refused, 0)} refused.`,
    series: baseline.series.map((one) => seriesView(one, levels)),
    leftOut: baseline.missing_levels,
    illustrative: baseline.illustrative,
    own: baseline.own,
    shared: baseline.shared,
  };
}

function seriesView(one: WireSeries, levels: ContractView['levels']): SeriesView {
  const direction = levels.find((level) => level.measure === one.measure)?.direction;
  return {
    id: one.measure,
    name: one.name,
    unit: unitSign(one.unit),
    decimals: one.precision_decimals,
    direction: direction ?? (one.target_low !== null ? 'higher' : 'lower'),
    caption: seriesCaption(one),
    points: one.points.map(({ month, value, n }) => ({ month, value, n })),
    target: [one.target_low, one.target_high].filter((edge) => edge !== null),
  };
}

/** How far the figures can be trusted, then what is missing. */
function seriesCaption(one: WireSeries): Caption {
  const known = one.points.map((point) => point.value !== null);
  const missing = known.map((has, i) => !has && i > known.indexOf(true) && i < known.lastIndexOf(true));
  const gaps = runs(missing).map(([from, to]) => {
    const first = one.points[from]?.label ?? '';
    return from === to ? first : `${first} to ${one.points[to]?.label ?? ''}`;
  });
  const mean = one.mean_text === '' ? [] : [`mean ${one.mean_text}, `];
  const weights = one.weighting_mark === '' ? 'from counts' : { strong: one.weighting_mark };
  return [...mean, weights, ...(gaps.length > 0 ? [`; gap ${gaps.join(', ')}`] : [])];
}

/** First and last index of each run of what is true. */
function runs(missing: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  missing.forEach((gap, i) => {
    const last = found.at(-1);
    if (!gap) return;
    if (last && last[1] === i - 1) last[1] = i;
    else found.push([i, i]);
  });
  return found;
}

export function importReport(found: ImportView, measures: readonly { id: string; name: string; unit: Unit }[]): ImportReport {
  const { report, mapping, preview } = found;
  return {
    fileName: report.source_name,
    summary: summary(report),
    remarks: report.issues.map((issue): ImportRemark => ({ row: issue.row, refused: issue.refused, text: sentence(ofPeriod(issue)) + (issue.refused ? '' : ' The rest of the row was taken.') })),
    missing: [
      ...report.gaps.map((gap) => gapWords(gap)),
      ...report.partial_months.map((one) => `${month(one.month)} is made from ${one.days} of its ${one.of_days} days.`),
      ...report.measures.flatMap((one) => (one.missing_months.length === 0 ? [] : [`${one.name} has no figure for ${list(one.missing_months.map((iso) => month(iso)))}.`])),
    ],
    notes: report.notes.map(sentence),
    questions: report.questions.map(question),
    refused: report.refused_measures.map((one) => sentence(one.reason)),
    columns: columnsView(mapping, report, preview, measures),
  };
}

/** The reason with its day or month, where it does not begin with that. */
function ofPeriod({ period, reason }: RowIssue): string {
  return period === null || reason.startsWith(period) ? reason : `${periodName(period)}: ${reason}`;
}

/** A file that is not taken yet: what is asked, and its columns to be corrected. */
export function waitingFile({ problem, preview }: WaitingTable, measures: readonly { id: string; name: string; unit: Unit }[]): WaitingFile {
  const names = preview.columns.map((column) => column.name);
  const unused = preview.columns.filter((column) => column.uses.length === 0).map((column) => column.name);
  return {
    fileName: preview.source_name,
    problem: sentence(problem),
    questions: preview.questions.map(question),
    columns: columnsView(preview.mapping, { measures: [], unused_columns: unused }, preview, measures),
    sample: { head: names, rows: preview.sample_rows },
  };
}

function question(asked: ImportQuestion): Question {
  const guessed = asked.choices.find((choice) => choice.id === asked.guessed);
  return {
    text: asked.text,
    choices: asked.choices.map(({ label, mapping }) => ({ label: capital(label), mapping })),
    guessed: guessed && capital(guessed.label),
  };
}

const GRAINS = { month: 'row', day: 'daily row', interval: 'interval row' } as const;

function summary(report: Report): string {
  const span = report.first && report.last ? `, ${fullDate(report.first)} to ${fullDate(report.last)}` : '';
  const taken = report.rows_taken === report.rows_read ? 'all taken' : `${decimal(report.rows_taken, 0)} taken`;
  const parts = [
    report.rows_in_part > 0 ? `${taken}, ${decimal(report.rows_in_part, 0)} of them in part` : taken,
    report.rows_refused > 0 ? `${decimal(report.rows_refused, 0)} refused` : '',
    report.rows_left_out > 0 ? `${decimal(report.rows_left_out, 0)} of other groups left out` : '',
    report.rows_blank > 0 ? `${counted(report.rows_blank, 'blank row')}` : '',
  ].filter(Boolean);
  return `${counted(report.rows_read, GRAINS[report.grain])}${span}: ${parts.join('; ')}. Read as ${report.encoding}${report.delimiter === '' ? '' : `, cells apart by ${report.delimiter}`}.`;
}

function gapWords(gap: Gap): string {
  if (gap.missing === 1) return `No row for ${periodName(gap.from)}.`;
  const unit = gap.from.length > 7 ? 'days' : 'months';
  return `No row from ${periodName(gap.from)} to ${periodName(gap.to)}: ${decimal(gap.missing, 0)} ${unit}.`;
}

function periodName(iso: string): string {
  return /^\d{4}-\d{2}$/.test(iso) ? month(iso) : date(iso);
}

const NONE = { value: '', label: 'none' };

export function columnsView(mapping: Mapping, report: Pick<Report, 'measures' | 'unused_columns'>, preview: Pick<Preview, 'columns' | 'sheets'>, measures: readonly { id: string; name: string }[]): ColumnsView {
  const names = preview.columns.map((column) => column.name);
  const known = new Map(measures.map((one) => [one.id, one.name]));
  const mapped = mapping.measures.map((one) => {
    const made = report.measures.find((other) => other.measure === one.measure);
    return { ...parts(one.source), ...scaleOf(one), measure: one.measure, name: known.get(one.measure) ?? made?.name ?? one.measure, mark: made?.mark ?? '', madeFrom: made?.made_from ?? '', lastValue: made?.last_value ?? '' };
  });
  const missing = measures.filter((one) => !mapping.measures.some((other) => other.measure === one.id));
  return {
    columns: [NONE, ...names.map((name) => ({ value: name, label: name }))],
    period: mapping.period_column ?? '',
    dateOrder: mapping.date_order ?? '',
    decimalSign: mapping.decimal_sign,
    ownSigns: (mapping.decimal_signs ?? []).map((own) => ({ column: own.column, sign: own.decimal_sign })),
    sheets: preview.sheets.map(({ id, label, mapping }) => ({ name: id, label, mapping })),
    sheet: mapping.sheet ?? '',
    group: mapping.group?.column ?? '',
    only: mapping.group?.only ?? '',
    measures: [...mapped, ...missing.map((one): MeasureColumns => ({ measure: one.id, name: one.name, as: 'none', column: '', second: '', scale: '', scales: [], mark: '', madeFrom: '', lastValue: '' }))],
    unused: report.unused_columns,
  };
}

function parts(source: Source): { as: MadeAs; column: string; second: string } {
  if ('sum' in source) return { as: 'sum', column: source.sum.column, second: '' };
  if ('ratio' in source) return { as: 'ratio', column: source.ratio.numerator, second: source.ratio.denominator };
  if ('single' in source) return { as: 'single', column: source.single.column, second: '' };
  return { as: 'value', column: source.value.column, second: source.value.weight ?? '' };
}

const AS_PERCENT = [{ value: '1', label: 'as percent, 7.4' }, { value: '100', label: 'as fractions, 0.074' }];
const AS_TIME = [{ value: '1', label: 'in seconds' }, { value: '60', label: 'in minutes' }, { value: '3600', label: 'in hours' }];

/** What the cells of a value are written in, where that is a choice. */
function scaleOf({ unit, source }: MeasureMapping): { scale: string; scales: readonly Option[] } {
  const by = 'value' in source ? source.value.multiply_by : 'single' in source ? source.single.multiply_by : undefined;
  if (by === undefined || unit === 'count') return { scale: '', scales: [] };
  const scale = String(Number(by));
  const usual = unit === 'seconds' ? AS_TIME : AS_PERCENT;
  return { scale, scales: usual.some((one) => one.value === scale) ? usual : [...usual, { value: scale, label: `times ${scale}` }] };
}

/** Whether a measure has every column that its kind needs. */
export function isComplete(made: { as: MadeAs; column: string; second: string }): boolean {
  return made.as === 'none' || (made.column !== '' && (made.as !== 'ratio' || made.second !== ''));
}

/** The mapping with one thing corrected. A measure that is new gets the unit of the contract's own measure. */
export function corrected(mapping: Mapping, correction: Correction, units: ReadonlyMap<string, Unit>): Mapping {
  switch (correction.kind) {
    case 'period': return { ...mapping, period_column: correction.column || null };
    case 'date_order': return { ...mapping, date_order: correction.order || null };
    case 'decimal_sign': return correctedSign(mapping, correction.sign, correction.column);
    case 'sheet': return correction.mapping;
    case 'group': return { ...mapping, group: correction.column === '' ? null : { column: correction.column, only: correction.only.trim() || null } };
    case 'measure': return { ...mapping, measures: correctedMeasures(mapping.measures, correction, units) };
  }
}

/** For the file, or for one column of it. */
function correctedSign(mapping: Mapping, sign: DecimalSign, column: string | undefined): Mapping {
  if (column === undefined) return { ...mapping, decimal_sign: sign };
  const others = (mapping.decimal_signs ?? []).filter((own) => own.column !== column);
  return { ...mapping, decimal_signs: [...others, { column, decimal_sign: sign }] };
}

function correctedMeasures(before: readonly MeasureMapping[], correction: Correction & { kind: 'measure' }, units: ReadonlyMap<string, Unit>): MeasureMapping[] {
  const old = before.find((one) => one.measure === correction.measure);
  if (correction.as === 'none') return before.filter((one) => one.measure !== correction.measure);
  const made: MeasureMapping = { measure: correction.measure, unit: old?.unit ?? units.get(correction.measure) ?? 'count', source: sourceOf(correction, old?.source) };
  return old ? before.map((one) => (one.measure === correction.measure ? made : one)) : [...before, made];
}

function sourceOf(made: { as: MadeAs; column: string; second: string; scale: string }, old: Source | undefined): Source {
  if (made.as === 'sum') return { sum: { column: made.column } };
  if (made.as === 'ratio') return { ratio: { numerator: made.column, denominator: made.second } };
  const before = old && 'value' in old ? old.value : undefined;
  const scaled = before ?? (old && 'single' in old ? old.single : undefined);
  // What was found of another column says nothing of this one.
  const multiply_by = scaled?.column === made.column && made.scale !== '' ? made.scale : '1';
  if (made.as === 'single') return { single: { column: made.column, multiply_by } };
  const weight = made.second === '' ? null : made.second;
  return {
    value: {
      column: made.column,
      weight,
      // Who chooses the weights vouches for them; ones that were only guessed keep their mark.
      proxy: weight !== null && weight === before?.weight ? before.proxy : false,
      multiply_by,
    },
  };
}

/** The measures that a contract knows, for which a column can be chosen. */
export function measuresOf(view: Pick<ContractView, 'levels' | 'baseline'>): { id: string; name: string; unit: Unit }[] {
  const levels = view.levels.map((level) => ({ id: level.measure, name: level.name, unit: level.unit }));
  const series = view.baseline?.series.filter((one) => !levels.some((level) => level.id === one.measure)) ?? [];
  return [...levels, ...series.map((one) => ({ id: one.measure, name: one.name, unit: one.unit }))];
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** Messages come as fragments: a capital at the front, a full stop at the end. */
function sentence(text: string): string {
  const upper = capital(text);
  return /[.!?…]$/.test(upper) ? upper : `${upper}.`;
}
