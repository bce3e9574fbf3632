export interface Blocker {
  id: string;
  title: string;
  reason: string;
  /** Where it is mended: "Go to Service levels". */
  go: { label: string; href: string };
}

/** Something that was said and no longer holds. */
export interface Past {
  id: string;
  /** "Approved", "Rejected". */
  said: string;
  /** "Voided", "Withdrawn", "Said otherwise later". */
  ended: string;
  reason: string;
  at: string;
  revision: string;
  hash: string;
}

export interface ApproverRow {
  id: string;
  role: string;
  side: 'client' | 'vendor';
  party: string;
  /** `open`: this side may approve now. `waiting`: others approve before. `elsewhere`: the other side's to give. */
  state: 'approved' | 'rejected' | 'open' | 'waiting' | 'elsewhere';
  /** ISO 8601, of an approval given or refused. */
  at?: string;
  hash?: string;
  /** Why it was rejected, whom it waits for, or where it was recorded. */
  note?: string;
  /** May be rejected, or what was said be taken back, here and now. */
  own: boolean;
  /** What this role said and no longer holds, the newest first. */
  voided: readonly Past[];
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
  /** What is invented about these approvals. */
  sample?: string;
  /** What happened to earlier approvals, in a sentence. */
  voided?: string;
  /** Why nobody can approve now. */
  closed?: string;
  /** What goes to the other side, or comes from there. */
  exchange: { kind: 'take_in' | 'answer'; label: string; detail: string; reason?: string };
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

/** What a role is about to say. */
export interface Spoken {
  row: ApproverRow;
  word: 'rejected' | 'withdrawn';
}
