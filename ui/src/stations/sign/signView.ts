import { counted } from '../../format/numbers';
import type { ApprovalView } from '../../host/types/ApprovalView';
import type { ContractView } from '../../host/types/ContractView';
import { hrefOf } from '../../route';
import type { ApproverRow, Blocker, SignView, Step } from './sign';

/** Who has to approve what, and what still stands in the way. */
export function signView(view: ContractView, outlook: 'none' | 'current' | 'stale', unsaved: boolean, unreadable: string | null = null): SignView {
  const closed = closedReason(view, unsaved, unreadable);
  return {
    steps: steps(view),
    blockers: view.blockers.map((blocker, i) => ({ id: String(i), title: blocker.title, reason: blocker.reason, go: goTo(view, blocker.path) })),
    approvers: approvers(view),
    exchange: exchange(view, closed),
    workingAs: workingAs(view),
    sample: view.sample ? 'The sample is invented, its approvals too: nobody gave those that it came with.' : undefined,
    voided: voided(view),
    closed,
    exportClosed: unreadable === null ? undefined : `${unreadable}.`,
    revision: `Revision ${view.revision.number}`,
    hash: view.revision.hash,
    contents: [{ label: 'Document', value: 'PDF with parties, terms, service levels, ramp, credits and the page for signatures' }],
    annexAvailable: outlook === 'current',
    annexReason: annexReason(view, outlook),
    audit: view.trail.map((entry, i) => ({ id: String(view.trail.length - i), at: entry.at, text: entry.what, hash: entry.short_hash })),
  };
}

function partyOf(view: ContractView, side: 'client' | 'vendor'): string {
  return (side === 'client' ? view.client : view.vendor) || (side === 'client' ? 'Client' : 'Vendor');
}

/** For which side one can approve here: on a received copy only for the side that did not write it. */
function workingAs(view: ContractView): string {
  const here = `You work as ${partyOf(view, view.side)}, ${view.side}`;
  if (view.side !== view.received_from) return `${here}, and approve for that side only.`;
  const other = view.side === 'client' ? 'vendor' : 'client';
  return `${here}, who sent these terms and approves on its own computer. Work as ${partyOf(view, other)} to approve here.`;
}

function goTo(view: ContractView, path: string): Blocker['go'] {
  const section = view.fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.section;
  const title = view.sections.find((one) => one.id === section)?.title ?? 'the terms';
  return { label: `Go to ${title}`, href: hrefOf({ station: 'terms', contract: view.id, field: path }) };
}

const ENDED = { changed: 'Voided', withdrawn: 'Withdrawn', replaced: 'Said otherwise later' } as const;

function approvers(view: ContractView): ApproverRow[] {
  return view.approvals.map((approval, i) => {
    const before = view.voided.filter((one) => one.side === approval.side && one.role === approval.role);
    // On a received copy, the side that wrote it speaks on its own computer.
    const own = approval.side === view.side && approval.side !== view.received_from;
    return {
      id: `${i} ${approval.side} ${approval.role}`,
      role: approval.role || 'Role not set',
      side: approval.side,
      party: approval.party || (approval.side === 'client' ? 'Client' : 'Vendor'),
      state: stateOf(approval, own),
      at: approval.approved_at ?? approval.rejected_at ?? undefined,
      hash: approval.short_hash ?? undefined,
      note: noteOf(approval),
      own: own && !approval.elsewhere,
      voided: before.map((one, k) => ({
        id: String(k), said: one.word === 'rejected' ? 'Rejected' : 'Approved', ended: ENDED[one.ended], reason: one.reason, at: one.approved_at,
        revision: `revision ${one.revision}`, hash: one.short_hash,
      })).reverse(),
    };
  });
}

function stateOf(approval: ApprovalView, own: boolean): ApproverRow['state'] {
  if (approval.state === 'approved' || approval.state === 'rejected') return approval.state;
  if (!own) return 'elsewhere';
  return approval.state === 'out_of_turn' ? 'waiting' : 'open';
}

function noteOf(approval: ApprovalView): string | undefined {
  const elsewhere = approval.elsewhere ? 'Recorded on another computer; not a signature.' : '';
  if (approval.state === 'rejected') return [approval.reason && `“${approval.reason}”`, elsewhere].filter(Boolean).join(' ');
  if (approval.state === 'out_of_turn') return `After ${approval.waits_for}.`;
  return elsewhere || undefined;
}

/** How the other side's approvals come here, or this side's go there. */
function exchange(view: ContractView, closed: string | undefined): SignView['exchange'] {
  const from = view.received_from;
  if (from !== null) {
    const there = partyOf(view, from);
    return {
      kind: 'answer', label: `Write the answer for ${there}`, detail: `A file with these terms, what was said of them here, and this side’s actuals and posted statements. ${there} takes it in on its own computer.`,
      reason: view.answer_hindrance === null ? undefined : `${view.answer_hindrance}.`,
    };
  }
  const there = partyOf(view, view.side === 'client' ? 'vendor' : 'client');
  return {
    kind: 'take_in', label: `Take in the answer of ${there}`, reason: closed?.includes('saved') ? closed : undefined,
    detail: `${view.approvals.every((one) => one.state === 'approved') ? '' : `Write the copy for ${there} once it is their turn. `}The answer holds for exactly the terms that it names.`,
  };
}

function closedReason(view: ContractView, unsaved: boolean, unreadable: string | null): string | undefined {
  if (unsaved) return 'Approving opens when everything is saved.';
  if (unreadable !== null) return `${unreadable}. Approving opens when that is set right or undone.`;
  if (view.blockers.length > 0) return `Approving opens when ${counted(view.blockers.length, 'finding')} ${view.blockers.length === 1 ? 'is' : 'are'} mended or waived.`;
  return undefined;
}

function voided(view: ContractView): string | undefined {
  const gone = view.voided.filter((one) => one.ended === 'changed' && one.word === 'approved');
  if (gone.length === 0) return undefined;
  const roles = [...new Set(gone.map((one) => one.role))].join(', ');
  const revisions = [...new Set(gone.map((one) => one.revision))].sort((a, b) => a - b).join(', ');
  return `The terms changed since revision ${revisions}, which voided ${counted(gone.length, 'approval')}: ${roles}.`;
}

function steps(view: ContractView): Step[] {
  const all = view.approvals.length;
  const given = view.approvals.filter((approval) => approval.approved_at !== null).length;
  const open = view.blockers.length;
  const done = all > 0 && given === all;
  const ready = open === 0;
  const no = view.approvals.filter((approval) => approval.state === 'rejected').length;
  return [
    { label: 'Draft', detail: open > 0 ? `${counted(open, 'finding')} to settle` : 'nothing blocks', state: ready ? 'done' : 'now' },
    { label: 'In approval', detail: `${given} of ${all} on revision ${view.revision.number}${no > 0 ? `, ${no} rejected` : ''}`, state: done ? 'done' : ready ? 'now' : 'ahead' },
    { label: 'Approved', detail: done ? `every role, ${view.approvals.some((approval) => approval.elsewhere) ? 'recorded on both sides' : 'recorded here'}` : `waits for ${counted(all - given, 'approval')}`, state: done ? 'now' : 'ahead' },
  ];
}

function annexReason(view: ContractView, outlook: 'none' | 'current' | 'stale'): string | undefined {
  if (outlook === 'current') return undefined;
  if (!view.baseline) return 'There is no history, so nothing was simulated.';
  return outlook === 'stale' ? 'The last simulation is of other terms or other history. Simulate again first.' : 'Nothing was simulated yet. Simulate first.';
}
