import type { IconName } from './icons';

export type StationId = 'contracts' | 'terms' | 'baseline' | 'simulate' | 'review' | 'sign' | 'scorecard';

/** Up to this width the sidebar is a rail; the style sheets say the same. */
export const NARROW_PX = 1120;

/** A station of the sidebar, with what waits there. */
export interface StationLink {
  id: StationId;
  href: string;
  /** "12 of 14", "24 mo", "2 blockers". */
  note?: string;
  /** Something there needs a person: the rail shows a mark. */
  attention?: boolean;
  stale?: boolean;
}

/** A part of the current station. */
export interface OutlineItem {
  id: string;
  /** Its number in the document; empty where the document leaves it out, none where it is no part of it. */
  number?: string;
  label: string;
  note?: string;
  /** Worst first. */
  marks?: readonly ('error' | 'warning' | 'advice')[];
}

export const STATIONS: Record<StationId, { label: string; icon: IconName }> = {
  contracts: { label: 'Contracts', icon: 'contracts' },
  terms: { label: 'Terms', icon: 'terms' },
  baseline: { label: 'Baseline', icon: 'baseline' },
  simulate: { label: 'Simulate', icon: 'simulate' },
  review: { label: 'Review', icon: 'review' },
  sign: { label: 'Sign', icon: 'sign' },
  scorecard: { label: 'Scorecard', icon: 'table' },
};
