import { describe, expect, it, vi } from 'vitest';
import type { Commands } from '../host/commands';
import { fakeHost } from '../host/fake';
import type { ContractView } from '../host/types/ContractView';
import type { Edit } from '../host/types/Edit';
import { contractView } from '../testing/contract';
import { Toasts } from '../ui/toasts.svelte';
import { exportDocument } from './outgoing.svelte';
import { ContractController } from './contract.svelte';

const full = { code: 'disk_full', message: 'the disk is full', details: [] };
const target = 'service_levels.fcr.target';
const textOf = (edit: Edit) => ('set' in edit ? edit.set.changes[0]?.text : undefined);

/** A host that keeps texts in the order they come, and fails while `broken` is set. */
function store() {
  const kept: string[] = [];
  const state = { broken: null as unknown };
  const host = fakeHost<Commands>({
    edit: ({ edit }): ContractView => {
      if (state.broken) throw state.broken;
      kept.push(textOf(edit) ?? '');
      return contractView({ revision: { ...contractView().revision, number: kept.length } });
    },
    undo: () => contractView({ undo: null }),
  });
  const toasts = new Toasts();
  return { kept, state, host, toasts, contract: new ContractController(host, toasts, contractView()) };
}

describe('what is saved is told truthfully', () => {
  it('says Saving until the host has answered, then Saved', async () => {
    const { contract } = store();
    const sent = contract.edit([{ path: target, text: '71' }]);
    expect(contract.saveState).toBe('saving');
    expect(contract.typed.get(target)).toBe('71');
    expect(await sent).toBeUndefined();
    expect(contract.saveState).toBe('saved');
    expect(contract.view.revision.number).toBe(1);
  });

  it('keeps what cannot be stored, names it, and sends it again in order', async () => {
    const { contract, state, kept } = store();
    state.broken = full;
    const first = contract.edit([{ path: target, text: '71' }]);
    const second = contract.edit([{ path: target, text: '70' }]);
    await vi.waitFor(() => expect(contract.saveState).toBe('not_saved'));
    expect(contract.unsaved).toEqual(['First contact resolution, target: 71', 'First contact resolution, target: 70']);
    expect(contract.failure?.what).toBe('The disk is full.');
    await contract.retry();
    expect(contract.saveState).toBe('not_saved');
    state.broken = null;
    await contract.retry();
    expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
    expect(kept).toEqual(['71', '70']);
    expect(contract.saveState).toBe('saved');
    expect(contract.unsaved).toEqual([]);
  });

  it('a further edit tries the held one first', async () => {
    const { contract, state, kept } = store();
    state.broken = full;
    void contract.edit([{ path: target, text: '71' }]);
    await vi.waitFor(() => expect(contract.saveState).toBe('not_saved'));
    state.broken = null;
    await contract.edit([{ path: target, text: '70' }]);
    expect(kept).toEqual(['71', '70']);
  });

  it('undo lets go of what was never stored', async () => {
    const { contract, state, kept, host } = store();
    state.broken = full;
    const sent = contract.edit([{ path: target, text: '71' }]);
    await vi.waitFor(() => expect(contract.saveState).toBe('not_saved'));
    expect(contract.undoStep).toBe('First contact resolution, target: 71');
    await contract.undo();
    expect(await sent).toBeUndefined();
    expect([contract.saveState, contract.typed.size, kept.length]).toEqual(['saved', 0, 0]);
    expect(host.calls.map((call) => call.command)).not.toContain('undo');
  });

  it('a held edit that is refused later is told aloud: its field may be gone', async () => {
    const { contract, state, toasts } = store();
    state.broken = full;
    const sent = contract.edit([{ path: target, text: '710' }]);
    await vi.waitFor(() => expect(contract.saveState).toBe('not_saved'));
    state.broken = { code: 'input', message: 'could not be read', details: [{ place: target, message: '“710” is not a percentage' }] };
    await contract.retry();
    expect(await sent).toBe('“710” is not a percentage');
    expect(toasts.list[0]?.text).toContain('“710” is not a percentage');
  });
});

it('a text that is refused comes back for its field and nothing waits', async () => {
  const { contract, state, toasts } = store();
  state.broken = { code: 'input', message: 'could not be read', details: [{ place: target, message: '“x” is not a percentage' }] };
  expect(await contract.edit([{ path: target, text: 'x' }])).toBe('“x” is not a percentage');
  expect([contract.saveState, toasts.list.length]).toEqual(['saved', 0]);
});

