import { cleanup, render, screen, fireEvent } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import { expectAccessible } from '../../testing/axe';
import Harness from '../../testing/Harness.svelte';
import { contractView, controllerOf, outlook } from './fixture';
import SimulatePage from './SimulatePage.svelte';

afterEach(cleanup);

const curve = { level: 'fcr', likely_text: '70.2\u202f%', likely_value: 70.2, step: 0.1, excused_text: '', points: [{ target: 68, text: '68', met: 0.99 }, { target: 76, text: '76', met: 0.01 }] };

it('the page opens on what was kept, runs, and moves a target by keys', async () => {
  const host = fakeHost<Commands>({ last_outlook: () => null, target_curve: () => curve, simulate: () => outlook });
  const { container } = render(Harness, { station: SimulatePage, given: { contract: controllerOf(host, contractView()) } });
  await fireEvent.click(await screen.findByRole('button', { name: 'Run 10,000' }));
  await screen.findByText(outlook.headline);
  await expectAccessible(container);
  await fireEvent.keyDown(screen.getByRole('slider', { name: 'Target of First contact resolution' }), { key: 'PageDown' });
  await screen.findByText(/Tried: First contact resolution ≥ 71.0/);
  expect(host.calls.findLast((call) => call.command === 'simulate')).toMatchObject({ command: 'simulate', args: { request: { what_if: [{ path: 'service_levels.fcr.target', text: '71.0' }] } } });
  await fireEvent.keyDown(screen.getByRole('slider'), { key: 'Escape' });
  expect(screen.queryByText(/^Tried/)).toBeNull();
  const asked = host.calls.length;
  const box = screen.getByRole('textbox', { name: 'Target, at least' });
  await fireEvent.change(box, { target: { value: '70.55' } });
  expect((await screen.findByText(/at most\./)).textContent).toBe('This measure has 1\u00a0decimal at most.');
  expect([host.calls.length, (box as HTMLInputElement).value]).toEqual([asked, '70.55']);
  await fireEvent.change(box, { target: { value: '170' } });
  expect((await screen.findByText(/^Type a number/)).textContent).toBe('Type a number from 0\u202f% to 100\u202f%.');
  expect(host.calls.length).toBe(asked);
  // Beyond what the slider shows, and a target all the same.
  await fireEvent.change(box, { target: { value: '95' } });
  await screen.findByText(/Tried: First contact resolution ≥ 95.0/);
  expect(host.calls.findLast((call) => call.command === 'simulate')).toMatchObject({ args: { request: { what_if: [{ text: '95.0' }] } } });
});

it('the curve above the slider is there as a table', async () => {
  const host = fakeHost<Commands>({ last_outlook: () => outlook, target_curve: () => curve });
  const { container } = render(Harness, { station: SimulatePage, given: { contract: controllerOf(host, contractView()) } });
  await fireEvent.click(await screen.findByText('Show as table', { selector: 'summary' }));
  const rows = [...screen.getByTestId('curve-table').querySelectorAll('tbody tr')].map((row) => row.textContent?.replace(/\s+/g, ' ').trim());
  expect(rows).toEqual(['≥ 68.0 %99', '≥ 76.0 %1']);
  await expectAccessible(container);
});

it('a cell says how often a busy month excuses its level, and so does the table', async () => {
  const level = { ...outlook.levels[0]!, excused: [0, 0.06, 0.004], excused_steady: 0.032 };
  const kept = { ...outlook, levels: [level, outlook.levels[1]!], busy_text: 'More volume than was forecast excuses First contact resolution in 3 of 100 steady months.' };
  const host = fakeHost<Commands>({ last_outlook: () => kept, target_curve: () => ({ ...curve, excused_text: 'The curve takes every month as judged.' }) });
  const { container } = render(Harness, { station: SimulatePage, given: { contract: controllerOf(host, contractView()) } });
  const cell = await screen.findByLabelText(/resolution, month 2: met 50\sin\s100, excused by a busy month 6\sin\s100$/);
  expect([cell.title, cell.classList.contains('excused')]).toEqual([cell.getAttribute('aria-label'), true]);
  // A share that is rounded to nothing is told, and not marked.
  expect(screen.getByLabelText(/resolution, month 3: .*excused by a busy month < 1\sin\s100$/).classList.contains('excused')).toBe(false);
  expect(screen.getByLabelText(/resolution, month 1: met 95\sin\s100$/).title).toBe('');
  expect(screen.getByTestId('volume-words').textContent).toContain('in 3 of 100 steady months');
  await screen.findByText('The curve takes every month as judged.');
  await expectAccessible(container);
});

it('what is tried on several levels stands in one list, and is kept or put back together', async () => {
  const asa = { ...contractView().levels[1]!, id: 'asa', measure: 'aht', name: 'Average speed of answer', direction: 'lower' as const, target_value: 30, target_text: '≤\u202f30\u202fs' };
  const view = { ...contractView(), levels: [contractView().levels[0]!, asa] };
  const host = fakeHost<Commands>({
    last_outlook: () => outlook, simulate: () => outlook,
    target_curve: ({ level }) => (level === 'fcr' ? curve : { ...curve, level, likely_text: null, likely_value: null, points: [{ target: 20, text: '20', met: 0.1 }, { target: 60, text: '60', met: 0.9 }] }),
  });
  const { container } = render(Harness, { station: SimulatePage, given: { contract: controllerOf(host, view) } });
  await fireEvent.keyDown(await screen.findByRole('slider', { name: 'Target of First contact resolution' }), { key: 'PageDown' });
  await screen.findByRole('button', { name: 'Use this target' });
  await fireEvent.change(screen.getByRole('combobox', { name: 'Service level' }), { target: { value: 'asa' } });
  expect((await screen.findByTestId('tried')).textContent).toContain('Tried on another level');
  await fireEvent.keyDown(await screen.findByRole('slider', { name: 'Target of Average speed of answer' }), { key: 'PageUp' });
  await screen.findByText('2 targets tried together');
  expect(screen.getAllByRole('button').filter((button) => button.classList.contains('filled'))).toHaveLength(1);
  await expectAccessible(container);
  await fireEvent.click(screen.getByRole('button', { name: 'Put back: First contact resolution' }));
  expect((await screen.findByRole('button', { name: 'Use this target' })).classList.contains('filled')).toBe(true);
  expect(screen.queryByTestId('tried')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: /^Back to 30/ }));
  expect(screen.queryByText(/^Tried/)).toBeNull();
});
