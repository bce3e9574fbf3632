import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { contractView, field } from '../../testing/contract';
import { clauseViews } from './clauses';
import Levels from './Levels.svelte';

afterEach(cleanup);

const view = contractView();
const LATER = ['later', 'later.1.from_month', 'later.1.target', 'later.2.from_month', 'later.2.target'];

function open(editable = true) {
  const later = LATER.map((leaf) => field(`service_levels.fcr.${leaf}`, 'service_levels', '13'));
  const part = clauseViews(contractView({ fields: [...view.fields, ...later] })).flatMap((one) => one.parts).find((one) => one.kind === 'levels');
  const structure = { free: [], library: [], onadd: vi.fn(), onremove: vi.fn() };
  render(Levels, { levels: part?.levels ?? [], findings: [], onedit: vi.fn(), onmend: vi.fn(), structure: editable ? structure : undefined });
  return structure;
}

it('later targets come and go by buttons in the editor of their level', async () => {
  const { onadd, onremove } = open();
  await fireEvent.click(screen.getByRole('button', { name: 'First contact resolution' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Add a later target of First contact resolution' }));
  expect(onadd).toHaveBeenCalledWith('service_levels.fcr.later', 'Later target of First contact resolution');
  await fireEvent.click(screen.getByRole('button', { name: 'Remove Later target 2' }));
  expect(onremove).toHaveBeenCalledWith('service_levels.fcr.later.2', 'Later target 2');
});

it('terms that are only read have no such buttons', async () => {
  open(false);
  await fireEvent.click(screen.getByRole('button', { name: 'First contact resolution' }));
  expect(screen.queryByRole('button', { name: /later target/i })).toBeNull();
});
