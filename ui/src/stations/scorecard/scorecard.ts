import type { StatusWord } from '../../ui/Status.svelte';
import type { ScoreRow } from '../../host/types/ScoreRow';
import type { SourceView } from '../../host/types/SourceView';
import type { SparkPoint } from '../../host/types/SparkPoint';
import type { Verdict } from '../../host/types/Verdict';
import { dateTime } from '../../format/dates';

/** A band as icon, word and colour; a state without a value as a muted word. */
export function bandStatus(row: Pick<ScoreRow, 'band' | 'state_text'>): StatusWord {
  if (row.band === '') return { icon: 'minus', tone: 'muted', word: row.state_text };
  if (row.band === 'met') return { icon: 'ok', tone: 'ok', word: row.band };
  if (row.band === 'minor') return { icon: 'warning', tone: 'warn', word: row.band };
  return { icon: 'error', tone: 'bad', word: row.band };
}

/** What three months show against the baseline, as icon, word and colour. */
export function verdictStatus(verdict: Verdict): StatusWord {
  if (verdict === 'improving') return { icon: 'ok', tone: 'ok', word: verdict };
  if (verdict === 'level') return { icon: 'minus', tone: 'muted', word: verdict };
  return { icon: 'warning', tone: 'warn', word: verdict };
}

/** A moment within a sentence. */
export const moment = (at: string): string => dateTime(at).replace(/^(Today|Yesterday)/, (word) => word.toLowerCase());

/** Where a figure came from, in a sentence. */
export function sourceWords(source: SourceView): string {
  const how = source.origin === 'imported' ? `imported from ${source.name}` : source.origin === 'measured' ? `measured, typed in (${source.name})` : `typed in from ${source.name}`;
  const hash = source.short_hash ? `, SHA-256 ${source.short_hash}…` : '';
  const mark = source.mark ? `; ${source.mark}` : '';
  return `${how}${hash}, by the ${source.side}, ${moment(source.at)}${mark}`;
}

/** Each source with the levels that it brought, in a sentence; "all figures" where it brought all. What is said of some of
 * its figures follows behind it. */
export function sourcesOf(rows: readonly Pick<ScoreRow, 'name' | 'source'>[]): string[] {
  const brought = new Map<string, { names: string[]; marked: Map<string, string[]> }>();
  for (const { name, source } of rows) {
    if (!source) continue;
    const words = sourceWords({ ...source, mark: '' });
    const own = brought.get(words) ?? { names: [], marked: new Map<string, string[]>() };
    own.names.push(name);
    if (source.mark) own.marked.set(source.mark, [...(own.marked.get(source.mark) ?? []), name]);
    brought.set(words, own);
  }
  return [...brought].map(([words, { names, marked }]) => {
    const all = names.length === rows.length;
    const marks = [...marked].map(([mark, of]) => `; ${of.length === names.length ? '' : `${of.join(', ')} `}${mark}`);
    return `Source of ${all ? 'all figures' : names.join(', ')}: ${words}${marks.join('')}`;
  });
}

export interface Spark {
  line: string;
  target: string;
  points: readonly { x: number; y: number; missed: boolean }[];
}

const HEIGHT = 24;
const EDGE = 4;

/** A level's months against the stepped target. Months without a value break the line. */
export function spark(points: readonly SparkPoint[], width = 92): Spark {
  const shown = points.slice(-12);
  const known = shown.flatMap((point) => [point.target, ...(point.value === null ? [] : [point.value])]);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const y = (value: number) => (high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE));
  const step = shown.length > 1 ? (width - 2 * EDGE) / (shown.length - 1) : 0;
  const x = (index: number) => EDGE + index * step;
  let line = '';
  let pen = 'M';
  let target = '';
  const marks: { x: number; y: number; missed: boolean }[] = [];
  shown.forEach((point, i) => {
    const left = Math.max(0, x(i) - step / 2);
    target += `${i === 0 ? 'M' : 'L'}${left.toFixed(1)} ${y(point.target).toFixed(1)}L${Math.min(width, x(i) + step / 2).toFixed(1)} ${y(point.target).toFixed(1)}`;
    if (point.value === null) {
      pen = 'M';
      return;
    }
    line += `${pen}${x(i).toFixed(1)} ${y(point.value).toFixed(1)}`;
    pen = 'L';
    // A value alone, of a quarter, has no line that would show it.
    const alone = (shown[i - 1]?.value ?? null) === null && (shown[i + 1]?.value ?? null) === null;
    if (point.missed || alone || i === shown.length - 1) marks.push({ x: x(i), y: y(point.value), missed: point.missed });
  });
  return { line, target, points: marks };
}

/** The same for readers who do not see it: "Jul 2027 90.0 %, Aug 2027 60.0 %, missed". */
export function sparkWords(points: readonly SparkPoint[]): string {
  return points.slice(-12).map((point) => `${point.label} ${point.text || 'no value'}${point.missed ? ', missed' : ''}`).join('; ');
}
