import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { findings } from '../gallery/samples';
import { expectAccessible } from '../testing/axe';
import CommandPalette from './CommandPalette.svelte';
import Finding from './Finding.svelte';
import { groupsOf, search, type Command } from './commands';
import { speaksOf, worst } from './finding';
import { Toasts } from './toasts.svelte';

afterEach(cleanup);

const commands: Command[] = [
  { id: '1', group: 'Commands', label: 'Make a target likely', icon: 'simulate', run: vi.fn() },
  { id: '2', group: 'Commands', label: 'Target from baseline', icon: 'baseline', run: vi.fn() },
  { id: '3', group: 'Commands', label: 'Export PDF', icon: 'download', unavailable: 'mend 1 error first', run: vi.fn() },
  { id: '4', group: 'Terms', label: 'First contact resolution, target', icon: 'terms', detail: '5.2, 72.0 %', run: vi.fn() },
];

it('the palette finds every word, in the label or beside it, and marks it', () => {
  expect(search(commands, 'target').map((match) => match.command.id)).toEqual(['2', '1', '4']);
  expect(search(commands, 'resolution 5.2').map((match) => match.command.id)).toEqual(['4']);
  expect(search(commands, 'nothing')).toEqual([]);
  expect(search(commands, 'pdf')[0]?.parts).toEqual([{ text: 'Export ', hit: false }, { text: 'PDF', hit: true }]);
});

it('a group that is only found by what stands beside its labels comes after one that is named so', () => {
  const work: Command = { id: '5', group: 'Commands', label: 'Work as Vendor', icon: 'person', run: () => {} };
  const term: Command = { id: '6', group: 'Terms', label: 'Average handle time', icon: 'terms', detail: 'Holding and all work after every call', run: () => {} };
  const order = (query: string) => groupsOf(search([term, work], query), query, ['Terms', 'Commands']);
  expect([order('work as v'), order('work'), order('average')]).toEqual([['Commands', 'Terms'], ['Commands', 'Terms'], ['Terms', 'Commands']]);
});

it('the palette is worked with the keys: type, move, Enter', async () => {
  const onclose = vi.fn();
  render(CommandPalette, { open: true, commands, onclose });
  const box = await screen.findByRole('combobox');
  await fireEvent.input(box, { target: { value: 'target' } });
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(3));
  expect(screen.getAllByRole('option')[0]?.textContent).toContain('First contact');
  await fireEvent.keyDown(box, { key: 'ArrowDown' });
  await fireEvent.keyDown(box, { key: 'Enter' });
  await waitFor(() => expect(commands[1]?.run).toHaveBeenCalledOnce());
  expect(onclose).toHaveBeenCalledOnce();
});

it('what cannot be done now is listed with the reason and does nothing', async () => {
  const onclose = vi.fn();
  render(CommandPalette, { open: true, commands, onclose });
  const box = await screen.findByRole('combobox');
  await fireEvent.input(box, { target: { value: 'pdf' } });
  await screen.findByText('mend 1 error first');
  await fireEvent.keyDown(box, { key: 'Enter' });
  expect(commands[2]?.run).not.toHaveBeenCalled();
  expect(onclose).not.toHaveBeenCalled();
});

it('a finding is one line until it is opened, and mends with one press', async () => {
  const onmend = vi.fn();
  const { container } = render(Finding, { finding: findings[0]!, onmend });
  const line = screen.getByRole('button', { name: /Likely missed/ });
  expect(line.getAttribute('aria-expanded')).toBe('false');
  await fireEvent.click(line);
  expect(line.getAttribute('aria-expanded')).toBe('true');
  await fireEvent.click(screen.getByRole('button', { name: /^Mend/ }));
  expect(onmend).toHaveBeenCalledWith(findings[0]);
  await expectAccessible(container);
});

it('a finding speaks of its fields, their parts and what they are part of', () => {
  const finding = { ...findings[0]!, fields: ['ramp'] };
  expect(speaksOf(finding, 'ramp.fcr.1')).toBe(true);
  expect(speaksOf(finding, 'ramparts')).toBe(false);
  expect(speaksOf(finding, null)).toBe(false);
  expect(worst(findings)).toBe('error');
  expect(worst([])).toBeUndefined();
});

it('a toast leaves by itself, unless it is looked at or tells of a failure', () => {
  vi.useFakeTimers();
  const toasts = new Toasts(1000);
  const undo = vi.fn();
  toasts.done('Removed', undo);
  const first = toasts.list[0]!;
  toasts.hold(first.id);
  vi.advanceTimersByTime(5000);
  expect(toasts.list).toHaveLength(1);
  toasts.act(first);
  expect([undo.mock.calls.length, toasts.list.length]).toEqual([1, 0]);
  toasts.failed('The file is damaged.', 'open');
  toasts.done('Mended.', undo, 'step');
  toasts.succeeded('write');
  expect(toasts.list).toHaveLength(2);
  toasts.succeeded('open');
  toasts.stepped();
  expect(toasts.list).toEqual([]);
  toasts.failed('The disk is full.');
  toasts.done('Saved');
  vi.advanceTimersByTime(2000);
  expect(toasts.list.map((toast) => toast.text)).toEqual(['The disk is full.']);
  vi.useRealTimers();
});
