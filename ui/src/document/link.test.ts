import { cleanup, fireEvent, render, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import TermsStation from '../stations/terms/TermsStation.svelte';
import { clauses, findings, tree } from '../gallery/samples';
import Harness from '../testing/Harness.svelte';
import { FieldLink } from './link.svelte';

afterEach(cleanup);

const PATH = 'service_levels.fcr.target';

function open() {
  const link = new FieldLink();
  const view = render(Harness, {
    link,
    station: TermsStation,
    given: { lead: '', clauses, findings, tree, clause: 'parties', onedit: vi.fn(), onmend: vi.fn(), onexport: vi.fn() },
  });
  const inText = () => [...view.container.querySelectorAll<HTMLElement>(`[data-field="${PATH}"]`)];
  const inForm = () => view.container.querySelector<HTMLInputElement>(`[data-form-field="${PATH}"] input`);
  return { link, view, inText, inForm };
}

it('a field that gets the focus marks its places in the text and leaves the focus where it is', async () => {
  const { view, link } = open();
  const field = view.container.querySelector<HTMLInputElement>('[data-form-field="parties.client.name"] input');
  field?.focus();
  await waitFor(() => expect(link.path).toBe('parties.client.name'));
  const marked = [...view.container.querySelectorAll('.term.on')].map((term) => term.textContent);
  expect(marked).toContain('Northmere Energy');
  expect(document.activeElement).toBe(field);
});

it('a term in the text unfolds its service level and marks the field without taking the focus away', async () => {
  const { inText, inForm, view } = open();
  expect(inForm()).toBeNull();
  const term = inText()[0];
  term?.focus();
  await waitFor(() => expect(inForm()).not.toBeNull());
  expect(view.container.querySelector(`[data-form-field="${PATH}"]`)?.classList.contains('marked')).toBe(true);
  expect(document.activeElement).toBe(term);
});

it('Enter on a term goes to its field', async () => {
  const { inText, inForm } = open();
  const term = inText()[0]!;
  term.focus();
  await waitFor(() => expect(inForm()).not.toBeNull());
  await fireEvent.keyDown(term, { key: 'Enter' });
  await waitFor(() => expect(document.activeElement).toBe(inForm()));
});

it('a click on a term of a closed level goes to its field as well', async () => {
  const { inText, inForm } = open();
  expect(inForm()).toBeNull();
  await fireEvent.click(inText()[0]!);
  await waitFor(() => expect(document.activeElement).toBe(inForm()));
});

it('the text is one tab stop, and the arrow keys go from term to term', async () => {
  const { view } = open();
  const terms = [...view.container.querySelectorAll<HTMLElement>('[data-field]')];
  await waitFor(() => expect(terms.filter((term) => term.tabIndex === 0)).toHaveLength(1));
  terms[0]?.focus();
  await fireEvent.keyDown(terms[0]!, { key: 'ArrowRight' });
  expect(document.activeElement).toBe(terms[1]);
});

it('the finding of a field opens while the field has the focus', async () => {
  const { link, view } = open();
  link.focusInText(PATH);
  const finding = () => view.container.querySelector('[data-finding="C6/fcr"] button');
  await waitFor(() => expect(finding()?.getAttribute('aria-expanded')).toBe('true'));
  link.focusInForm('service_levels.fcr.weight_percent');
  await waitFor(() => expect(finding()?.getAttribute('aria-expanded')).toBe('false'));
});
