import type { FieldView, Option } from '../../ui/field';
import type { ClauseView as PrintedClause } from '../../host/types/ClauseView';
import { standsAt, unsettled, type FindingView } from '../../ui/finding';
import type { OutlineItem } from '../../ui/frame';

/** The form: clauses, each of some parts, as plain data. Paths are the same as in the document and in findings. */
export interface ClauseView {
  id: string;
  /** What part of the agreement it is, so that findings about the whole of it stand at its head. */
  path?: string;
  /** Other parts of the agreement that stand in this clause. */
  also?: readonly string[];
  number: string;
  title: string;
  /** Further clauses of the document whose terms are here: `definitions`. */
  more?: readonly string[];
  /** "8 service levels, weights add up to 100" */
  note?: string;
  /** Says "not set" in the outline. */
  unset?: boolean;
  /** Holds what stays on this side instead of terms. */
  own?: boolean;
  parts: readonly PartView[];
}

export type PartView =
  | { kind: 'fields'; title?: string; fields: readonly FieldView[] }
  | { kind: 'levels'; levels: readonly LevelView[] }
  | EntriesView
  | { kind: 'wording'; fields: readonly FieldView[] }
  | { kind: 'measures'; measures: readonly MeasureView[] }
  | GridView
  | { kind: 'remark'; text: string };

/** A small table of fields: ramp targets by month, bands of a level. */
export interface GridView {
  kind: 'grid';
  title?: string;
  /** What the rows are: "Month". */
  corner: string;
  columns: readonly string[];
  /** A text in place of a field stands there as it is. A row with a path of its own is an entry that can be removed. */
  rows: readonly { label: string; detail?: string; path?: string; fields: readonly (FieldView | string | null)[] }[];
  /** The last column holds words, not numbers. */
  wideLast?: boolean;
  /** The rows are only numbered. */
  shortLabels?: boolean;
  remark?: string;
}

/** A service level: one line that unfolds its editor. */
export interface LevelView {
  id: string;
  path: string;
  name: string;
  target: string;
  floor: string;
  weight: string;
  canAddBand?: boolean;
  canRemoveBand?: boolean;
  canAddLater?: boolean;
  parts: readonly PartView[];
}

/** The definition of a measure: one line that unfolds it. */
export interface MeasureView {
  id: string;
  path: string;
  name: string;
  /** Who measures. */
  owner: string;
  parts: readonly PartView[];
}

/** A list of the agreement: entries of a few fields each, which come and go. */
export interface EntriesView {
  kind: 'entries';
  /** The list: `escalation.tiers`. */
  path: string;
  title: string;
  /** What one entry is called: "Tier". */
  one: string;
  items: readonly { path: string; fields: readonly FieldView[] }[];
}

/** What adds entries to lists and removes them: levels, bands, measures, and everything that is numbered. */
export interface Structure {
  /** Measures that have no service level. */
  free: readonly Option[];
  /** Measures of the library that are not defined yet. */
  library: readonly Option[];
  /** `of` says what is added, where the list needs that: a measure. */
  onadd: (list: string, name: string, of?: string) => void;
  onremove: (path: string, name: string) => void;
}

/** Where a clause stands in the agreement. */
function rootsOf(clause: ClauseView): string[] {
  return [...(clause.path ? [clause.path] : []), ...(clause.also ?? [])];
}

/** Every path the form has a field for. */
export function formPaths(clauses: readonly ClauseView[]): string[] {
  return clauses.flatMap((clause) => [...rootsOf(clause), ...clause.parts.flatMap(partPaths)]);
}

export function partPaths(part: PartView): string[] {
  switch (part.kind) {
    case 'fields':
    case 'wording': return part.fields.map((field) => field.path);
    case 'grid': return part.rows.flatMap((row) => row.fields.flatMap((field) => (field && typeof field !== 'string' ? [field.path] : [])));
    case 'levels': return part.levels.flatMap((level) => [level.path, ...level.parts.flatMap(partPaths)]);
    case 'measures': return part.measures.flatMap((measure) => [measure.path, ...measure.parts.flatMap(partPaths)]);
    case 'entries': return [part.path, ...part.items.flatMap((item) => [item.path, ...item.fields.map((field) => field.path)])];
    case 'remark': return [];
  }
}

/** Findings whose first field is at, or a part of, one of these paths. */
export function findingsAt(findings: readonly FindingView[], paths: readonly string[]): FindingView[] {
  return findings.filter((finding) => paths.some((path) => standsAt(finding, path)));
}

/** Findings beside a part. A level's own stand in its editor, not under the table. */
export function findingsOfPart(findings: readonly FindingView[], part: PartView): FindingView[] {
  return part.kind === 'levels' || part.kind === 'measures' ? [] : findingsAt(findings, partPaths(part));
}

export function findingsOfLevel(findings: readonly FindingView[], level: LevelView | MeasureView): FindingView[] {
  return findingsAt(findings, [level.path]);
}

/** Findings about a clause that no field or level of it is beside: they stand at its head. */
export function findingsOfClause(findings: readonly FindingView[], clause: ClauseView): FindingView[] {
  const inside = clause.parts.flatMap(partPaths);
  return findingsAt(findings, rootsOf(clause)).filter((finding) => !inside.some((path) => standsAt(finding, path)));
}

/** Findings with a place in no part: they stand at the head of the form, so that none is lost. */
export function findingsWithoutPlace(findings: readonly FindingView[], clauses: readonly ClauseView[]): FindingView[] {
  const paths = formPaths(clauses);
  return findings.filter((finding) => !paths.some((path) => standsAt(finding, path)));
}

/** The name by which the outline calls a part of the form: the document calls its first clause the same. */
export function formClause(clauses: readonly ClauseView[], id: string | undefined): ClauseView | undefined {
  return clauses.find((clause) => clause.id === id) ?? clauses.find((clause) => id !== undefined && clause.more?.includes(id));
}

/**
 * The sidebar's outline: the clauses of the document under its numbers, with what the review found in them. Some have their
 * terms in the part of the form of another one, some have none; what the document leaves out has no number and says so.
 */
export function outline(clauses: readonly ClauseView[], findings: readonly FindingView[], printed: readonly PrintedClause[]): OutlineItem[] {
  const begun = new Set<string>();
  const items = printed.map((one): OutlineItem => {
    const clause = clauses.find((clause) => clause.id === one.section);
    if (!clause || begun.has(clause.id)) return { id: one.id, number: one.number, label: one.title, note: one.number === '' ? 'left out' : undefined };
    begun.add(clause.id);
    return { ...itemOf(clause, findings), number: one.number, label: one.title };
  });
  return [...items, ...clauses.filter((clause) => clause.own).map((clause) => itemOf(clause, findings))];
}

function itemOf(clause: ClauseView, findings: readonly FindingView[]): OutlineItem {
  const found = findingsAt(findings, formPaths([clause]));
  const here = unsettled(found);
  const marks = (['error', 'warning', 'advice'] as const).filter((severity) => here.some((finding) => finding.severity === severity));
  return { id: clause.id, label: clause.title, marks: marks.slice(0, 2), note: noteOf(clause, here.length, found.length - here.length) };
}

function noteOf(clause: ClauseView, found: number, waived: number): string | undefined {
  if (found > 0) return String(found);
  if (clause.unset) return clause.number === '' ? 'left out' : 'not set';
  if (waived > 0) return `${waived} waived`;
  const worded = clause.parts.some((part) => part.kind === 'wording' && part.fields.some((field) => field.value.trim() !== ''));
  return worded ? 'own words' : undefined;
}
