import type { Caption } from '../../charts/figure';
import type { FanMonth, PastMonth } from '../../charts/FanChart.svelte';
import type { HeatRow } from '../../charts/HeatMap.svelte';
import type { QuantileDot } from '../../charts/QuantileDots.svelte';
import type { Direction } from '../../format/numbers';

/** A level whose target can be tried. */
export interface TrialLevel {
  id: string;
  name: string;
  unit: string;
  decimals: number;
  direction: Direction;
  /** The target in the terms. */
  target: number;
  min: number;
  max: number;
  curve: readonly { target: number; met: number }[];
  /** Why no target can be tried. */
  disabled?: string;
}

export interface LevelResult {
  id: string;
  name: string;
  unit: string;
  decimals: number;
  fanCaption: Caption;
  history: readonly PastMonth[];
  months: readonly FanMonth[];
  floor?: number;
  ceiling?: number;
}

/** What the simulation found, as plain data. Money and probabilities are results, so they are numbers. */
export interface SimulationView {
  /** "In 23 of 100 simulated years the cap is reached." */
  finding: string;
  credits: {
    caption: Caption;
    dots: readonly QuantileDot[];
    mean: number;
    p5: number;
    p50: number;
    p95: number;
    capShare: number;
    currency: string;
  };
  heat: {
    caption: Caption;
    rows: readonly HeatRow[];
    all: { label: string; cells: readonly number[]; steady: number };
    rampMonths: number;
    rampLabel: string;
    steadyLabel: string;
  };
  levels: readonly LevelResult[];
  /** Levels without history, which every total leaves out. */
  leftOut: readonly string[];
  /** What cannot be trusted, in words: six months of history, a summer before a winter. */
  cautions: readonly string[];
  /** Seed, trials, engine version, Monte Carlo error and so on. */
  provenance: readonly { label: string; value: string }[];
}

export type SimulationState =
  | { kind: 'no_history' }
  | { kind: 'ready' }
  | { kind: 'running'; done: number; total: number; cancelling?: boolean }
  | { kind: 'result' }
  /** The terms or the history moved on; the results stay, tagged with what they are of. */
  | { kind: 'stale'; of: string; changes: string };
