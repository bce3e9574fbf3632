import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import App from './App.svelte';
import type { Commands } from './host/commands';
import { fakeHost } from './host/fake';
import type { ContractView } from './host/types/ContractView';
import { expectAccessible } from './testing/axe';
import { card, contractView, finding } from './testing/contract';

afterEach(() => {
  cleanup();
  location.hash = '';
});

/** A window on one contract, with a host that notes what it is asked. */
function open(address: string, view: ContractView) {
  location.hash = address;
  const answers = { refuse: false, full: false };
  const reason = '“12,34,5x” is not a percentage';
  /** Texts that the host keeps beside the terms, by contract. */
  const unread = new Map<string, ContractView['unread']>();
  const host = fakeHost<Commands>({
    contract: ({ id }) => ({ ...view, id, unread: unread.get(id) ?? [] }),
    last_outlook: () => null,
    open_given_contract: () => null,
    library: () => ({ contracts: [card], templates: [] }),
    edit: ({ id, edit }) => {
      if (answers.full) throw { code: 'disk_full', message: 'the disk is full', details: [] };
      unread.set(id, answers.refuse && 'set' in edit ? edit.set.changes.map((change) => ({ ...change, reason, readable: false })) : []);
      if (answers.refuse) return { ...view, id, unread: unread.get(id)! };
      return contractView({ ...view, undo: 'Cap', findings: [], fields: view.fields.map((field) => ('set' in edit && edit.set.changes[0]?.path === field.path ? { ...field, text: edit.set.changes[0].text } : field)) });
    },
    undo: () => view,
    set_side: ({ side }) => contractView({ ...view, side }),
  });
  render(App, { host });
  const asked = (command: string) => host.calls.filter((call) => call.command === command).map((call) => call.args);
  return { asked, host: answers };
}
const cap = () => screen.findByLabelText<HTMLInputElement>('Cap of a month’s credits');
const status = () => screen.getByTestId('save-status').textContent?.trim();

it('an edited term goes to the host as typed, and the window says what is saved', async () => {
  const { asked } = open('#/contract/c1/terms', contractView());
  const input = await cap();
  expect(status()).toBe('Saved');
  await fireEvent.input(input, { target: { value: '14' } });
  await waitFor(() => expect(status()).toBe('Editing'));
  await fireEvent.keyDown(input, { key: 'Enter' });
  await waitFor(() => expect(status()).toBe('Saved'));
  expect(asked('edit')).toEqual([{ id: 'c1', edit: { set: { changes: [{ path: 'remedies.month_cap', text: '14' }], label: null } } }]);
  expect(input.value).toBe('14');
  await fireEvent.keyDown(input, { key: 'z', ctrlKey: true });
  await waitFor(() => expect(asked('undo')).toEqual([{ id: 'c1' }]));
});

it('a finding is mended in one step with its name and can be undone at once', async () => {
  const { asked } = open('#/contract/c1/terms', contractView({ findings: [finding] }));
  await fireEvent.click(await screen.findByRole('button', { name: /Cap outside/ }));
  await fireEvent.click(screen.getByRole('button', { name: /^Mend/ }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(asked('undo')).toHaveLength(1));
  expect(asked('edit')).toEqual([{ id: 'c1', edit: { set: { changes: finding.mend?.changes, label: finding.mend?.label } } }]);
});

it('a link to a term goes to its field', async () => {
  open('#/contract/c1/terms/remedies.month_cap', contractView());
  const input = await cap();
  await waitFor(() => expect(document.activeElement).toBe(input));
});

it('terms of the other side can be read and not typed into', async () => {
  open('#/contract/c1/terms', contractView({ locked: true, side: 'vendor', received_from: 'client' }));
  expect((await cap()).readOnly).toBe(true);
  expect(screen.getByText(/^These terms came from Northmere/)).toBeTruthy();
  expect(screen.getByLabelText<HTMLTextAreaElement>('Notes to yourself').readOnly).toBe(false);
});

it('one says for which side one works', async () => {
  const { asked } = open('#/contract/c1/sign', contractView());
  await fireEvent.change(await screen.findByLabelText('Working as'), { target: { value: 'vendor' } });
  await waitFor(() => expect(asked('set_side')).toEqual([{ id: 'c1', side: 'vendor' }]));
  expect(await screen.findByRole('button', { name: /Reject as Account lead/ })).toBeTruthy();
});

it('a contract is read again when it is opened again and when the window comes back', async () => {
  const { asked } = open('#/contract/c1/terms', contractView());
  await cap();
  expect(asked('contract')).toHaveLength(1);
  await fireEvent.focus(window);
  await waitFor(() => expect(asked('contract')).toHaveLength(2));
  location.hash = '#/';
  await waitFor(() => expect(asked('library')).toHaveLength(1));
  location.hash = '#/contract/c1/terms';
  await cap();
  await waitFor(() => expect(asked('contract')).toHaveLength(3));
});

it('what cannot be read is still there after a visit to another station, and nothing can be exported or approved', async () => {
  const view = contractView();
  const { host } = open('#/contract/c1/terms', view);
  host.refuse = true;
  await fireEvent.input(await cap(), { target: { value: '12,34,5x' } });
  await fireEvent.keyDown(await cap(), { key: 'Enter' });
  await waitFor(() => expect(status()).toBe('1\u00a0entry cannot be read'));
  location.hash = '#/contract/c1/sign';
  const approve = await screen.findByRole<HTMLButtonElement>('button', { name: /^Approve as Procurement lead/ });
  expect(approve.disabled).toBe(true);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export PDF' }).disabled).toBe(true);
  await fireEvent.click(screen.getByRole('link', { name: /entry cannot be read/ }));
  const input = await cap();
  expect([input.value, input.getAttribute('aria-invalid')]).toEqual(['12,34,5x', 'true']);
  expect(screen.getByText('“12,34,5x” is not a percentage')).toBeTruthy();
  location.hash = '#/contract/c2/terms';
  await waitFor(() => expect(status()).toBe('Saved'));
  location.hash = '#/contract/c1/terms';
  await waitFor(() => expect(status()).toBe('1\u00a0entry cannot be read'));
  host.refuse = false;
  const again = await cap();
  await fireEvent.input(again, { target: { value: '14' } });
  await fireEvent.keyDown(again, { key: 'Enter' });
  await waitFor(() => expect(status()).toBe('Saved'));
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export PDF' }).disabled).toBe(false);
});

it('the sheet of shortcuts is opened by its key, says what each does and why not now, and keeps the keys below it quiet', async () => {
  const { asked } = open('#/contract/c1/terms', contractView({ undo: 'Cap' }));
  await cap();
  await fireEvent.keyDown(document.body, { key: '?', shiftKey: true });
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(sheet.textContent).toMatch(/Undo: CapCtrlZ/);
  expect(sheet.textContent).toContain('there is no history: import one first');
  await expectAccessible(sheet);
  await fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  expect(asked('undo')).toEqual([]);
  await fireEvent.keyDown(sheet, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  await waitFor(() => expect(asked('undo')).toHaveLength(1));
});

it('a command that is not possible now says so when its keys are pressed', async () => {
  open('#/contract/c1/terms', contractView());
  await cap();
  await fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true });
  expect(await screen.findByText('Run 10,000 trials: there is no history: import one first.')).toBeTruthy();
});

