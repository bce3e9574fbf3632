/** What is promised, with the chance of each promise and what missing it costs. */
export interface ReviewTerm {
  id: string;
  name: string;
  target: string;
  floor: string;
  weight: string;
  classWord: string;
  /** P(met) of a steady month; none where it was not simulated. */
  met: number | null;
  /** Expected credit over the months ahead, without the currency; none where it was not simulated. */
  credit: string | null;
  /** Where it stands among the terms. */
  href: string;
}

export interface ReviewView {
  /** The finding in a sentence. */
  finding: string;
  side: 'client' | 'vendor';
  /** The terms came from the other side. */
  locked: boolean;
  otherParty: string;
  terms: readonly ReviewTerm[];
  /** Terms that carry no probability: parties, charges, cap. */
  facts: readonly { label: string; value: string; href: string }[];
  total: { met: number | null; credit: string | null };
  currency: string;
  /** "12 months": the time that credits are expected over; empty where nothing was simulated. */
  horizon: string;
  /** What the figures rest on, or why there are none. */
  basis: string;
  history: 'none' | 'own' | 'shared';
  outlook: 'none' | 'current' | 'stale';
  /** Levels without history, in no total. */
  leftOut: readonly string[];
}

/** What goes into the copy for the other side, and what does not. */
export interface CopyView {
  /** "Revision 4", and its content hash. */
  revision: string;
  hash: string;
  /** "24 months, 9 measures"; none without a baseline of one's own. */
  baseline: string | null;
  shared: boolean;
  /** What there is and stays here: "2 limits". */
  kept: readonly string[];
  busy: boolean;
  /** Why it cannot be written now. */
  reason?: string;
}

/** A run that was started from here. */
export interface RunState {
  running: boolean;
  done: number;
  total: number;
}
