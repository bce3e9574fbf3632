/** What entries of several texts that only hold together have in common. */
import { unitSign } from '../../format/units';
import { withUnit } from '../../format/numbers';
import type { ContractView } from '../../host/types/ContractView';
import type { LevelView } from '../../host/types/LevelView';
import { MONTHS_NEEDED } from './simulate';

/** A value of the level's measure, for an empty field: its target. */
export function exampleOf(level: LevelView): string {
  return withUnit(level.target_value.toFixed(level.precision_decimals), unitSign(level.unit));
}

/** Messages come as fragments. */
export function sentence(text: string | undefined): string | undefined {
  if (!text) return undefined;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** One level for each measure: two about the same one see the same months. */
export function onePerMeasure(levels: readonly LevelView[]): readonly LevelView[] {
  return levels.filter((level, i) => levels.findIndex((other) => other.measure === level.measure) === i);
}

/** Months in which a measure was observed. */
export function monthsOf(view: ContractView, measure: string): number {
  return view.baseline?.series.find((series) => series.measure === measure)?.points.filter((point) => point.value !== null).length ?? 0;
}

/** Nobody measured it, and a person says what it will do. */
export function isAssumed(view: ContractView, measure: string): boolean {
  return view.private.assumptions.some((one) => one.measure === measure);
}

/** Whether a level about it can be simulated. */
export function isKnown(view: ContractView, measure: string): boolean {
  return isAssumed(view, measure) || monthsOf(view, measure) >= MONTHS_NEEDED;
}
