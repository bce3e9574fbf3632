import type { ContractView } from '../../host/types/ContractView';
import type { Change } from '../../host/types/Change';
import type { Waived } from '../../host/types/Waived';
import { hrefOf } from '../../route';
import type { FindingView } from '../../ui/finding';
import { findingViews } from '../terms/clauses';

/** One way to mend a finding. */
export interface Way {
  label: string;
  changes: readonly Change[];
}

/** A finding that somebody decides about: mends it, or leaves it standing with a reason. */
export interface ReviewFinding {
  view: FindingView;
  /** What a waiver of it says besides its reason. */
  key: { rule: string; title: string; field: string };
  /** Its mend, then the other ways; none where the terms are only read. */
  ways: readonly Way[];
  /** An error has to be mended. */
  waivable: boolean;
  waived: Waived | null;
  /** It rests on what this side alone knows: a waiver of it is for oneself. */
  own: boolean;
}

/** What is found at one place of the agreement. */
export interface ReviewPlace {
  id: string;
  label: string;
  /** Where its term is set. */
  href: string;
  findings: readonly ReviewFinding[];
}

type Reviewed = Pick<ContractView, 'findings' | 'locked'>;

/** Errors and warnings of the review, those that are waived last. Advice is for the form. */
export function reviewFindings({ findings, locked }: Reviewed): ReviewFinding[] {
  const views = findingViews({ findings, locked });
  const all = findings.map((finding, at): ReviewFinding => ({
    view: views[at]!,
    key: { rule: finding.rule, title: finding.title, field: finding.fields[0] ?? '' },
    ways: locked || !finding.mend ? [] : [finding.mend, ...(finding.alternatives ?? [])],
    waivable: finding.severity === 'warning',
    waived: finding.waived ?? null,
    own: finding.own ?? false,
  }));
  const decided = all.filter((finding) => finding.view.severity !== 'advice' && finding.view.waitsFor === undefined);
  return [...decided.filter((finding) => !finding.waived), ...decided.filter((finding) => finding.waived)];
}

/** The same by their place: a term, or a level with its bands, or its ramp. The gravest place first. */
export function reviewPlaces(view: Pick<ContractView, 'id' | 'fields' | 'levels' | 'sections'> & Reviewed): ReviewPlace[] {
  const places = new Map<string, ReviewFinding[]>();
  for (const finding of reviewFindings(view)) {
    const id = placeOf(finding.key.field);
    places.set(id, [...(places.get(id) ?? []), finding]);
  }
  return [...places].map(([id, findings]) => ({
    id,
    label: labelOf(view, id),
    href: hrefOf({ station: 'terms', contract: view.id, field: findings[0]?.key.field ?? id }),
    findings,
  }));
}

function placeOf(path: string): string {
  return /^(service_levels|measures|ramp)\.[^.]+/.exec(path)?.[0] ?? path;
}

function labelOf(view: Pick<ContractView, 'fields' | 'levels' | 'sections'>, place: string): string {
  const [root, id] = place.split('.');
  const level = view.levels.find((one) => one.id === id);
  if (root === 'service_levels' && level) return level.name;
  if (root === 'ramp' && level) return `${level.name}, ramp`;
  const field = view.fields.find((one) => one.path === place) ?? view.fields.find((one) => one.path.startsWith(`${place}.`));
  if (!field) return view.sections.find((one) => one.id === root)?.title ?? 'The agreement';
  if (field.path === place) return field.full_label;
  if (root === 'measures' && id !== undefined) return view.fields.find((one) => one.path === `${place}.name`)?.text || field.full_label;
  return view.sections.find((one) => one.id === field.section)?.title ?? field.full_label;
}
