import { expect, it, vi } from 'vitest';
import type { Commands } from '../host/commands';
import { fakeHost } from '../host/fake';
import type { BaselineView } from '../host/types/BaselineView';
import type { ContractView } from '../host/types/ContractView';
import type { ScorecardView } from '../host/types/ScorecardView';
import { contractView } from '../testing/contract';
import { windowActions } from '../testing/window';
import { Toasts } from '../ui/toasts.svelte';
import { windowCommands } from './actions';
import { historyOf } from './baseline/history.svelte';
import { ContractController } from './contract.svelte';
import { scorecardOf } from './scorecard/scorecard.svelte';
import { simulationOf } from './simulate/simulate.svelte';

const history = { hash: 'b1', months: 24, own: true, shared: false, series: [{ measure: 'fcr', points: Array.from({ length: 24 }, () => ({ value: 1 })) }], source_name: 'kpi.csv', import: null } as unknown as BaselineView;

function opened(view: ContractView, answers: Parameters<typeof fakeHost<Commands>>[0] = {}) {
  const host = fakeHost<Commands>({ contract: () => view, ...answers });
  const contract = new ContractController(host, new Toasts(), view);
  const sides = [{ value: 'client' as const, label: 'Client' }, { value: 'vendor' as const, label: 'Vendor' }];
  return { host, open: { contract, sides, simulation: simulationOf(contract), history: historyOf(contract), scorecard: scorecardOf(contract) } };
}

it('every command is listed with and without a contract, each once, and says why it cannot be done', () => {
  const ids = (commands: ReturnType<typeof windowCommands>) => commands.map((one) => one.id);
  const without = windowCommands(null, windowActions());
  expect(new Set(ids(without)).size).toBe(without.length);
  expect(without.filter((one) => !one.unavailable).map((one) => one.id)).toEqual(['new', 'open', 'sample', 'close', 'station contracts', 'larger', 'smaller', 'commands', 'shortcuts']);
  expect(without.find((one) => one.id === 'export')?.unavailable).toBe('open a contract first');
  const within = windowCommands(opened(contractView()).open, windowActions());
  const why = (id: string) => within.find((one) => one.id === id)?.unavailable;
  expect(new Set(ids(within)).size).toBe(within.length);
  expect([why('undo'), why('run 10000'), why('annex'), why('statement pdf'), why('save')]).toEqual([
    'nothing to undo', 'there is no history: import one first', 'there is no history, so nothing was simulated', 'look at the scorecard first', 'everything is saved as you work',
  ]);
  expect([why('export'), why('copy'), why('import'), why('as vendor')]).toEqual([undefined, undefined, undefined, undefined]);
});

it('one chord means one thing', () => {
  const commands = windowCommands(opened(contractView({ baseline: history })).open, windowActions());
  const chords = commands.flatMap((one) => [one.keys, ...(one.alsoKeys ?? [])]).filter((keys) => keys !== undefined).map((keys) => keys.join('+'));
  expect(new Set(chords).size).toBe(chords.length);
});

it('a run, an approval, a role, an import and an export are done from the list', async () => {
  const go = vi.fn();
  const view = contractView({ baseline: history });
  const { host, open } = opened(view, { approve: () => view, set_side: () => view, import_history: () => null, write_copy: () => null, export_document: () => null, share_baseline: () => view });
  const asked = async (id: string) => {
    windowCommands(open, windowActions({ go })).find((one) => one.id === id)?.run();
    await vi.waitFor(() => expect(host.calls.length).toBeGreaterThan(0));
    await open.contract.settled();
    return host.calls.splice(0)[0];
  };
  expect(await asked('run 10000')).toMatchObject({ command: 'simulate', args: { id: 'c1', request: { trials: 10_000 } } });
  expect(await asked('approve 0 client Procurement lead')).toMatchObject({ command: 'approve', args: { role: 'Procurement lead', side: 'client' } });
  expect(await asked('as vendor')).toMatchObject({ command: 'set_side', args: { side: 'vendor' } });
  expect(await asked('import')).toMatchObject({ command: 'import_history' });
  expect(await asked('share')).toMatchObject({ command: 'share_baseline', args: { share: true } });
  expect(await asked('copy')).toMatchObject({ command: 'write_copy' });
  expect(await asked('export')).toMatchObject({ command: 'export_document', args: { request: { annex: false } } });
  expect(go.mock.calls.map(([href]) => href)).toEqual(['#/contract/c1/simulate', '#/contract/c1/sign', '#/contract/c1/baseline']);
});

it('the statement of the month that is shown is exported, and a posted month is not posted again', async () => {
  const scorecard = { month: '2027-03', months: [{ month: '2027-03', label: 'Mar 2027', state: 'posted' }], state: 'posted', rows: [{}], hindrance: null } as unknown as ScorecardView;
  const { host, open } = opened(contractView(), { scorecard: () => scorecard, export_statement: () => null });
  await open.scorecard.load();
  const commands = windowCommands(open, windowActions());
  expect(commands.find((one) => one.id === 'post')?.unavailable).toBe('it is posted already');
  expect(commands.find((one) => one.id === 'actuals')?.unavailable).toBeUndefined();
  const pdf = commands.find((one) => one.label === 'Export the statement of Mar 2027 as PDF');
  pdf?.run();
  await vi.waitFor(() => expect(host.calls.at(-1)).toEqual({ command: 'export_statement', args: { id: 'c1', month: '2027-03', format: 'pdf' } }));
});

it('what blocks approval stands beside it', () => {
  const blocked = contractView({ blockers: [{ title: 'Weights', reason: '', path: '' }] });
  const why = windowCommands(opened(blocked).open, windowActions()).find((one) => one.id.startsWith('approve'))?.unavailable;
  expect(why).toMatch(/^approving opens when 1\sfinding is mended or waived$/);
});