it('an entry that cannot be read comes back with the contract, keeps everything in, and goes with the host’s undo', async () => {
  const reason = '“12,34,5x” is not a percentage';
  const unread = contractView({ unread: [{ path: target, text: '12,34,5x', reason, readable: false }], undo: 'Target: “12,34,5x”, which cannot be read' });
  const host = fakeHost<Commands>({ edit: ({ edit }) => (textOf(edit) === '71' ? contractView() : unread), undo: () => contractView() });
  const contract = new ContractController(host, new Toasts(), contractView());
  expect(await contract.edit([{ path: target, text: '12,34,5x' }])).toBe(reason);
  expect(contract.unreadable.get(target)).toEqual({ text: '12,34,5x', reason, readable: false });
  expect([contract.unreadableWords, contract.undoStep, contract.saveState]).toEqual(['1\u00a0entry cannot be read', unread.undo, 'editing']);
  expect(await exportDocument(contract, false)).toBeNull();
  expect(host.calls.map((call) => call.command)).not.toContain('export_document');
  await contract.undo();
  expect([contract.unreadable.size, contract.saveState]).toEqual([0, 'saved']);
  await contract.edit([{ path: target, text: '12,34,5x' }]);
  expect(await contract.edit([{ path: target, text: '71' }])).toBeUndefined();
  expect(contract.unreadable.size).toBe(0);
  // The window that opens the contract again shows it again.
  expect(new ContractController(host, new Toasts(), unread).unreadable.size).toBe(1);
});

it('commands go one after the other, so that no answer is of an earlier state', async () => {
  const running: string[] = [];
  let most = 0;
  const host = fakeHost<Commands>({
    edit: async ({ edit }) => {
      running.push(textOf(edit) ?? '');
      most = Math.max(most, running.length);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running.pop();
      return contractView({ title: textOf(edit) });
    },
  });
  const contract = new ContractController(host, new Toasts(), contractView());
  await Promise.all(['a', 'b', 'c'].map((text) => contract.edit([{ path: 'title', text }])));
  expect([most, contract.view.title]).toEqual([1, 'c']);
});

it('a closed dialog changes nothing and says nothing', async () => {
  const host = fakeHost<Commands>({ import_history: () => null });
  const toasts = new Toasts();
  const contract = new ContractController(host, toasts, contractView());
  expect(await contract.send('import_history', {})).toMatchObject({ done: false, words: null });
  expect([contract.saveState, toasts.list.length]).toEqual(['saved', 0]);
});

it('an approval of terms that moved on is refused in a toast, and the terms are read again', async () => {
  const moved = contractView({ revision: { ...contractView().revision, number: 7, hash: 'moved' } });
  const host = fakeHost<Commands>({ contract: () => moved, approve: () => { throw { code: 'refused', message: 'the terms changed meanwhile', details: [] }; } });
  const toasts = new Toasts();
  const contract = new ContractController(host, toasts, contractView());
  await contract.approve('client', 'Procurement lead');
  expect(toasts.list.map((toast) => toast.text)).toEqual(['The terms changed meanwhile. Revision 7 is shown now: read it before you approve.']);
  expect(contract.view.revision.hash).toBe('moved');
  expect(contract.saveState).toBe('saved');
});

it('the undo of a toast is refused once other steps followed', async () => {
  const { contract, toasts, host } = store();
  await contract.act(() => contract.edit([{ path: target, text: '71' }]), 'Mended.');
  // An entry of the scorecard leaves the terms as they are, and is a step all the same.
  contract.view = contractView({ step: 2 });
  toasts.act(toasts.list[0]!);
  expect(toasts.list[0]?.text).toContain('Other changes followed');
  expect(host.calls.map((call) => call.command)).not.toContain('undo');
});

it('why undo stops is said where there is something that is not taken back', () => {
  const { contract } = store();
  expect(contract.undoStops).toBe('nothing to undo');
  contract.view = contractView({ undo_stops: 'Statement of Aug 2027 posted: a posted statement never changes' });
  expect([contract.undoStep, contract.undoStops]).toEqual([null, 'Statement of Aug 2027 posted: a posted statement never changes']);
});

it('what a step did besides is told, with its undo', async () => {
  const voided = contractView({ undo: 'Cap', besides: ['2 approvals of revision 3 are void: A, B.'], revision: { ...contractView().revision, number: 4, hash: 'four' } });
  const host = fakeHost<Commands>({ edit: () => voided, undo: () => contractView({ besides: ['2 approvals of revision 3 hold again: A, B.'] }) });
  const toasts = new Toasts();
  const contract = new ContractController(host, toasts, contractView());
  await contract.edit([{ path: target, text: '71' }]);
  expect(toasts.list.map((toast) => [toast.text, toast.action?.label])).toEqual([['2 approvals of revision 3 are void: A, B.', 'Undo']]);
  toasts.act(toasts.list[0]!);
  await vi.waitFor(() => expect(toasts.list.map((toast) => [toast.text, toast.action])).toEqual([['2 approvals of revision 3 hold again: A, B.', undefined]]));
});

it('an objection is of the content that is shown, and says why it was refused', async () => {
  const host = fakeHost<Commands>({ object: () => { throw { code: 'refused', message: 'give a reason', details: [] }; } });
  const contract = new ContractController(host, new Toasts(), contractView());
  expect(await contract.object('client', 'Procurement lead', 'withdrawn', '')).toBe('Give a reason.');
  expect(host.calls[0]?.args).toEqual({ id: 'c1', objection: { side: 'client', role: 'Procurement lead', word: 'withdrawn', reason: '', hash: contractView().revision.hash } });
});
