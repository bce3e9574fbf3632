import { expect, it, vi } from 'vitest';
import { contractView, finding } from '../testing/contract';
import { commandOf } from '../ui/keys';
import { windowActions } from '../testing/window';
import { windowCommands } from './actions';
import { contractCommands, stationLinks } from './commands';

it('the sidebar counts what is there and guesses nothing', () => {
  const notes = (view = contractView()) => Object.fromEntries(stationLinks(view, 'stale').map((link) => [link.id, link.note]));
  expect(notes()).toMatchObject({ terms: undefined, baseline: 'none', sign: '0 of 2' });
  const blocked = contractView({ findings: [{ ...finding, severity: 'error' }], blockers: [{ title: '', reason: '', path: '' }] });
  expect(notes(blocked)).toMatchObject({ terms: '1\u00a0error', sign: '1\u00a0blocker' });
  expect(stationLinks(contractView(), 'stale').find((link) => link.id === 'simulate')?.stale).toBe(true);
});

it('the palette finds every clause, term and finding and goes there', () => {
  const go = vi.fn();
  const commands = contractCommands(contractView({ findings: [finding] }), go);
  commands.find((one) => one.label === 'First contact resolution, target')?.run();
  commands.find((one) => one.group === 'Findings')?.run();
  expect(go.mock.calls).toEqual([['#/contract/c1/terms/service_levels.fcr.target'], ['#/contract/c1/terms/remedies.month_cap']]);
  expect(new Set(commands.map((one) => one.id)).size).toBe(commands.length);
});

it('undo is the window’s, but not while a field holds what was not handed on', () => {
  document.body.innerHTML = '<div data-form-field="a"><input></div><div data-form-field="b" data-draft><input></div><input type="search"><button></button>';
  const press = (target: Element, shiftKey = false) => {
    const event = new KeyboardEvent('keydown', { key: shiftKey ? 'Z' : 'z', ctrlKey: true, shiftKey });
    Object.defineProperty(event, 'target', { value: target });
    return commandOf(event, windowCommands(null, windowActions()))?.id ?? null;
  };
  const [stored, draft, search] = [...document.querySelectorAll('input')];
  expect([press(stored!), press(draft!), press(search!), press(document.querySelector('button')!, true)]).toEqual(['undo', null, null, 'redo']);
});

it('a sign is typed into a field and a command everywhere else, whatever Shift it takes on the keyboard', () => {
  document.body.innerHTML = '<input><button></button>';
  const commands = windowCommands(null, windowActions());
  const press = (target: Element, init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', init);
    Object.defineProperty(event, 'target', { value: target });
    return commandOf(event, commands)?.id ?? null;
  };
  const [input, button] = [document.querySelector('input')!, document.querySelector('button')!];
  expect([press(input, { key: '?', shiftKey: true }), press(button, { key: '?', shiftKey: true }), press(button, { key: '?' })]).toEqual([null, 'shortcuts', 'shortcuts']);
  expect([press(input, { key: 'k', ctrlKey: true }), press(input, { key: 'K', metaKey: true }), press(button, { key: 'k' })]).toEqual(['commands', 'commands', null]);
  expect([press(button, { key: 'Enter', ctrlKey: true }), press(button, { key: 'Enter', ctrlKey: true, shiftKey: true }), press(button, { key: 'Enter' })]).toEqual(['run 10000', 'run 100000', null]);
  expect(press(button, { key: '+', ctrlKey: true, shiftKey: true })).toBe('larger');
});
