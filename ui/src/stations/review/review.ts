/** What the other side sees of the agreement, with what each promise costs it. */
export interface ReviewTerm {
  id: string;
  clause: string;
  name: string;
  target: string;
  floor: string;
  weight: string;
  classWord: string;
  /** P(met) of a steady month; none without a baseline. */
  met: number | null;
  /** Expected credit of the first year; none without a baseline. */
  credit: number | null;
  href?: string;
}

export interface ReviewView {
  /** "Northmere promises you eight things; on the shared history they cost about USD 96,800 a year." */
  finding: string;
  side: 'client' | 'vendor';
  otherParty: string;
  terms: readonly ReviewTerm[];
  /** Terms that carry no probability: parties, charges, cap. */
  facts: readonly { label: string; value: string }[];
  total: { met: number | null; credit: number | null };
  currency: string;
  /** Where the figures rest: "the baseline that Northmere shared, 24 months", or why there are none. */
  basis: string;
}

export interface ShareState {
  /** A baseline is at hand that may go with the copy. */
  baselineAvailable: boolean;
  includeBaseline: boolean;
  /** What was written last: file and revision. */
  written?: { fileName: string; revision: string; at: string };
  busy?: boolean;
}
