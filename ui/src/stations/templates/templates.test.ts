import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import type { Library } from '../../host/types/Library';
import type { TemplateForm } from '../../host/types/TemplateForm';
import { expectAccessible } from '../../testing/axe';
import { field } from '../../testing/contract';
import { Toasts } from '../../ui/toasts.svelte';
import TemplateDialog from './TemplateDialog.svelte';
import TemplateList from './TemplateList.svelte';
import { TemplatesController } from './templates.svelte';
import type { OwnTemplate, TemplateDraft } from './templates';

const library = { contracts: [], templates: [] } as Library;
const form: TemplateForm = {
  title: 'Voice', purpose: '', limits: [], left_out: ['the parties'], renewable: [],
  terms: [field('term.months', 'parties', '24', { full_label: 'Length' }), field('service_levels.fcr.target', 'service_levels', '72.0\u202f%', { full_label: 'First contact resolution, target' })],
};
const draft: TemplateDraft = {
  of: { contract: 'c1' }, title: 'Voice', purpose: '', leftOut: ['the parties'], rows: [], renewable: [],
  terms: form.terms.map((term) => ({ value: term.path, label: term.full_label, now: term.text })),
};
const own: OwnTemplate = { id: 'our-voice', name: 'Our voice', about: 'For every site', limits: '1 limit', limitLines: ['Cap: at most 15\u202f%'], version: 1, date: '2027-05-01' };

it('a template is saved with the limits that somebody typed, and its toast takes it back', async () => {
  const toasts = new Toasts();
  const onlibrary = vi.fn();
  const host = fakeHost<Commands>({ template_form: () => form, save_template: () => ({ id: 'voice-1a2b', title: 'Our voice', library }), remove_template: () => library });
  const templates = new TemplatesController(host, toasts, onlibrary);
  await templates.make('c1');
  expect(templates.draft).toMatchObject({ of: { contract: 'c1' }, leftOut: ['the parties'] });
  await templates.keep({ title: 'Our voice', purpose: '', rows: [{ path: 'term.months', least: ' 12 ', most: '' }, { path: 'currency', least: '', most: ' ' }] });
  expect(host.calls.at(-1)).toMatchObject({ command: 'save_template', args: { id: 'c1', request: { title: 'Our voice', limits: [{ path: 'term.months', least: '12', most: '' }] } } });
  expect([templates.draft, onlibrary.mock.calls.length, toasts.list[0]?.text]).toEqual([null, 1, 'Saved the template “Our voice”.']);
  toasts.act(toasts.list[0]!);
  await vi.waitFor(() => expect(host.calls.at(-1)).toMatchObject({ command: 'remove_template', args: { template: 'voice-1a2b' } }));
});

it('an agreement becomes the next version of a template, with what changed, and its toast takes that back', async () => {
  const toasts = new Toasts();
  const renewable = [{ id: 'our-voice', title: 'Our voice', purpose: 'For every site', next_version: 2, limits: [{ path: 'term.months', least: '12', most: '36' }] }];
  const kept = { id: 'our-voice', title: 'Our voice', library: { ...library, templates: [{ id: 'our-voice', version: 2 } as Library['templates'][number]] } };
  const host = fakeHost<Commands>({ template_form: () => ({ ...form, renewable }), save_template: () => kept, revert_template: () => library });
  const templates = new TemplatesController(host, toasts, () => {});
  await templates.make('c1');
  const { baseElement } = render(TemplateDialog, { draft: templates.draft!, problems: new Map(), busy: false, onkeep: (typed) => void templates.keep(typed), onclose: () => {} });
  await fireEvent.change(screen.getByLabelText('Save as'), { target: { value: 'our-voice' } });
  expect([screen.getByLabelText<HTMLInputElement>('What it is called').value, screen.getByLabelText<HTMLInputElement>('Length, from').value]).toEqual(['Our voice', '12']);
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save version 2' });
  expect(save.disabled).toBe(true);
  await fireEvent.input(screen.getByLabelText('What changed, for its changelog'), { target: { value: 'FCR up' } });
  await expectAccessible(baseElement);
  await fireEvent.click(save);
  await vi.waitFor(() => expect(toasts.list[0]?.text).toBe('Saved version 2 of the template “Our voice”.'));
  expect(host.calls.at(-1)).toMatchObject({ command: 'save_template', args: { request: { renews: 'our-voice', change: 'FCR up', limits: [{ path: 'term.months', least: '12', most: '36' }] } } });
  toasts.act(toasts.list[0]!);
  await vi.waitFor(() => expect(host.calls.at(-1)).toMatchObject({ command: 'revert_template', args: { template: 'our-voice' } }));
});

it('what cannot be kept is told at its row, and the dialog stays', async () => {
  const host = fakeHost<Commands>({
    own_template_form: () => ({ ...form, limits: [{ path: 'term.months', least: '12', most: '36' }] }),
    limit_template: () => { throw { code: 'input', message: 'no', details: [{ place: 'term.months', message: 'The range begins at 40 and ends at 36' }] }; },
  });
  const templates = new TemplatesController(host, new Toasts(), () => {});
  await templates.limit('our-voice');
  await templates.keep({ title: 'Voice', purpose: '', rows: [{ path: 'term.months', least: '40', most: '36' }] });
  expect(templates.draft).not.toBeNull();
  expect(templates.problems.get('term.months')).toBe('The range begins at 40 and ends at 36');
});

it('deleting a template can be undone, and limits go back to what they were', async () => {
  const toasts = new Toasts();
  const host = fakeHost<Commands>({
    remove_template: () => library, restore_template: () => library, limit_template: () => library,
    own_template_form: () => ({ ...form, limits: [{ path: 'term.months', least: '12', most: '36' }] }),
  });
  const templates = new TemplatesController(host, toasts, () => {});
  await templates.remove(own);
  toasts.act(toasts.list[0]!);
  await vi.waitFor(() => expect(host.calls.at(-1)).toMatchObject({ command: 'restore_template', args: { template: 'our-voice' } }));
  await templates.limit('our-voice');
  await templates.keep({ title: 'Voice', purpose: '', rows: [] });
  toasts.act(toasts.list.at(-1)!);
  await vi.waitFor(() => expect(host.calls.at(-1)).toMatchObject({ command: 'limit_template', args: { limits: [{ path: 'term.months', least: '12', most: '36' }] } }));
});

it('the dialog says what is left out, limits a term, and shows a problem at its row', async () => {
  const onkeep = vi.fn();
  const problems = new Map([['service_levels.fcr.target', '“soft” is not a percentage']]);
  const { baseElement } = render(TemplateDialog, { draft, problems, busy: false, onkeep, onclose: () => {} });
  expect(screen.getByText(/the parties/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Limit this term' }));
  const from = screen.getByLabelText('First contact resolution, target, from');
  expect(from.getAttribute('aria-invalid')).toBe('true');
  await fireEvent.input(from, { target: { value: '70 %' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Save the template' }));
  expect(onkeep).toHaveBeenCalledWith({ title: 'Voice', purpose: '', rows: [{ path: 'service_levels.fcr.target', least: '70 %', most: '' }] });
  await expectAccessible(baseElement);
});

it('the list of one’s own templates says their limits and what can be done with them', async () => {
  const onexport = vi.fn();
  const { container } = render(TemplateList, { templates: [own], onnew: () => {}, onlimit: () => {}, onexport, onremove: () => {}, onimport: () => {} });
  expect(screen.getByText(/^Cap: at most/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'More about the template Our voice' }));
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Export without limits' }));
  expect(onexport).toHaveBeenCalledWith(own, false);
  await expectAccessible(container);
});