it('in a narrow window the sidebar unfolds above the station, with the side and the clauses, and folds with Escape', async () => {
  open('#/contract/c1/terms', contractView());
  await cap();
  const main = screen.getByRole('main');
  await fireEvent.keyDown(document.body, { key: 'b', ctrlKey: true });
  const fold = await screen.findByRole('button', { name: 'Fold the sidebar' });
  await waitFor(() => expect(document.activeElement).toBe(fold));
  expect([fold.getAttribute('aria-expanded'), (main as HTMLElement & { inert: boolean }).inert]).toEqual(['true', true]);
  expect(screen.getByLabelText('Working as')).toBeTruthy();
  await fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
  expect([screen.getByRole('button', { name: 'Unfold the sidebar' }).getAttribute('aria-expanded'), (main as HTMLElement & { inert: boolean }).inert]).toEqual(['false', false]);
});

it('a file may be dropped anywhere: a table becomes history, a contract is opened, anything else is named', async () => {
  const { asked } = open('#/contract/c1/terms', contractView());
  await cap();
  const drop = (name: string) => {
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], files: [new File(['month'], name)] } });
    return fireEvent(screen.getByRole('main'), event);
  };
  await drop('kpi.csv');
  await waitFor(() => expect(asked('import_dropped_history')).toMatchObject([{ id: 'c1', name: 'kpi.csv' }]));
  expect(location.hash).toBe('#/contract/c1/baseline');
  location.hash = '#/contract/c1/terms';
  await cap();
  await drop('offer.slac');
  await waitFor(() => expect(asked('open_dropped_contract')).toMatchObject([{ name: 'offer.slac' }]));
  await drop('picture.png');
  expect(await screen.findByText(/“picture.png” is neither a contract/)).toBeTruthy();
});

it('a table dropped beside the scorecard’s own area is actuals, and never another baseline', async () => {
  const { asked } = open('#/contract/c1/scorecard', contractView());
  await screen.findByRole('heading', { name: 'Scorecard' });
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], files: [new File(['month'], 'june.csv')] } });
  await fireEvent(screen.getByTestId('save-status'), event);
  await waitFor(() => expect(asked('import_dropped_actuals')).toMatchObject([{ id: 'c1', name: 'june.csv' }]));
  expect(asked('import_dropped_history')).toEqual([]);
  expect(location.hash).toBe('#/contract/c1/scorecard');
});

it('the library says as well that an entry is not saved', async () => {
  const { host } = open('#/contract/c1/terms', contractView());
  const input = await cap();
  host.full = true;
  await fireEvent.input(input, { target: { value: '14' } });
  await fireEvent.keyDown(input, { key: 'Enter' });
  await waitFor(() => expect(status()).toBe('Not saved'));
  location.hash = '';
  expect(await screen.findByRole('heading', { name: 'Contracts' })).toBeTruthy();
  expect(await screen.findByText(/Only in this window so far/)).toBeTruthy();
});
