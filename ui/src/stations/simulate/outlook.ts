/** From an outlook as it arrives to what the station shows. */
import type { Caption } from '../../charts/figure';
import type { FanMonth } from '../../charts/FanChart.svelte';
import { counted, decimal, hashGroups, inHundred, oddsInHundred, percent, withUnit } from '../../format/numbers';
import { unitDomain, unitSign } from '../../format/units';
import type { LevelOutlook } from '../../host/types/LevelOutlook';
import type { LevelView } from '../../host/types/LevelView';
import type { MonthAhead } from '../../host/types/MonthAhead';
import type { Outlook } from '../../host/types/Outlook';
import type { TargetCurve } from '../../host/types/TargetCurve';
import type { Fact, LevelResult, SimulationView, TrialLevel } from './simulate';

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
/** Credit factors that are read faster as a fraction. */
const FRACTIONS: Readonly<Record<number, string>> = { 0: '0', 25: '¼', 50: '½', 75: '¾', 100: '1' };
const HASH_GROUPS = 2;

export function simulationView(outlook: Outlook): SimulationView {
  const year = outlook.months.length === 12;
  const period = year ? 'in the first year' : `in the first ${counted(outlook.months.length, 'month')}`;
  const noun = year ? 'year' : 'run';
  const steady = steadyMonths(outlook.months);
  return {
    basis: `${decimal(outlook.trials, 0)} trials of the first ${year ? 'contract year' : counted(outlook.months.length, 'month')}`,
    finding: outlook.headline,
    facts: facts(outlook, period),
    credits: credits(outlook, period, noun),
    sources: sources(outlook, period),
    heat: {
      caption: findingFirst(outlook.captions.chances),
      rows: outlook.levels.map((level) => ({ id: level.id, name: level.name, mark: level.assumed ? 'assumed' : undefined, target: level.target_text, cells: level.met, steady: level.met_steady, ...(level.excused_steady > 0 ? { excused: [...level.excused, level.excused_steady] } : {}) })),
      all: { label: allLabel(outlook.levels.length), cells: outlook.all_met, steady: outlook.all_met_steady },
      ...steady,
    },
    levels: outlook.levels.map((level) => levelResult(level, period)),
    leftOut: outlook.left_out.filter((name) => !outlook.cautions.some((caution) => caution.includes(name))),
    cautions: outlook.cautions,
    ramp: outlook.ramp_text,
    volume: [outlook.busy_text, outlook.charges_words].filter((text) => text !== ''),
    provenance: provenance(outlook),
  };
}

function facts(outlook: Outlook, period: string): Fact[] {
  const all: Fact[] = [
    { label: `Credits ${period}`, value: `${outlook.credits.mean_text} expected` },
    { label: `Charges ${period}`, value: outlook.charges ? `${outlook.charges_text} expected` : outlook.charges_text },
    { label: allLabel(outlook.levels.length), value: `${oddsInHundred(outlook.all_met_steady)} steady months` },
  ];
  if (outlook.score_text !== '') all.push({ label: 'Score of a steady month', value: outlook.score_text });
  return all;
}

function credits(outlook: Outlook, period: string, noun: string): SimulationView['credits'] {
  const { credits: found } = outlook;
  /** Amounts come in minor units; the axis counts in major ones. */
  const major = (minor: number) => minor / 10 ** found.minor_digits;
  return {
    title: `Credits ${period}`,
    period,
    noun,
    caption: [`${found.dots.length} equally likely ${noun}s. `, { strong: outlook.captions.credits }],
    dots: found.dots.map((dot) => ({ value: major(dot.minor), text: dot.text, capShare: dot.cap_share })),
    median: { value: major(found.p50_minor), text: found.p50_text },
    p95: { value: major(found.p95_minor), text: found.p95_text },
    currency: found.currency,
    facts: [
      { label: 'Expected (mean)', value: found.mean_text },
      { label: `1 ${noun} in 20 at or below`, value: found.p5_text },
      { label: 'Half at or below', value: found.p50_text },
      { label: `1 ${noun} in 20 above`, value: found.p95_text },
      { label: 'A month’s cap is reached', value: `in ${inHundred(found.cap_reached)} of 100 ${noun}s` },
      ...outlook.rewards.map((reward) => ({
        label: reward.label,
        value: `${reward.mean_text} expected${reward.chance === null ? '' : `, in ${inHundred(reward.chance)} of 100 ${noun}s`}; 1 ${noun} in 20 above ${reward.p95_text}`,
      })),
    ],
  };
}

/** The levels' shares of the expected credits: what the month's caps left of each. */
function sources(outlook: Outlook, period: string): SimulationView['sources'] {
  const { currency, minor_digits } = outlook.credits;
  const rows = outlook.levels
    .map((level) => ({ id: level.id, label: markedName(level), from: 0, to: level.expected_credit_minor / 10 ** minor_digits, text: level.expected_credit_text, kind: 'lost' as const }))
    .sort((a, b) => b.to - a.to);
  const sum = rows.reduce((total, row) => total + row.to, 0);
  const first = rows[0];
  const caption: Caption = first && sum > 0 ? [{ strong: `${first.label} makes ${percent(first.to / sum)} of what is expected.` }, ' After the caps; expected values, so they add up.'] : [{ strong: 'No level is expected to cost anything.' }];
  return { title: 'Where the credits come from', caption, axisName: `expected credits ${period}, ${currency}`, rows };
}

