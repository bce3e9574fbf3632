import { counted } from '../../format/numbers';
import type { TemplateCard } from '../../host/types/TemplateCard';
import type { TermRange } from '../../host/types/TermRange';
import type { Option } from '../../ui/field';

/** A template of one's own, as plain data. */
export interface OwnTemplate {
  id: string;
  name: string;
  /** What it is for; from what it was made where nobody said. */
  about: string;
  /** "2 limits", and each in a line. */
  limits: string;
  limitLines: readonly string[];
  version: number;
  /** ISO 8601. */
  date: string;
}

/** A limit while it is typed. */
export interface LimitRow {
  path: string;
  least: string;
  most: string;
  /** Why it cannot be kept. */
  problem?: string;
}

/** A term that can have a limit. */
export interface LimitTerm extends Option {
  /** What it says now. */
  now: string;
}

/** A template that is being made, or whose limits are edited. */
export interface TemplateDraft {
  /** Of a contract, or the limits of a template that there is. */
  of: { contract: string } | { template: string };
  title: string;
  purpose: string;
  terms: readonly LimitTerm[];
  leftOut: readonly string[];
  rows: readonly LimitRow[];
  /** Templates of one's own that it can be the next version of. */
  renewable: readonly RenewableTemplate[];
}

/** A template that can have a next version, with what stands in it now. */
export interface RenewableTemplate {
  id: string;
  title: string;
  purpose: string;
  nextVersion: number;
  rows: readonly LimitRow[];
}

export function ownTemplates(cards: readonly TemplateCard[]): OwnTemplate[] {
  return cards.filter((card) => card.own).map((card) => ({
    id: card.id,
    name: card.title,
    about: card.purpose || card.provenance,
    limits: card.limits.length > 0 ? counted(card.limits.length, 'limit') : 'no limits',
    limitLines: card.limits.map((limit) => `${limit.label}: ${limit.words}`),
    version: card.version,
    date: card.date,
  }));
}

/** Rows in which somebody typed an end; an empty row is no limit. */
export function typedLimits(rows: readonly LimitRow[]): TermRange[] {
  return rows.filter((row) => row.least.trim() !== '' || row.most.trim() !== '').map(({ path, least, most }) => ({ path, least: least.trim(), most: most.trim() }));
}
