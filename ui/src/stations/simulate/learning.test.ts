import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import type { Outlook } from '../../host/types/Outlook';
import type { LearningView } from '../../host/types/LearningView';
import { expectAccessible } from '../../testing/axe';
import Harness from '../../testing/Harness.svelte';
import { contractView, controllerOf, inputsOf, outlook } from './fixture';
import { learningEntriesOf } from './learning.svelte';
import SimulatePage from './SimulatePage.svelte';
import { SimulateController } from './simulate.svelte';

afterEach(cleanup);

const aht: LearningView = { measure: 'aht', name: 'Average handle time', start_text: '900\u202fs', half_life_text: '3\u00a0weeks' };

/** A host that takes learning only where both texts are there, and writes them in one way. */
function learningHost(kept: Outlook | null = null) {
  return fakeHost<Commands>({
    last_outlook: () => kept,
    target_curve: () => { throw { code: 'refused', message: 'it has no history', details: [] }; },
    edit_private: ({ edit }) => {
      if (!('learning' in edit)) throw new Error('not asked for');
      const { measure, start, half_life } = edit.learning;
      if (start === '' && half_life === '') return contractView();
      const missing = [start === '' && 'start', half_life === '' && 'half_life'].filter((part) => part !== false);
      const details = missing.map((part) => ({ place: `learning.${measure}.${part}`, message: 'it is missing; expected a time like 3 weeks' }));
      if (details.length > 0) throw { code: 'input', message: 'the learning cannot be used', details };
      return contractView({ learning: [aht] });
    },
  });
}

it('start and half-life are taken together, and until then stay as they were typed', async () => {
  const host = learningHost();
  const contract = controllerOf(host);
  const entries = learningEntriesOf(contract);
  await entries.set('aht', 'start', '15 min');
  const typed = () => entries.levels.find((level) => level.measure === 'aht');
  expect(typed()).toMatchObject({ texts: { start: '15 min', half_life: '' }, refused: { half_life: 'It is missing; expected a time like 3 weeks.' } });
  expect(contract.view.private.learning).toEqual([]);
  expect(learningEntriesOf(contract)).toBe(entries);
  await entries.set('aht', 'half_life', '3w');
  expect(host.calls.at(-1)?.args).toMatchObject({ edit: { learning: { measure: 'aht', start: '15 min', half_life: '3w' } } });
  expect(typed()).toMatchObject({ texts: { start: '900\u202fs', half_life: '3\u00a0weeks' }, refused: {} });
  await entries.set('aht', 'start', '');
  await entries.set('aht', 'half_life', '');
  expect([contract.view.private.learning, typed()?.refused]).toEqual([[], {}]);
});

it('only levels with a history can be learnt', () => {
  const contract = controllerOf(learningHost(), contractView({ history: null }));
  expect(learningEntriesOf(contract).levels).toEqual([]);
});

it('other learning makes a result stale and its curve is asked for anew', async () => {
  const host = fakeHost<Commands>({ last_outlook: () => outlook, target_curve: () => ({ level: 'fcr', likely_text: null, likely_value: null, step: 0.1, excused_text: '', points: [] }) });
  const contract = controllerOf(host);
  const controller = new SimulateController(contract);
  await controller.load();
  await controller.follow();
  expect(controller.state.kind).toBe('result');
  contract.view = contractView({ learning: [aht] });
  expect(controller.state).toMatchObject({ kind: 'stale', title: 'Learning changed.', of: 'earlier learning' });
  await controller.follow();
  expect(host.calls.filter((call) => call.command === 'target_curve')).toHaveLength(2);
  contract.view = contractView({ hash: 'other', history: 'other', learning: [aht] });
  expect(controller.state).toMatchObject({ title: 'Terms, history and learning changed.', of: 'earlier terms' });
});

it('the panel sits beside the target, says what is learnt, and the result says what the ramp rests on', async () => {
  const kept = { ...outlook, ramp_text: 'Average handle time begins at 900\u202fs. Ramp months assume steady performance for First contact resolution.', learning: [aht], inputs: inputsOf('aaaa1111', 'bbbb2222', [aht]) };
  const host = learningHost(kept);
  const contract = controllerOf(host, contractView({ learning: [aht] }));
  const { container } = render(Harness, { station: SimulatePage, given: { contract } });
  const panel = await screen.findByTestId('learning');
  expect(panel.querySelector('summary')?.textContent).toContain('Average handle time');
  expect((await screen.findByTestId('ramp-basis')).textContent).toContain('begins at 900');
  await fireEvent.click(within(panel).getByText('Learning during the ramp'));
  await expectAccessible(container);
  const group = within(panel).getByRole('group', { name: 'First contact resolution' });
  const start = within(group).getByLabelText('Begins at');
  await fireEvent.input(start, { target: { value: '60 %' } });
  await fireEvent.blur(start);
  await waitFor(() => expect(within(group).getByText(/It is missing/)).toBeTruthy());
  expect(host.calls.at(-1)?.args).toMatchObject({ edit: { learning: { measure: 'fcr', start: '60 %', half_life: '' } } });
});
