import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as sample from '../gallery/samples';
import { expectAccessible } from '../testing/axe';
import Harness from '../testing/Harness.svelte';
import BaselineStation from './baseline/BaselineStation.svelte';
import ContractsStation from './contracts/ContractsStation.svelte';
import { filterRows } from './contracts/contracts';
import ReviewStation from './review/ReviewStation.svelte';
import SignStation from './sign/SignStation.svelte';
import SimulateStation from './simulate/SimulateStation.svelte';
import TermsStation from './terms/TermsStation.svelte';

afterEach(cleanup);

const show = (component: Component<any>, props: Record<string, unknown>) => render(Harness, { station: component, given: props });
const nothing = () => {};

const library = { rows: sample.contracts, place: 'Here.', onnew: nothing, onsample: nothing, onimport: nothing, ondrop: nothing, onremove: nothing };
const terms = { lead: '', clauses: sample.clauses, findings: sample.findings, tree: sample.tree, onedit: nothing, onmend: nothing, onexport: nothing };
const baseline = { onchoose: nothing, ondrop: nothing, onmap: nothing, onshare: nothing, onremove: nothing };
const simulate = { state: { kind: 'result' }, view: sample.simulation, selected: 'fcr', trials: 10000, baselineHref: '#/', onselect: nothing, onrun: nothing, oncancel: nothing };
const review = { view: sample.review, copy: sample.copy, run: { running: false, done: 0, total: 10000 }, baselineHref: '#/', onshare: nothing, onwrite: nothing, onrun: nothing, oncancel: nothing };
const sign = { view: sample.signing, annex: false, simulateHref: '#/', onapprove: nothing, onannex: nothing, onexport: nothing };

describe('axe finds nothing in the structure of', () => {
  const screens: [string, Component<any>, Record<string, unknown>][] = [
    ['the library', ContractsStation, library],
    ['the empty library', ContractsStation, { ...library, rows: [] }],
    ['the terms', TermsStation, terms],
    ['the baseline', BaselineStation, { ...baseline, baseline: sample.baseline, report: sample.report }],
    ['the empty baseline', BaselineStation, baseline],
    ['the simulation', SimulateStation, simulate],
    ['the simulation without history', SimulateStation, { ...simulate, view: undefined, state: { kind: 'no_history' } }],
    ['the simulation as it runs', SimulateStation, { ...simulate, view: undefined, state: { kind: 'running', done: 10, total: 100 } }],
    ['the review', ReviewStation, review],
    ['the approvals', SignStation, sign],
  ];
  it.each(screens)('%s', async (_, component, props) => {
    const { container } = show(component, props);
    await expectAccessible(container);
  });
});

it('the empty library offers a template and the sample', async () => {
  const onnew = vi.fn();
  const onsample = vi.fn();
  show(ContractsStation, { ...library, rows: [], onnew, onsample });
  await fireEvent.click(screen.getByRole('button', { name: 'New from template' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Open the sample' }));
  expect([onnew.mock.calls.length, onsample.mock.calls.length]).toEqual([1, 1]);
});

it('entries of a list are added and removed by name, and only where the terms can be changed', async () => {
  const structure = { free: [], library: [], onadd: vi.fn(), onremove: vi.fn() };
  const { container } = show(TermsStation, { ...terms, structure });
  await expectAccessible(container);
  await fireEvent.click(screen.getByRole('button', { name: 'Add to “Tiers, the lowest first”: Tier' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Remove Tier 2' }));
  expect([structure.onadd.mock.calls, structure.onremove.mock.calls]).toEqual([[['escalation.tiers', 'Tier']], [['escalation.tiers.2', 'Tier 2']]]);
  cleanup();
  show(TermsStation, terms);
  expect(screen.queryByRole('button', { name: /^Remove Tier/ })).toBeNull();
});

it('the library is filtered by every word', () => {
  expect(filterRows(sample.contracts, 'alvora draft').map((row) => row.name)).toEqual(['Customer care, voice']);
  expect(filterRows(sample.contracts, '  ')).toHaveLength(sample.contracts.length);
  expect(filterRows(sample.contracts, 'alvora approved')).toEqual([]);
});

it('a dropped file is handed over', async () => {
  const ondrop = vi.fn();
  const { container } = show(BaselineStation, { ...baseline, ondrop });
  const file = new File(['month,asa'], 'kpi.csv');
  await fireEvent.drop(container.querySelector('.drop-area')!, { dataTransfer: { types: ['Files'], files: [file] } });
  expect(ondrop).toHaveBeenCalledWith(file);
});

it('each refused row is listed by its number with the reason', () => {
  show(BaselineStation, { ...baseline, baseline: sample.baseline, report: sample.report });
  const row = screen.getByText(/December 2025 again/).closest('tr');
  expect(row?.textContent).toMatch(/15.*Refused:/);
});

it('a run can be cancelled and says how far it is', async () => {
  const oncancel = vi.fn();
  show(SimulateStation, { ...simulate, view: undefined, oncancel, state: { kind: 'running', done: 6200, total: 10000 } });
  expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('6,200 of 10,000 trials');
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(oncancel).toHaveBeenCalledOnce();
});

it('stale results stay and are tagged with what they are of', () => {
  const { container } = show(SimulateStation, { ...simulate, state: { kind: 'stale', of: 'revision 4', title: 'Terms changed.', changes: '' } });
  expect(container.textContent).toContain(sample.simulation.finding);
  expect(screen.getAllByText('revision 4')).toHaveLength(4);
});

it('one approves for the side one works as, and not while something blocks', async () => {
  const onapprove = vi.fn();
  const view = show(SignStation, { ...sign, onapprove });
  expect(screen.queryByRole('button', { name: /Approve as Account lead/ })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: /Approve as Procurement lead/ }));
  expect(onapprove.mock.calls[0]?.[0]).toMatchObject({ role: 'Procurement lead', side: 'client' });
  view.unmount();
  show(SignStation, { ...sign, view: { ...sample.signing, closed: 'Approving opens when 1 error is mended.' } });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /Approve as Procurement lead/ }).disabled).toBe(true);
});

it('a voided approval stays, struck through', () => {
  show(SignStation, sign);
  const row = screen.getByTestId('voided');
  expect(row.textContent).toContain('Voided');
  expect(row.querySelector('s.hash')?.textContent).toBe('e07a 12f4');
});

it('a term without history has no probability, not a low one', () => {
  show(ReviewStation, review);
  const row = screen.getByText('Average handle time').closest('tr');
  expect(row?.textContent).toContain('unknown');
  expect(row?.textContent).not.toContain('0\u202f%');
});