/** Nobody measured it: said wherever its figures stand. */
function markedName(level: LevelOutlook): string {
  return level.assumed ? `${level.name} (assumed)` : level.name;
}

function levelResult(level: LevelOutlook, period: string): LevelResult {
  return {
    id: level.id,
    name: markedName(level),
    unit: unitSign(level.unit),
    decimals: level.precision_decimals,
    fanCaption: [{ strong: level.fan_caption }, ` ${level.assumed ? 'It is' : 'Rests on'} ${level.basis_text}. Expected credits ${period}: ${level.expected_credit_text}.`],
    history: level.history.map((point) => ({ month: point.label, value: point.value })),
    months: level.fan.map((point, i) => fanMonth(point.quantiles, point.target_low, point.target_high, level.met[i] ?? null)),
    ...unitDomain(level.unit),
  };
}

function fanMonth(quantiles: readonly number[], low: number | null, high: number | null, met: number | null): FanMonth {
  const at = (index: number) => quantiles[index] ?? NaN;
  return {
    low95: at(0), low80: at(1), low50: at(2), median: at(3), high50: at(4), high80: at(5), high95: at(6),
    target: high ?? low, targetLow: high === null ? null : low, met,
  };
}

/** Where the ramp ends, and what to call the months before and after. */
export function steadyMonths(months: readonly MonthAhead[]): { rampMonths: number; rampLabel: string; steadyLabel: string } {
  const ramp = months.filter((month) => month.ramp);
  const factors = ramp.map((month) => {
    const percent = Number.parseFloat(month.credit_factor_text);
    return FRACTIONS[percent] ?? month.credit_factor_text;
  });
  const first = ramp.length < months.length ? months[ramp.length] : months[0];
  const last = months.at(-1);
  return {
    rampMonths: ramp.length,
    rampLabel: ramp.length === 0 ? '' : `ramp, credit ${factors.join(', ')}`,
    steadyLabel: first && last && first !== last ? `months ${first.number}–${last.number}` : `month ${last?.number ?? 1}`,
  };
}

function allLabel(levels: number): string {
  if (levels === 1) return 'The one level met';
  if (levels === 2) return 'Both met';
  return `All ${NUMBERS[levels] ?? decimal(levels, 0)} met`;
}

/** The first sentence is the finding; the rest explains it. */
function findingFirst(text: string): Caption {
  const end = text.search(/\. (?=[A-Z])/);
  return end < 0 ? [{ strong: text }] : [{ strong: text.slice(0, end + 1) }, text.slice(end + 1)];
}

function provenance(outlook: Outlook): Fact[] {
  return [
    ...(outlook.volume_text === '' ? [] : [{ label: 'Volume', value: `${outlook.volume_text} It is drawn together with the measures.` }]),
    { label: 'Trials', value: decimal(outlook.trials, 0) },
    { label: 'Seed', value: String(outlook.seed) },
    { label: 'Engine', value: outlook.engine_version },
    { label: 'Monte Carlo error', value: `at most ${decimal(outlook.error_points, 1)} points of a probability in 100, as a standard error` },
    { label: 'Terms', value: hashGroups(outlook.hash, HASH_GROUPS) },
    { label: 'History', value: hashGroups(outlook.baseline_hash, HASH_GROUPS) },
    { label: 'Method', value: 'Each trial draws a level that returns to its history’s mean, then settles every month with the rules of the statement. The same seed gives the same figures, on any computer.' },
  ];
}

/** What is known about the curve of a level: it, or why there is none; neither while it is being worked out. */
export interface CurveAnswer {
  curve?: TargetCurve;
  refused?: string;
}

export function trialLevel(level: LevelView, answer: CurveAnswer, known = true, assumed = false): TrialLevel {
  const curve = [...(answer.curve?.points ?? [])].sort((a, b) => a.target - b.target).map(({ target, met }) => ({ target, met }));
  const targets = [level.target_value, ...curve.map((point) => point.target)];
  const disabled = !known ? 'There is no history of this level, or too little, so nothing is known of its chance. Below you can say what you assume.' : level.direction === 'range' ? 'This target is a range: it has two edges, so no single slider moves it. Change it in the terms, then run again.' : answer.refused;
  return {
    id: level.id,
    name: level.name,
    known,
    assumed,
    unit: unitSign(level.unit),
    decimals: level.precision_decimals,
    direction: level.direction,
    target: level.target_value,
    targetText: level.target_text,
    min: Math.min(...targets),
    max: Math.max(...targets),
    ...unitDomain(level.unit),
    curve,
    curveNote: answer.curve?.excused_text ?? '',
    loading: disabled === undefined && answer.curve === undefined,
    disabled,
  };
}

/** The chance at a target, read off the curve between its points; none outside it. */
export function metAt(curve: TrialLevel['curve'], target: number): number | null {
  const after = curve.findIndex((point) => point.target >= target);
  const high = curve[after];
  if (!high) return null;
  const low = curve[after - 1];
  if (high.target === target || !low) return high.target === target ? high.met : null;
  return low.met + ((high.met - low.met) * (target - low.target)) / (high.target - low.target);
}

/** A target as a person would type it, whatever the reader's locale. */
export function typedTarget(value: number, decimals: number): string {
  return value.toFixed(decimals);
}

/** "71.0 %" */
export function targetWords(value: number, level: Pick<TrialLevel, 'decimals' | 'unit'>): string {
  return withUnit(decimal(value, level.decimals), level.unit);
}
