import type { FindingView } from '../../ui/finding';

export interface Blocker {
  id: string;
  severity: FindingView['severity'];
  title: string;
  reason: string;
  /** Where it is mended: "Go to clause 5". */
  go?: { label: string; href: string };
}

export interface ApproverRow {
  id: string;
  role: string;
  side: 'client' | 'vendor';
  party: string;
  state: 'approved' | 'next' | 'waiting' | 'voided';
  /** ISO 8601, of an approval given. */
  at?: string;
  revision?: string;
  hash?: string;
  /** "After Procurement lead"; "by revision 7". */
  detail?: string;
}

export interface Step {
  label: string;
  detail: string;
  state: 'done' | 'now' | 'ahead';
}

export interface AuditEntry {
  id: string;
  at: string;
  text: string;
  hash?: string;
}

export interface SignView {
  steps: readonly Step[];
  blockers: readonly Blocker[];
  approvers: readonly ApproverRow[];
  /** "Revision 7 on 25 Nov changed the cap and voided two approvals of revision 6." */
  voided?: string;
  revision: string;
  hash: string;
  /** What the exported document holds. */
  contents: readonly { label: string; value: string }[];
  annexAvailable: boolean;
  /** Why the annex cannot go in: results are stale, or nothing was simulated. */
  annexReason?: string;
  includeAnnex: boolean;
  audit: readonly AuditEntry[];
  exportReason?: string;
}
