import { cleanup, render, screen, fireEvent } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import { expectAccessible } from '../../testing/axe';
import Harness from '../../testing/Harness.svelte';
import { contractView, controllerOf, outlook } from './fixture';
import SimulatePage from './SimulatePage.svelte';

afterEach(cleanup);

const curve = { level: 'fcr', likely_text: '70.2\u202f%', likely_value: 70.2, step: 0.1, points: [{ target: 68, text: '68', met: 0.99 }, { target: 76, text: '76', met: 0.01 }] };

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
