export interface Blocker {
  id: string;
  title: string;
  reason: string;
  /** Where it is mended: "Go to Service levels". */
  go: { label: string; href: string };
}

export interface ApproverRow {
  id: string;
  role: string;
  side: 'client' | 'vendor';
  party: string;
  /** `open`: this side may approve now. `elsewhere`: the other side's to give. */
  state: 'approved' | 'open' | 'elsewhere';
  /** ISO 8601, of an approval given. */
  at?: string;
  hash?: string;
  /** Approvals of this role that a later change voided, the newest first. */
  voided: readonly { id: string; at: string; revision: string; hash: string }[];
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
  hash: string;
}

export interface SignView {
  steps: readonly Step[];
  blockers: readonly Blocker[];
  approvers: readonly ApproverRow[];
  /** Whom one approves for: "Northmere Energy, client". */
  workingAs: string;
  /** What happened to earlier approvals, in a sentence. */
  voided?: string;
  /** Why nobody can approve now. */
  closed?: string;
  /** Why nothing can be exported now. */
  exportClosed?: string;
  revision: string;
  hash: string;
  /** What the exported document holds. */
  contents: readonly { label: string; value: string }[];
  annexAvailable: boolean;
  /** Why the annex cannot go in: results are of other terms, or nothing was simulated. */
  annexReason?: string;
  audit: readonly AuditEntry[];
}
