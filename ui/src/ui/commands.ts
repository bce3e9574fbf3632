import type { IconName } from './icons';

/** The menus of the window, in their order; the sheet of shortcuts has the same groups. */
export const MENUS = ['Contract', 'Edit', 'Simulate', 'Sign', 'Scorecard', 'Go to', 'View', 'Help'] as const;
export type MenuName = (typeof MENUS)[number];

/** Something the palette can find: a command, a term, a finding or another contract. */
export interface Command {
  id: string;
  group: 'Terms' | 'Commands' | 'Contracts' | 'Findings' | 'Stations';
  /** Where it stands in the window's menu and on the sheet of shortcuts; none for terms and findings. */
  menu?: MenuName;
  label: string;
  icon: IconName;
  /** More about it: the clause and the value. */
  detail?: string;
  /** "Ctrl", "Shift", "Alt" and the key, which comes last. */
  keys?: readonly string[];
  /** Further keys that do the same and are not shown. */
  alsoKeys?: readonly (readonly string[])[];
  /** A text box that holds its own typing keeps these keys for it. */
  yields?: boolean;
  /** Why it cannot be done now; it is still listed. */
  unavailable?: string;
  run: () => void;
}

export interface Match {
  command: Command;
  /** The label cut up, the matching parts marked. */
  parts: readonly { text: string; hit: boolean }[];
}

/** Commands whose label or detail holds every word typed, those that begin with the first word leading their group. */
export function search(commands: readonly Command[], query: string): Match[] {
  const words = wordsOf(query);
  const found = commands.filter((command) => {
    const text = `${command.label} ${command.detail ?? ''}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0];
  const ranked = first === undefined ? found : [...found].sort((a, b) => rank(a, first) - rank(b, first));
  return ranked.map((command) => ({ command, parts: marked(command.label, words) }));
}

/** The groups with something to show: in the order given, those that are only found by what stands beside a label behind the others. */
export function groupsOf(matches: readonly Match[], query: string, order: readonly Command['group'][]): Command['group'][] {
  const words = wordsOf(query);
  const named = (group: Command['group']) => matches.some(({ command }) => command.group === group && words.every((word) => command.label.toLocaleLowerCase().includes(word)));
  return [...order].sort((a, b) => Number(named(b)) - Number(named(a)));
}

function wordsOf(query: string): string[] {
  return query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

function rank(command: Command, word: string): number {
  const label = command.label.toLocaleLowerCase();
  if (label.startsWith(word)) return 0;
  return label.includes(word) ? 1 : 2;
}

function marked(label: string, words: readonly string[]): { text: string; hit: boolean }[] {
  const lower = label.toLocaleLowerCase();
  const hits = new Array<boolean>(label.length).fill(false);
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) hits.fill(true, at, at + word.length);
  }
  const parts: { text: string; hit: boolean }[] = [];
  [...label].reduce((at, char) => {
    const hit = hits[at] ?? false;
    const last = parts.at(-1);
    if (last && last.hit === hit) last.text += char;
    else parts.push({ text: char, hit });
    return at + char.length;
  }, 0);
  return parts;
}
