import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { expectAccessible } from '../testing/axe';
import Field from './Field.svelte';
import type { FieldView } from './field';

afterEach(cleanup);

const field: FieldView = { path: 'service_levels.fcr.target', label: 'Target', value: '72.0', kind: 'number', unit: '%' };
const input = () => screen.getByLabelText<HTMLInputElement>('Target');

it('hands on what was typed when the field is left, once', async () => {
  const onedit = vi.fn();
  render(Field, { field, onedit });
  await fireEvent.input(input(), { target: { value: '71.5' } });
  expect(onedit).not.toHaveBeenCalled();
  await fireEvent.blur(input());
  expect(onedit.mock.calls).toEqual([['service_levels.fcr.target', '71.5']]);
});

it('hands on with Enter and leaves what was not changed alone', async () => {
  const onedit = vi.fn();
  render(Field, { field, onedit });
  await fireEvent.blur(input());
  await fireEvent.keyDown(input(), { key: 'Enter' });
  expect(onedit).not.toHaveBeenCalled();
  await fireEvent.input(input(), { target: { value: '70' } });
  await fireEvent.keyDown(input(), { key: 'Enter' });
  expect(onedit).toHaveBeenCalledOnce();
});

it('Escape takes back what was typed', async () => {
  const onedit = vi.fn();
  render(Field, { field, onedit });
  await fireEvent.input(input(), { target: { value: '7' } });
  await fireEvent.keyDown(input(), { key: 'Escape' });
  await waitFor(() => expect(input().value).toBe('72.0'));
  await fireEvent.blur(input());
  expect(onedit).not.toHaveBeenCalled();
});

it('keeps refused text and says why', async () => {
  render(Field, { field, onedit: async () => 'Above 100 %.' });
  await fireEvent.input(input(), { target: { value: '105' } });
  await fireEvent.blur(input());
  expect(await screen.findByText('Above 100 %.')).toBeTruthy();
  expect(input().value).toBe('105');
  expect(input().getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(input().getAttribute('aria-describedby') ?? '')?.textContent).toContain('Above 100');
});

it('the text of a later value replaces what was typed and taken', async () => {
  const view = render(Field, { field, onedit: async () => {} });
  await fireEvent.input(input(), { target: { value: '71' } });
  await fireEvent.blur(input());
  await view.rerender({ field: { ...field, value: '71.0' } });
  await waitFor(() => expect(input().value).toBe('71.0'));
});

it('a locked field is read-only and says with whom it is', async () => {
  const { container } = render(Field, { field: { ...field, locked: 'with Alvora since 19 Nov' } });
  expect(input().readOnly).toBe(true);
  expect(screen.getByText('with Alvora since 19 Nov')).toBeTruthy();
  await expectAccessible(container);
});

it('a sentence that needs several lines is handed on with Enter, a text of several lines is not', async () => {
  const onedit = vi.fn();
  const view = render(Field, { field: { ...field, kind: 'area', sentence: true }, onedit });
  await fireEvent.input(input(), { target: { value: 'Nobody answers' } });
  await fireEvent.keyDown(input(), { key: 'Enter' });
  expect(onedit.mock.calls).toEqual([['service_levels.fcr.target', 'Nobody answers']]);
  await view.rerender({ field: { ...field, kind: 'area', value: 'Nobody answers' }, onedit });
  await fireEvent.input(input(), { target: { value: 'Two' } });
  await fireEvent.keyDown(input(), { key: 'Enter' });
  expect(onedit).toHaveBeenCalledOnce();
});
