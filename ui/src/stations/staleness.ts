import type { ContractView } from '../host/types/ContractView';
import type { Outlook } from '../host/types/Outlook';

export type OutlookState = 'none' | 'current' | 'stale';

/** What this side assumes is learnt during the ramp, as one text that is equal where it is the same. */
export function learningKey(learning: Outlook['learning']): string {
  return JSON.stringify(learning.map((one) => [one.measure, one.start_text, one.half_life_text]));
}

/** What this side assumes of levels without history, likewise. */
export function assumptionKey(assumptions: Outlook['assumptions']): string {
  return JSON.stringify(assumptions.map((one) => [one.measure, one.p10_text, one.p50_text, one.p90_text, one.months_text]));
}

/** What a result is of that no longer stands. */
export function changedSince(view: ContractView, outlook: Outlook): { terms: boolean; history: boolean; learning: boolean; assumptions: boolean } {
  return {
    terms: outlook.hash !== view.revision.hash,
    history: outlook.baseline_hash !== (view.baseline?.hash ?? ''),
    learning: learningKey(outlook.learning) !== learningKey(view.private.learning),
    assumptions: assumptionKey(outlook.assumptions) !== assumptionKey(view.private.assumptions),
  };
}

/** Whether a result is of the terms, the history, the learning and the assumptions as they stand. */
export function outlookState(view: ContractView, outlook: Outlook | null | undefined): OutlookState {
  if (!outlook) return 'none';
  return Object.values(changedSince(view, outlook)).some(Boolean) ? 'stale' : 'current';
}
