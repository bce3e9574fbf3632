import { counted } from '../../format/numbers';
import { fullDate } from '../../format/dates';
import type { Class } from '../../host/types/Class';
import type { ContractView } from '../../host/types/ContractView';
import type { Outlook } from '../../host/types/Outlook';
import { hrefOf } from '../../route';
import { outlookState } from '../staleness';
import type { CopyView, ReviewTerm, ReviewView } from './review';

const CLASSES: Record<Class, string> = { critical: 'Critical', key: 'Key', report_only: 'Report only' };
/** Terms that a reader wants to see beside the service levels. */
const FACTS = ['parties.client.name', 'parties.vendor.name', 'term.start', 'term.months', 'term.notice_days', 'charges.amount', 'remedies.month_cap', 'ramp.credit_factors', 'score'];

/** What is promised and, where it was simulated on these very terms or earlier ones, what each promise is worth. */
export function reviewView(view: ContractView, outlook: Outlook | null): ReviewView {
  // Who wrote a copy does not change with the side one works as.
  const side = view.received_from ?? (view.side === 'client' ? 'vendor' : 'client');
  const other = side === 'vendor' ? view.vendor : view.client;
  const horizon = outlook ? counted(outlook.months.length, 'month') : '';
  return {
    finding: finding(view, outlook, horizon),
    side: view.side,
    locked: view.locked,
    otherParty: other || `the ${side}`,
    terms: terms(view, outlook),
    facts: FACTS.flatMap((path) => fact(view, path)),
    total: { met: outlook?.all_met_steady ?? null, credit: outlook ? bare(outlook.credits.mean_text, outlook.credits.currency) : null },
    currency: outlook?.credits.currency ?? view.fields.find((field) => field.path === 'currency')?.text ?? '',
    horizon,
    basis: basis(view),
    history: !view.baseline ? 'none' : view.baseline.own ? 'own' : 'shared',
    outlook: outlookState(view, outlook),
    leftOut: outlook?.left_out ?? [],
  };
}

function terms(view: ContractView, outlook: Outlook | null): ReviewTerm[] {
  return view.levels.map((level) => {
    const found = outlook?.levels.find((one) => one.id === level.id);
    return {
      id: level.id,
      name: found?.assumed ? `${level.name} (assumed)` : level.name,
      target: level.target_text,
      floor: level.floor_text || '–',
      weight: level.class === 'report_only' ? '–' : level.weight_text,
      classWord: CLASSES[level.class],
      met: found?.met_steady ?? null,
      credit: found && outlook ? bare(found.expected_credit_text, outlook.credits.currency) : null,
      href: hrefOf({ station: 'terms', contract: view.id, field: `service_levels.${level.id}.target` }),
    };
  });
}

function finding(view: ContractView, outlook: Outlook | null, horizon: string): string {
  const client = view.client || 'The client';
  const vendor = view.vendor || 'the vendor';
  const levels = counted(view.levels.length, 'service level');
  const promise = view.side === 'vendor' ? `${client} asks you for ${levels}.` : `You ask ${vendor} for ${levels}.`;
  if (!outlook) return `${promise} What they cost is not known yet: nothing was simulated.`;
  const whom = view.side === 'vendor' ? 'you' : vendor;
  const cost = `in the first ${horizon} they are expected to cost ${whom} ${outlook.credits.mean_text} in credits.`;
  const simulated = view.levels.filter((level) => outlook.levels.some((one) => one.id === level.id)).length;
  const known = outlook.levels.every((one) => one.assumed) ? 'an assumption' : outlook.levels.some((one) => one.assumed) ? 'history or an assumption' : 'history';
  // A sum over some levels must not read as one over all.
  if (simulated < view.levels.length) return `${promise} ${simulated} of them ${simulated === 1 ? 'has' : 'have'} ${known}: ${cost.replace('they are', simulated === 1 ? 'it is' : 'they are')} What the others cost is not known.`;
  return `${promise} ${cost.charAt(0).toUpperCase()}${cost.slice(1)}`;
}

function basis(view: ContractView): string {
  const baseline = view.baseline;
  if (!baseline && view.private.assumptions.length > 0) return 'From what you assume: nobody measured it.';
  if (!baseline) return view.locked ? 'No history came with these terms. With your own months each promise gets its chance and its price.' : 'Without history no promise has a chance or a price.';
  const whose = baseline.own ? (view.locked ? 'your own history' : 'the baseline') : 'the baseline that came with the terms';
  return `From ${whose}: ${baseline.summary}${baseline.illustrative ? '; illustrative, not measured' : ''}.`;
}

function fact(view: ContractView, path: string): ReviewView['facts'] {
  const field = view.fields.find((one) => one.path === path);
  if (!field) return [];
  const value = field.kind === 'date' ? fullDate(field.text) : field.choices.find((choice) => choice.value === field.text)?.label ?? field.text;
  return [{ label: path.startsWith('parties.') ? field.full_label.replace(/, name$/, '') : field.label, value: value || 'not set', href: hrefOf({ station: 'terms', contract: view.id, field: path }) }];
}

/** What the copy for the other side would hold. */
export function copyView(view: ContractView, busy: boolean, unsaved: boolean, unreadable: string | null = null): CopyView {
  const { notes, limits, learning, assumptions } = view.private;
  const kept = [
    notes.trim() ? 'your notes' : '',
    limits.length > 0 ? `your ${counted(limits.length, 'limit')}` : '',
    learning.length > 0 ? 'what you assume is learnt during the ramp' : '',
    assumptions.length > 0 ? 'what you assume of levels without history' : '',
    view.baseline && !view.baseline.shared ? 'your history' : '',
  ];
  return {
    revision: `Revision ${view.revision.number}`,
    hash: view.revision.hash,
    baseline: view.baseline?.own ? view.baseline.summary : null,
    shared: view.baseline?.shared ?? false,
    kept: kept.filter(Boolean),
    busy,
    reason: unsaved ? 'Save first: retry above.' : unreadable === null ? undefined : `${unreadable}.`,
  };
}

/** The amount of a text like "USD 96,800" without its currency: the head of the column says it once. */
function bare(text: string, currency: string): string {
  return text.startsWith(currency) ? text.slice(currency.length).trim() : text;
}
