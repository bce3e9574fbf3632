import { counted } from '../../format/numbers';
import type { ContractCard } from '../../host/types/ContractCard';
import type { TemplateCard } from '../../host/types/TemplateCard';
import { hrefOf } from '../../route';
import type { StatusWord } from '../../ui/Status.svelte';
import type { ContractRow, TemplateRow } from './contracts';

/** A card of the host as a row of the library. */
export function contractRow(card: ContractCard): ContractRow {
  const problems = [card.errors > 0 ? counted(card.errors, 'error') : '', card.warnings > 0 ? counted(card.warnings, 'warning') : ''].filter(Boolean);
  return {
    id: card.id,
    href: hrefOf({ station: card.locked ? 'review' : 'terms', contract: card.id }),
    name: card.title || 'Untitled',
    client: card.client || 'No client yet',
    vendor: card.vendor || 'No vendor yet',
    group: card.sample ? 'sample' : 'waiting',
    state: state(card),
    stands: problems.length > 0 ? problems.join(', ') : 'Nothing blocks',
    standsDetail: `Revision ${card.revision}, ${card.baseline_months > 0 ? counted(card.baseline_months, 'month') + ' of history' : 'no history'}`,
    changedAt: card.changed_at,
  };
}

function state(card: ContractCard): StatusWord {
  if (card.sample) return { icon: 'info', tone: 'muted', word: 'Sample' };
  if (card.locked) return { icon: 'review', tone: 'plain', word: 'To review' };
  return { icon: 'mend', tone: 'plain', word: 'Draft' };
}

export function templateRow(card: TemplateCard): TemplateRow {
  return { id: card.id, name: card.title, about: sentence(card.purpose || card.provenance), levels: card.measures.length, own: card.own };
}

/** What somebody typed, as a sentence beside others. */
function sentence(text: string): string {
  return /[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
