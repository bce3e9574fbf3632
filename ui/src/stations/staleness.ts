import type { ContractView } from '../host/types/ContractView';
import type { Outlook } from '../host/types/Outlook';
import type { OutlookInputs } from '../host/types/OutlookInputs';

export type OutlookState = 'none' | 'current' | 'stale';

/** What figures rest on, as one text that is equal where they would be. */
export function inputsKey({ terms, history, learning, assumptions }: OutlookInputs): string {
  return [terms, history, learning, assumptions].join('/');
}

/** What a result rests on that no longer stands; what counts is decided where figures are made. */
export function changedSince(view: ContractView, outlook: Outlook): Record<keyof OutlookInputs, boolean> {
  const [before, now] = [outlook.inputs, view.outlook_inputs];
  return { terms: before.terms !== now.terms, history: before.history !== now.history, learning: before.learning !== now.learning, assumptions: before.assumptions !== now.assumptions };
}

/** Whether a result rests on the terms, the history, the learning and the assumptions as they stand. */
export function outlookState(view: ContractView, outlook: Outlook | null | undefined): OutlookState {
  if (!outlook) return 'none';
  return Object.values(changedSince(view, outlook)).some(Boolean) ? 'stale' : 'current';
}
