import type { StatusWord } from '../../ui/Status.svelte';

/** One agreement of the library, as plain data. */
export interface ContractRow {
  id: string;
  href: string;
  name: string;
  client: string;
  vendor: string;
  group: 'waiting' | 'agreed' | 'ended';
  state: StatusWord;
  /** Invented, to look around in. */
  sample: boolean;
  /** Where it stands: a line and its detail. */
  stands: string;
  standsDetail?: string;
  /** ISO 8601. */
  changedAt: string;
}

export interface TemplateRow {
  id: string;
  name: string;
  /** One sentence: for which work, and what it promises. */
  about: string;
  levels: number;
  /** Made by oneself. */
  own: boolean;
}

export interface NewContract {
  templateId: string;
  title: string;
  client: string;
  vendor: string;
}

export const GROUPS: { id: ContractRow['group']; label: string }[] = [
  { id: 'waiting', label: 'Waiting for you' },
  { id: 'agreed', label: 'Agreed' },
  { id: 'ended', label: 'Ended' },
];

/** Rows that hold every word of the filter in their name, parties or state. */
export function filterRows(rows: readonly ContractRow[], filter: string): ContractRow[] {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.name} ${row.client} ${row.vendor} ${row.state.word} ${row.sample ? 'Sample' : ''}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
