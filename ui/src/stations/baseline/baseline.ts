import type { Caption } from '../../charts/figure';
import type { SeriesPoint } from '../../charts/SeriesChart.svelte';
import type { DecimalSign } from '../../host/types/DecimalSign';
import type { Mapping } from '../../host/types/Mapping';
import type { Direction } from '../../format/numbers';
import type { Option } from '../../ui/field';

/** A row of the file that was refused or taken in part, by number, with the reason. */
export interface ImportRemark {
  /** As an editor counts: the first line is row 1. */
  row: number;
  text: string;
  refused: boolean;
}

/** How a measure is made: of figures, of two counts, by adding up, or as the month's own figure. `none`: not from this file. */
export type MadeAs = 'none' | 'value' | 'ratio' | 'sum' | 'single';

/** A measure and the columns it comes from, each of which can be corrected. */
export interface MeasureColumns {
  measure: string;
  name: string;
  as: MadeAs;
  /** The figures, the counted, or what is added up. Empty where none is chosen yet. */
  column: string;
  /** The weights, or what it is a share of; empty for none. */
  second: string;
  /** What a cell is multiplied by, as it is written: 100 where it holds fractions. Empty where that is no question. */
  scale?: string;
  scales?: readonly Option[];
  /** "approximate weights"; empty where the figures are exact. */
  mark: string;
  /** "Σ asa × answered / Σ answered" */
  madeFrom: string;
  lastValue: string;
}

/** What the columns of the file were taken for. */
export interface ColumnsView {
  /** The columns by name; the first choice is none. */
  columns: readonly Option[];
  period: string;
  dateOrder: '' | 'day_first' | 'month_first';
  decimalSign: DecimalSign;
  /** Columns that are written otherwise than the file, or for which a person said how. */
  ownSigns: readonly { column: string; sign: DecimalSign }[];
  /** Sheets of a workbook, where several could be meant. */
  sheets: readonly { name: string; label: string; mapping: Mapping }[];
  sheet: string;
  group: string;
  /** Only rows of the group with this value; empty for all. */
  only: string;
  measures: readonly MeasureColumns[];
  unused: readonly string[];
}

/** One correction of the columns. */
export type Correction =
  | { kind: 'period'; column: string }
  | { kind: 'date_order'; order: ColumnsView['dateOrder'] }
  | { kind: 'decimal_sign'; sign: DecimalSign; column?: string }
  | { kind: 'sheet'; mapping: Mapping }
  | { kind: 'group'; column: string; only: string }
  | { kind: 'measure'; measure: string; as: MadeAs; column: string; second: string; scale: string };

/** Something that only a person can say about a file. */
export interface Question {
  /** "“Abandonment” holds 2 values, for example 7 in row 2: is that 7 %, or 7 out of 12000 “Calls”, 0.06 %?" */
  text: string;
  choices: readonly { label: string; mapping: Mapping }[];
  /** Label of the answer that was taken by guess, so that it can be changed. */
  guessed?: string;
}

/** A file that was chosen and is not taken before more is said about it. */
export interface WaitingFile {
  fileName: string;
  /** Why it is not taken. */
  problem: string;
  questions: readonly Question[];
  columns: ColumnsView;
  /** The first rows as they are written, under the names of the columns. */
  sample: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

export interface ImportReport {
  fileName: string;
  /** "730 rows of days, 24 months: 729 taken, 2 of them in part; 1 refused." */
  summary: string;
  remarks: readonly ImportRemark[];
  /** Gaps and months made of a part of their days, each a sentence. */
  missing: readonly string[];
  /** What to know about the whole file, each a sentence. */
  notes: readonly string[];
  /** Measures that the file cannot give, each with the reason. */
  refused?: readonly string[];
  /** What waits for an answer, so that a measure is left out so far. */
  questions?: readonly Question[];
  columns: ColumnsView;
}

export interface SeriesView {
  id: string;
  name: string;
  unit: string;
  decimals: number;
  direction: Direction;
  caption: Caption;
  /** "mean 71.9 %" */
  aside?: string;
  points: readonly SeriesPoint[];
  target: readonly number[];
}

export interface BaselineView {
  /** "24 months, 4 measures, all from counts. Enough to simulate." */
  finding: string;
  /** Where it came from, when, how many rows. */
  origin: string;
  series: readonly SeriesView[];
  /** Levels without history, named. */
  leftOut: readonly string[];
  /** Nobody measured it. */
  illustrative: boolean;
  /** It is this side's choice whether the other side gets it. */
  own: boolean;
  shared: boolean;
}
