import type { Caption } from '../../charts/figure';
import type { SeriesPoint } from '../../charts/SeriesChart.svelte';
import type { Direction } from '../../format/numbers';
import type { Option } from '../../ui/field';

/** A row of the file that was refused or taken in part, by number, with the reason. */
export interface ImportRemark {
  /** As an editor counts: the head is row 1. */
  row: number;
  text: string;
  refused: boolean;
}

export interface ColumnMapping {
  column: string;
  /** What it is taken as; one of the options. */
  role: string;
  kind: string;
  lastValue: string;
  state: 'recognised' | 'chosen' | 'doubtful' | 'unused';
}

export interface ImportReport {
  fileName: string;
  /** "read today 14:06; 730 rows: 24 months taken, 2 rows refused" */
  summary: string;
  remarks: readonly ImportRemark[];
  /** How many more remarks there are than are listed. */
  remarksLeftOut: number;
  mapping: readonly ColumnMapping[];
  roles: readonly Option[];
  /** What to know about the whole file: "FCR comes as a percentage, without counts". */
  notes: readonly { title: string; text: string }[];
}

export interface SeriesView {
  id: string;
  name: string;
  unit: string;
  decimals: number;
  direction: Direction;
  caption: Caption;
  /** "mean 71.9" */
  aside?: string;
  points: readonly SeriesPoint[];
  target: readonly number[];
}

export interface BaselineView {
  /** "24 months, 4 measures, weighted. Enough to simulate." */
  finding: string;
  series: readonly SeriesView[];
  /** Levels without history, named. */
  leftOut: readonly string[];
  /** Shared with the other side, or this side's own. */
  shared: boolean;
}
