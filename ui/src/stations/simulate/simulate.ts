import type { Caption } from '../../charts/figure';
import type { FanMonth, PastMonth } from '../../charts/FanChart.svelte';
import type { BarRow } from '../../charts/RowBars.svelte';
import type { HeatRow } from '../../charts/HeatMap.svelte';
import type { Amount, QuantileDot } from '../../charts/QuantileDots.svelte';
import type { Direction } from '../../format/numbers';
import type { Entry } from './entries.svelte';

/** A target that is tried, as it is shown. */
export interface TriedView {
  id: string;
  name: string;
  /** "≥ 71.0 %" */
  words: string;
  /** What the terms say: "≥ 72.0 %". */
  terms: string;
}

/** A level whose target can be tried. */
export interface TrialLevel {
  id: string;
  name: string;
  /** There is history of it, or an assumption. */
  known: boolean;
  /** The figures rest on what a person assumes. */
  assumed: boolean;
  unit: string;
  decimals: number;
  direction: Direction;
  /** The target in the terms. */
  target: number;
  /** The same as it is written: "≥ 72.0 %". */
  targetText: string;
  min: number;
  max: number;
  /** The smallest and the largest value that can occur at all. */
  floor?: number;
  ceiling?: number;
  /** In the order of the target; empty while it is being worked out. */
  curve: readonly { target: number; met: number }[];
  /** What the curve leaves out, in words; empty where it leaves out nothing. */
  curveNote?: string;
  /** The curve is not there yet. */
  loading?: boolean;
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

export interface Fact {
  label: string;
  value: string;
}

/** What the simulation found, as it is shown. Money is text that came with it; its numbers only place marks. */
export interface SimulationView {
  /** "10,000 trials of the first contract year" */
  basis: string;
  /** "In 23 of 100 simulated years the cap is reached." */
  finding: string;
  /** What stands in one line below the finding. */
  facts: readonly Fact[];
  credits: {
    title: string;
    /** "in the first year" */
    period: string;
    /** What one dot stands for: "year". */
    noun: string;
    caption: Caption;
    dots: readonly QuantileDot[];
    median: Amount;
    p95: Amount;
    currency: string;
    /** Mean, quantiles and the chance of the cap, in words. */
    facts: readonly Fact[];
  };
  /** What each level adds to the expected credits, the most first. */
  sources: { title: string; caption: Caption; axisName: string; rows: readonly BarRow[] };
  heat: {
    caption: Caption;
    rows: readonly HeatRow[];
    all: { label: string; cells: readonly number[]; steady: number };
    rampMonths: number;
    rampLabel: string;
    steadyLabel: string;
  };
  /** The riskiest first; none where no level has history enough. */
  levels: readonly LevelResult[];
  /** Levels that every total leaves out and of which no caution speaks. */
  leftOut: readonly string[];
  /** What cannot be trusted, in words: six months of history, a summer before a winter. */
  cautions: readonly string[];
  /** What the months of the ramp rest on: what is learnt, and which levels are taken to perform steadily; empty without a ramp. */
  ramp: string;
  /** Which levels busy months excuse, and what charges per unit are made of, each in words. */
  volume: readonly string[];
  /** Seed, trials, engine version, Monte Carlo error and so on. */
  provenance: readonly Fact[];
}

export type SimulationState =
  | { kind: 'no_history' }
  /** The history is shorter than a probability needs. */
  | { kind: 'too_short'; months: number }
  | { kind: 'ready' }
  /** `of`: what the results below are of, where that is no longer what stands. */
  | { kind: 'running'; done: number; total: number; cancelling?: boolean; of?: string }
  | { kind: 'result' }
  /** A target is tried; the terms are as they were. */
  | { kind: 'trying'; tag: string; words: string }
  /** The terms, the history, the learning or the assumptions moved on; the results stay, tagged with what they are of. */
  | { kind: 'stale'; of: string; title: string; changes: string };

/** What "likely" means of a target: the share of steady months in which it is met. */
export const LIKELY = 0.85;

/** A month's chance needs at least so many months of history. */
export const MONTHS_NEEDED = 6;

export const ASSUMPTION_PARTS = ['p10', 'p50', 'p90', 'months'] as const;
export type AssumptionPart = (typeof ASSUMPTION_PARTS)[number];
export const LEARNING_PARTS = ['start', 'half_life'] as const;
export type LearningPart = (typeof LEARNING_PARTS)[number];

/** A level with what is entered of it; all texts empty where nothing is. */
export interface EntryLevel<Part extends string> extends Entry<Part> {
  measure: string;
  name: string;
  /** A value of the measure, for the empty field. */
  example: string;
}

/** A level of which too little was measured: what is assumed of it, or it is left out. */
export interface AssumedLevel extends EntryLevel<AssumptionPart> {
  /** Months in which it was observed: fewer than a probability needs. */
  months: number;
  /** The assumption stands; without it the level is left out. */
  assumed: boolean;
}

/** How one level's performance is learnt during the ramp; steady from the start where nothing is entered. */
export type LearningLevel = EntryLevel<LearningPart>;
