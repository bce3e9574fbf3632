import type { ContractView } from '../../host/types/ContractView';
import type { Waived } from '../../host/types/Waived';
import type { FindingView } from '../../ui/finding';
import { findingViews } from '../terms/clauses';

/** A finding that somebody decides about: mends it, or leaves it standing with a reason. */
export interface ReviewFinding {
  view: FindingView;
  /** What a waiver of it says besides its reason. */
  key: { rule: string; title: string; field: string };
  /** An error has to be mended. */
  waivable: boolean;
  waived: Waived | null;
}

/** Errors and warnings of the review, those that are waived last. Advice is for the form. */
export function reviewFindings(view: Pick<ContractView, 'findings' | 'locked'>): ReviewFinding[] {
  const views = findingViews({ findings: view.findings, locked: true });
  const all = view.findings.map((finding, at) => ({
    view: views[at]!,
    key: { rule: finding.rule, title: finding.title, field: finding.fields[0] ?? '' },
    waivable: finding.severity === 'warning',
    waived: finding.waived ?? null,
  }));
  const decided = all.filter((finding) => finding.view.severity !== 'advice' && finding.view.waitsFor === undefined);
  return [...decided.filter((finding) => !finding.waived), ...decided.filter((finding) => finding.waived)];
}
