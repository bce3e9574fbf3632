import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import type { AssumptionView } from '../../host/types/AssumptionView';
import { expectAccessible } from '../../testing/axe';
import Harness from '../../testing/Harness.svelte';
import { assumptionEntriesOf } from './assumption.svelte';
import { contractView, controllerOf, inputsOf, outlook } from './fixture';
import SimulatePage from './SimulatePage.svelte';
import { SimulateController } from './simulate.svelte';
import { simulationView } from './outlook';

afterEach(cleanup);

const fcr: AssumptionView = { measure: 'fcr', name: 'First contact resolution', p10_text: '60.0\u202f%', p50_text: '70.0\u202f%', p90_text: '78.0\u202f%', months_text: '12' };

/** A host that takes an assumption whose values rise, and writes it in one way. */
function assumingHost() {
  return fakeHost<Commands>({
    last_outlook: () => null,
    target_curve: () => ({ level: 'fcr', likely_text: null, likely_value: null, step: 0.1, excused_text: '', points: [{ target: 60, text: '60', met: 0.9 }] }),
    edit_private: ({ edit }) => {
      if (!('assumption' in edit)) throw new Error('not asked for');
      const { measure, p10, p50, p90, months } = edit.assumption;
      if ([p10, p50, p90, months].every((text) => text === '')) return contractView({ history: null });
      if (Number.parseFloat(p10) >= Number.parseFloat(p50)) throw { code: 'input', message: 'the assumption cannot be used', details: [{ place: `assumptions.${measure}.p50`, message: 'the three values do not rise' }] };
      return contractView({ history: null, assumptions: [fcr] });
    },
  });
}

it('four texts are handed on together, stay as typed until they can be read, and can be taken away', async () => {
  const host = assumingHost();
  const contract = controllerOf(host, contractView({ history: null }));
  const entries = assumptionEntriesOf(contract);
  const typed = () => entries.levels.find((level) => level.measure === 'fcr');
  expect(entries.levels.map((level) => [level.measure, level.assumed, level.months])).toEqual([['fcr', false, 0], ['aht', false, 0]]);
  await entries.set('fcr', 'p10', '80');
  await entries.set('fcr', 'p50', '70');
  await entries.set('fcr', 'p90', '78');
  expect([host.calls.length, typed()?.texts]).toEqual([0, { p10: '80', p50: '70', p90: '78', months: '' }]);
  await entries.set('fcr', 'months', '12');
  expect(typed()).toMatchObject({ assumed: false, texts: { p10: '80' }, refused: { p50: 'The three values do not rise.' } });
  await entries.set('fcr', 'p10', '60');
  expect(typed()).toMatchObject({ assumed: true, texts: { p10: '60.0\u202f%', months: '12' }, refused: {} });
  await entries.leaveOut('fcr');
  expect(typed()).toMatchObject({ assumed: false, texts: { p10: '', months: '' } });
});

it('a level with six months of history is not asked about', () => {
  const contract = controllerOf(assumingHost(), contractView());
  expect(assumptionEntriesOf(contract).levels).toEqual([]);
});

it('without history an assumption opens the way to a run, and its level stays marked', async () => {
  const host = assumingHost();
  const contract = controllerOf(host, contractView({ history: null }));
  const { container } = render(Harness, { station: SimulatePage, given: { contract } });
  const panel = await screen.findByTestId('assumptions');
  expect(screen.queryByRole('button', { name: 'Run 10,000' })).toBeNull();
  const level = within(panel).getByRole('group', { name: 'First contact resolution' });
  for (const [label, text] of [['1 month in 10 below', '60'], ['Half below', '70'], ['9 in 10 below', '78'], ['Months behind it', '12']] as const) {
    const field = within(level).getByRole('textbox', { name: label });
    await fireEvent.input(field, { target: { value: text } });
    await fireEvent.blur(field);
  }
  await screen.findByRole('button', { name: 'Run 10,000' });
  await waitFor(() => expect(screen.getByRole('option', { name: 'First contact resolution, assumed' })).toBeTruthy());
  expect(screen.getByRole('option', { name: 'Average handle time, left out' })).toBeTruthy();
  await expectAccessible(container);
});

it('figures of an assumed level carry the mark, and another assumption makes them stale', () => {
  const marked = { ...outlook, baseline_hash: '', inputs: inputsOf('aaaa1111', '', [], [fcr]), assumptions: [fcr], levels: outlook.levels.map((level) => ({ ...level, assumed: level.id === 'fcr', basis_text: 'assumed, with 12 months of experience' })) };
  const view = simulationView(marked);
  expect([view.heat.rows[0]?.mark, view.heat.rows[1]?.mark, view.levels[0]?.name]).toEqual(['assumed', undefined, 'First contact resolution (assumed)']);
  expect(view.sources.rows.map((row) => row.label)).toContain('First contact resolution (assumed)');
  const contract = controllerOf(fakeHost<Commands>({ last_outlook: () => marked }), contractView({ history: null, assumptions: [fcr] }));
  const controller = new SimulateController(contract);
  return controller.load().then(() => {
    expect(controller.state.kind).toBe('result');
    contract.view = contractView({ history: null, assumptions: [{ ...fcr, p50_text: '71.0\u202f%' }] });
    expect(controller.state).toMatchObject({ kind: 'stale', title: 'Assumptions changed.' });
  });
});
