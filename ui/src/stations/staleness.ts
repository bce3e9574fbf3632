import type { ContractView } from '../host/types/ContractView';
import type { Outlook } from '../host/types/Outlook';

export type OutlookState = 'none' | 'current' | 'stale';

/** Whether a result is of the terms and the history as they stand. */
export function outlookState(view: ContractView, outlook: Outlook | null | undefined): OutlookState {
  if (!outlook) return 'none';
  return outlook.hash === view.revision.hash && outlook.baseline_hash === (view.baseline?.hash ?? '') ? 'current' : 'stale';
}
