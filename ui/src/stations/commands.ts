import type { ContractView } from '../host/types/ContractView';
import type { Field } from '../host/types/Field';
import { hrefOf } from '../route';
import type { Command } from '../ui/commands';
import type { StationId, StationLink } from '../ui/frame';
import { counted } from '../format/numbers';
import { unsettled } from '../ui/finding';
import type { ContractRow } from './contracts/contracts';
import { findingViews } from './terms/clauses';

const ORDER: readonly Exclude<StationId, 'contracts'>[] = ['terms', 'baseline', 'simulate', 'review', 'sign', 'scorecard'];

/** Where a contract's stations are and what waits at each: only what is counted, nothing guessed. */
export function stationLinks(view: ContractView, outlook: 'none' | 'current' | 'stale'): StationLink[] {
  const found = findingViews(view).filter((finding) => finding.waitsFor === undefined);
  const count = (severity: 'error' | 'warning') => unsettled(found).filter((finding) => finding.severity === severity).length;
  const [errors, warnings, waived] = [count('error'), count('warning'), found.filter((finding) => finding.settled && finding.severity === 'warning').length];
  const given = view.approvals.filter((approval) => approval.approved_at !== null).length;
  const blockers = view.blockers.length;
  const more: Record<Exclude<StationId, 'contracts'>, Partial<StationLink>> = {
    terms: { note: errors > 0 ? counted(errors, 'error') : warnings > 0 ? counted(warnings, 'warning') : waived > 0 ? `${waived}\u00a0waived` : view.locked ? 'read-only' : undefined, attention: errors > 0 },
    baseline: { note: view.baseline ? `${view.baseline.months}\u00a0mo` : 'none' },
    simulate: { stale: outlook === 'stale' },
    review: {},
    sign: { note: blockers > 0 ? counted(blockers, 'blocker') : view.approvals.length > 0 ? `${given} of ${view.approvals.length}` : undefined, attention: blockers > 0 },
    scorecard: {},
  };
  return ORDER.map((id) => ({ id, href: hrefOf({ station: id, contract: view.id }), ...more[id] }));
}

/** Everything of one contract that the palette finds beside the commands: its clauses, terms and findings. */
export function contractCommands(view: ContractView, go: (href: string) => void): Command[] {
  const to = (field: string) => () => go(hrefOf({ station: 'terms', contract: view.id, field }));
  const clause = (field: Field) => view.sections.find((section) => section.id === field.section)?.title ?? '';
  const terms = view.fields.map((field): Command => ({
    id: `term ${field.path}`, group: 'Terms', label: field.full_label, icon: 'terms', detail: [clause(field), shown(field)].filter(Boolean).join(': '), run: to(field.path),
  }));
  const findings = findingViews(view).map((finding): Command => ({
    id: `finding ${finding.id}`, group: 'Findings', label: finding.title, icon: finding.severity === 'advice' ? 'info' : finding.severity,
    detail: view.fields.find((field) => field.path === finding.fields[0])?.full_label, run: to(finding.fields[0] ?? ''),
  }));
  const first = (at: number) => view.clauses.findIndex((one) => one.section === view.clauses[at]?.section) === at;
  const clauses = view.clauses.flatMap((one, at): Command[] => (one.section ? [{
    id: `clause ${one.id}`, group: 'Terms', label: `${one.number} ${one.title}`.trim(), icon: 'terms', detail: one.number === '' ? 'clause, left out of the document' : 'clause', run: to(first(at) ? one.section : one.id),
  }] : []));
  return [...clauses, ...terms, ...findings];
}

/** The other contracts on this computer, the one changed last first. */
export function libraryCommands(rows: readonly ContractRow[], open: string | undefined, go: (href: string) => void): Command[] {
  const others = rows.filter((row) => row.id !== open).sort((a, b) => b.changedAt.localeCompare(a.changedAt));
  return others.map((row) => ({ id: `contract ${row.id}`, group: 'Contracts', label: row.name, icon: 'contracts', detail: [row.client, row.vendor].filter(Boolean).join(', '), run: () => go(row.href) }));
}

const SHOWN_MOST = 40;

function shown(field: Field): string {
  const text = field.choices.find((choice) => choice.value === field.text)?.label ?? field.text;
  return text.length > SHOWN_MOST ? `${text.slice(0, SHOWN_MOST).trimEnd()}…` : text;
}
