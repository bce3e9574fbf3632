import type { ContractView } from '../host/types/ContractView';
import type { Outlook } from '../host/types/Outlook';

export type OutlookState = 'none' | 'current' | 'stale';

/** What this side assumes is learnt during the ramp, as one text that is equal where it is the same. */
export function learningKey(learning: Outlook['learning']): string {
  return JSON.stringify(learning.map((one) => [one.measure, one.start_text, one.half_life_text]));
}

/** What a result is of that no longer stands. */
export function changedSince(view: ContractView, outlook: Outlook): { terms: boolean; history: boolean; learning: boolean } {
  return {
    terms: outlook.hash !== view.revision.hash,
    history: outlook.baseline_hash !== (view.baseline?.hash ?? ''),
    learning: learningKey(outlook.learning) !== learningKey(view.private.learning),
  };
}

/** Whether a result is of the terms, the history and the learning as they stand. */
export function outlookState(view: ContractView, outlook: Outlook | null | undefined): OutlookState {
  if (!outlook) return 'none';
  return Object.values(changedSince(view, outlook)).some(Boolean) ? 'stale' : 'current';
}
