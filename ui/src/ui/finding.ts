/** One result of the design review, as plain data. */
export interface FindingView {
  /** Stable while the draft is edited: the rule and the first field. */
  id: string;
  rule: string;
  severity: 'error' | 'warning' | 'advice';
  title: string;
  reason: string;
  source: string;
  /** Paths of the terms it speaks of; it is shown beside the first. */
  fields: readonly string[];
  /** What one press on its button does; none if only a person can decide. */
  mend?: string;
  /** Other ways to mend it: each is an action of its own. */
  alternatives?: readonly string[];
  /** What the rule lacks, when it could not be judged. */
  waitsFor?: string;
  /** Why it is left standing, and for whom. */
  waived?: { reason: string; shared: boolean };
  /** Nobody has to do anything about it any more: it is left standing for all whom it concerns. */
  settled?: boolean;
}

/** Mends a finding; `way` is 0 for its mend and counts its alternatives from 1. */
export type OnMend = (finding: FindingView, way?: number) => void;

/** Whether a finding stands at this field or at a part of it. */
export function standsAt(finding: FindingView, path: string): boolean {
  const first = finding.fields[0] ?? '';
  return first === path || first.startsWith(`${path}.`);
}

/** The findings that still ask for something. */
export function unsettled<F extends Pick<FindingView, 'settled'>>(findings: readonly F[]): F[] {
  return findings.filter((finding) => !finding.settled);
}

/** Whether a finding speaks of a field that has the focus: the field, what it is part of, or a part of it. */
export function speaksOf(finding: FindingView, path: string | null): boolean {
  if (path === null) return false;
  return finding.fields.some((field) => field === path || path.startsWith(`${field}.`) || field.startsWith(`${path}.`));
}

const GRAVITY = { error: 0, warning: 1, advice: 2 } as const;

export function worst(findings: readonly FindingView[]): FindingView['severity'] | undefined {
  return [...findings].sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity])[0]?.severity;
}

/** Findings of one kind at one place: the same said of several months is one thing to read. */
export interface FindingGroup {
  id: string;
  first: FindingView;
  more: readonly FindingView[];
}

/** Findings put together by their title where several say the same; the order of their first stays. */
export function grouped(findings: readonly FindingView[]): FindingGroup[] {
  const keyOf = (finding: FindingView) => JSON.stringify([finding.severity, finding.title, finding.waived]);
  const keys = [...new Set(findings.map(keyOf))];
  return keys.flatMap((key) => {
    const [first, ...more] = findings.filter((finding) => keyOf(finding) === key);
    return first ? [{ id: first.id, first, more }] : [];
  });
}
