import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import App from './App.svelte';
import type { Commands } from './host/commands';
import { fakeHost } from './host/fake';
import { contractView } from './testing/contract';

afterEach(() => {
  cleanup();
  location.hash = '';
});

/** A window on one contract: what the host was asked, and a hand at its cross. */
function open(address = '#/contract/c1/terms') {
  location.hash = address;
  const state = { full: false, running: false };
  let tell: (what: string) => void = () => {};
  const host = fakeHost<Commands>({
    watch_window: (_, report) => { tell = report; return null; },
    close_heard: () => null,
    close_window: ({ stop }) => stop || !state.running,
    keep_drafts: () => null,
    contract: ({ id }) => contractView({ id }),
    library: () => ({ contracts: [], templates: [] }),
    last_outlook: () => null,
    undo: () => contractView(),
    edit: ({ edit }) => {
      if (state.full) throw { code: 'disk_full', message: 'the disk is full', details: [] };
      const view = contractView();
      const text = 'set' in edit ? edit.set.changes[0]!.text : '';
      return contractView({ undo: 'Cap', fields: view.fields.map((field) => (field.path === 'remedies.month_cap' ? { ...field, text } : field)) });
    },
  });
  render(App, { host });
  const asked = (command: string) => host.calls.filter((call) => call.command === command).map((call) => call.args);
  return { asked, state, host, close: () => tell('close') };
}
const cap = () => screen.findByLabelText<HTMLInputElement>('Cap of a month’s credits');
const typeCap = async (text: string) => fireEvent.input(await cap(), { target: { value: text } });
const cut = (text: string) => ({ id: 'c1', edit: { set: { changes: [{ path: 'remedies.month_cap', text }], label: null } } });

it('closing the window enters what is still being typed, and then closes it', async () => {
  const { asked, host, close } = open();
  await typeCap('14');
  expect(asked('edit')).toEqual([]);
  close();
  await waitFor(() => expect(asked('close_window')).toEqual([{ stop: false }]));
  expect(asked('edit')).toEqual([cut('14')]);
  expect(asked('close_heard')).toHaveLength(1);
  const order = host.calls.map((call) => call.command);
  expect(order.indexOf('edit')).toBeLessThan(order.indexOf('close_window'));
});

it('leaving the station and undo enter it as well', async () => {
  const { asked } = open();
  await typeCap('14');
  location.hash = '#/contract/c1/sign';
  await waitFor(() => expect(asked('edit')).toEqual([cut('14')]));
  location.hash = '#/contract/c1/terms';
  await typeCap('15');
  await fireEvent.click(screen.getByRole('button', { name: /^Undo/ }));
  await waitFor(() => expect(asked('undo')).toHaveLength(1));
  expect(asked('edit')).toEqual([cut('14'), cut('15')]);
});

it('what is typed is kept within the second, without a step, and forgotten once it is entered', async () => {
  const { asked } = open();
  await typeCap('1');
  await typeCap('14');
  await waitFor(() => expect(asked('keep_drafts')).toEqual([{ id: 'c1', typed: [{ path: 'remedies.month_cap', text: '14' }] }]), { timeout: 1000 });
  expect(asked('edit')).toEqual([]);
  await fireEvent.keyDown(await cap(), { key: 'Enter' });
  await waitFor(() => expect(asked('keep_drafts').at(-1)).toEqual({ id: 'c1', typed: [] }), { timeout: 2000 });
});

it('what cannot be saved is named before the window closes, and can be saved again', async () => {
  const { asked, state, close } = open();
  state.full = true;
  await typeCap('14');
  close();
  expect(await screen.findByText(/^Only in this window so far: Full remedies.month_cap: 14/)).toBeTruthy();
  expect(asked('close_window')).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Keep the window open' }));
  await waitFor(() => expect(screen.queryByText(/^Only in this window/)).toBeNull());
  close();
  await screen.findByText(/^Only in this window/);
  state.full = false;
  await fireEvent.click(screen.getByRole('button', { name: 'Save again and close' }));
  await waitFor(() => expect(asked('close_window')).toEqual([{ stop: false }]));
  expect(asked('edit').at(-1)).toEqual(cut('14'));
});

it('work that runs is asked for before it is stopped', async () => {
  const { asked, state, close } = open('#/contract/c1/sign');
  state.running = true;
  await screen.findByRole('heading', { name: 'Sign' });
  close();
  await fireEvent.click(await screen.findByRole('button', { name: 'Keep it running' }));
  await waitFor(() => expect(screen.queryByText('A simulation is running')).toBeNull());
  close();
  await fireEvent.click(await screen.findByRole('button', { name: 'Stop it and close' }));
  await waitFor(() => expect(asked('close_window')).toEqual([{ stop: false }, { stop: false }, { stop: true }]));
});

it('what was typed before the window went stands beside its term, and is entered or left by hand', async () => {
  location.hash = '#/contract/c1/terms';
  const unread = [{ path: 'remedies.month_cap', text: '1', reason: '“1” was typed here and not entered. The term is what it was', readable: true }];
  const host = fakeHost<Commands>({ contract: () => contractView({ unread }), last_outlook: () => null, edit: () => contractView() });
  render(App, { host });
  const input = await cap();
  expect([input.value, input.getAttribute('aria-invalid')]).toEqual(['1', null]);
  expect(screen.getByTestId('save-status').textContent?.trim()).toBe('1\u00a0entry waits to be entered');
  await fireEvent.click(screen.getByRole('button', { name: 'Enter it: “1” as Cap of a month’s credits' }));
  await waitFor(() => expect(screen.getByTestId('save-status').textContent?.trim()).toBe('Saved'));
  expect(host.calls.filter((call) => call.command === 'edit').map((call) => call.args)).toEqual([cut('1')]);
});
