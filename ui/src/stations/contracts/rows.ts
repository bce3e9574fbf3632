import { counted } from '../../format/numbers';
import type { ContractCard } from '../../host/types/ContractCard';
import type { ContractState } from '../../host/types/ContractState';
import type { TemplateCard } from '../../host/types/TemplateCard';
import { hrefOf } from '../../route';
import type { StatusWord } from '../../ui/Status.svelte';
import type { ContractRow, TemplateRow } from './contracts';

/** A card of the host as a row of the library. */
export function contractRow(card: ContractCard): ContractRow {
  return {
    id: card.id,
    href: hrefOf({ station: card.locked ? 'review' : 'terms', contract: card.id }),
    name: card.title || 'Untitled',
    client: card.client || 'No client yet',
    vendor: card.vendor || 'No vendor yet',
    group: GROUP_OF[card.state] ?? 'waiting',
    state: STATES[card.state],
    sample: card.sample,
    stands: stands(card),
    standsDetail: `Revision ${card.revision}, ${card.baseline_months > 0 ? counted(card.baseline_months, 'month') + ' of history' : 'no history'}`,
    changedAt: card.changed_at,
  };
}

/** Where an agreement stands as a whole, in the library and in the sidebar alike. */
export const STATES: Record<ContractState, StatusWord> = {
  draft: { icon: 'mend', tone: 'plain', word: 'Draft' },
  received: { icon: 'review', tone: 'plain', word: 'To review' },
  in_approval: { icon: 'waiting', tone: 'plain', word: 'In approval' },
  rejected: { icon: 'error', tone: 'bad', word: 'Rejected' },
  approvals_void: { icon: 'warning', tone: 'warn', word: 'Approvals void' },
  approved: { icon: 'ok', tone: 'ok', word: 'Approved' },
  running: { icon: 'ok', tone: 'ok', word: 'Running' },
  ended: { icon: 'ok', tone: 'muted', word: 'Ended' },
  unreadable: { icon: 'error', tone: 'bad', word: 'Cannot be read' },
};
const GROUP_OF: Partial<Record<ContractState, ContractRow['group']>> = { approved: 'agreed', running: 'agreed', ended: 'ended' };

function stands(card: ContractCard): string {
  if (card.state === 'unreadable') return 'Open it to see why';
  const problems = [card.errors > 0 ? counted(card.errors, 'error') : '', card.warnings > 0 ? counted(card.warnings, 'warning') : ''].filter(Boolean);
  const posted = card.statements > 0 ? `${counted(card.statements, 'statement')} posted` : '';
  return [posted, ...problems].filter(Boolean).join(', ') || 'Nothing blocks';
}

export function templateRow(card: TemplateCard): TemplateRow {
  return { id: card.id, name: card.title, about: sentence(card.purpose || card.provenance), levels: card.measures.length, own: card.own };
}

/** What somebody typed, as a sentence beside others. */
function sentence(text: string): string {
  return /[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
