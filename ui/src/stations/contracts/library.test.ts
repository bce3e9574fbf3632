import { expect, it } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import type { ContractCard } from '../../host/types/ContractCard';
import type { ContractView } from '../../host/types/ContractView';
import type { Library } from '../../host/types/Library';
import { card } from '../../testing/contract';
import { Toasts } from '../../ui/toasts.svelte';
import { LibraryController } from './library.svelte';
import { filterRows } from './contracts';
import { contractRow } from './rows';

const library = (...contracts: ContractCard[]): Library => ({ contracts, templates: [] });
/** Only what the library looks at. */
const contract = (id: string) => ({ id, fields: [{ path: 'title', text: 'Template' }] }) as unknown as ContractView;

it('a card says where its contract stands', () => {
  expect(contractRow(card)).toMatchObject({ href: '#/contract/a/terms', vendor: 'No vendor yet', stands: '1\u00a0error', standsDetail: 'Revision 4, 24\u00a0months of history' });
  expect(contractRow({ ...card, locked: true, state: 'received', errors: 0 })).toMatchObject({ href: '#/contract/a/review', group: 'waiting', state: { word: 'To review' }, stands: 'Nothing blocks' });
  expect(contractRow({ ...card, state: 'running', errors: 0, warnings: 1, statements: 5 })).toMatchObject({ group: 'agreed', state: { word: 'Running' }, stands: '5\u00a0statements posted, 1\u00a0warning' });
});

it('the sample has its own state, and is found as the sample', () => {
  const rows = [contractRow({ ...card, sample: true, state: 'running' }), contractRow(card)];
  expect(rows[0]).toMatchObject({ sample: true, group: 'agreed', state: { word: 'Running' } });
  expect(filterRows(rows, 'sample')).toEqual([rows[0]]);
});

it('a new contract gets its name in one step with a name of its own', async () => {
  const opened: string[] = [];
  const host = fakeHost<Commands>({ create_from_template: () => contract('n'), edit: ({ id }) => contract(id) });
  const controller = new LibraryController(host, new Toasts(), (one) => opened.push(one.id));
  await controller.create({ templateId: 'voice', title: 'Care', client: '', vendor: '' });
  expect(host.calls[1]).toEqual({ command: 'edit', args: { id: 'n', edit: { set: { changes: [{ path: 'title', text: 'Care' }], label: 'Name the contract and its parties' } } } });
  expect(opened).toEqual(['n']);
});

it('what is removed can be brought back from the toast', async () => {
  const toasts = new Toasts();
  const host = fakeHost<Commands>({ library: () => library(card), remove_contract: () => library(), restore_contract: () => library(card) });
  const controller = new LibraryController(host, toasts, () => {});
  await controller.load();
  await controller.remove(controller.rows[0]!);
  expect(controller.rows).toEqual([]);
  toasts.act(toasts.list[0]!);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(host.calls.at(-1)).toEqual({ command: 'restore_contract', args: { id: 'a' } });
});

it('a closed dialog opens nothing and says nothing', async () => {
  const toasts = new Toasts();
  const controller = new LibraryController(fakeHost<Commands>({ open_contract_file: () => null }), toasts, () => { throw new Error('opened'); });
  await controller.choose();
  expect(toasts.list).toEqual([]);
});

it('a file that cannot be opened is named with what is wrong and what to do', async () => {
  const toasts = new Toasts();
  const host = fakeHost<Commands>({
    open_dropped_contract: () => { throw { code: 'newer', message: '“deal.plumb” was written by version 9', details: [] }; },
  });
  await new LibraryController(host, toasts, () => {}).drop(new File(['{}'], 'deal.plumb'));
  expect(toasts.list[0]).toMatchObject({ tone: 'failed', text: '“deal.plumb” was written by version 9. Update Plumbline and open it again; nothing in it was changed.' });
});

it('a library that cannot be read says so and can be read again', async () => {
  let broken = true;
  const host = fakeHost<Commands>({
    library: () => {
      if (broken) throw { code: 'locked', message: 'another program holds the contracts', details: [] };
      return library(card);
    },
  });
  const controller = new LibraryController(host, new Toasts(), () => {});
  await controller.load();
  expect([controller.ready, controller.failure?.what]).toEqual([false, 'Another program holds the contracts.']);
  broken = false;
  await controller.load();
  expect([controller.ready, controller.failure]).toEqual([true, null]);
});
