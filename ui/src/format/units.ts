import type { Unit } from '../host/types/Unit';

/** The sign written behind a number of a unit; empty where none is written. */
export function unitSign(unit: Unit): string {
  return { percent: '%', seconds: 's', points: '', count: '' }[unit];
}

/** The smallest and the largest value that can occur: axes do not leave them. */
export function unitDomain(unit: Unit): { floor?: number; ceiling?: number } {
  return { percent: { floor: 0, ceiling: 100 }, seconds: { floor: 0 }, points: { floor: -100, ceiling: 100 }, count: { floor: 0 } }[unit];
}
