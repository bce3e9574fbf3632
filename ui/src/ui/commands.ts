import type { IconName } from './icons';

/** Something the palette can find: a command, a term or a finding. */
export interface Command {
  id: string;
  group: 'Terms' | 'Commands' | 'Findings' | 'Stations';
  label: string;
  icon: IconName;
  /** More about it: the clause and the value. */
  detail?: string;
  keys?: readonly string[];
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
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => {
    const text = `${command.label} ${command.detail ?? ''}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0];
  const ranked = first === undefined ? found : [...found].sort((a, b) => rank(a, first) - rank(b, first));
  return ranked.map((command) => ({ command, parts: marked(command.label, words) }));
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
