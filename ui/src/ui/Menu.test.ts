import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import Menu from './Menu.svelte';

afterEach(cleanup);

const run = vi.fn();
const items = [{ label: 'Open', run: () => {} }, { label: 'Remove', run }];

async function opened() {
  render(Menu, { label: 'More', items });
  const trigger = screen.getByRole('button', { name: 'More' });
  trigger.focus();
  await fireEvent.click(trigger);
  await screen.findByRole('menu');
  return trigger;
}
/** Long enough for anything that tidies up late. */
const later = () => new Promise((resolve) => setTimeout(resolve, 60));

it('closing a menu with Escape gives the focus and the mouse back', async () => {
  const trigger = await opened();
  expect(document.activeElement?.textContent?.trim()).toBe('Open');
  await fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
  await later();
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(trigger);
  expect([document.body.style.pointerEvents, document.body.style.overflow]).toEqual(['', '']);
});

it('a press beside an open menu closes it and locks nothing', async () => {
  await opened();
  expect(document.body.style.pointerEvents).toBe('');
  await fireEvent.pointerDown(document.body);
  await later();
  expect(screen.queryByRole('menu')).toBeNull();
  expect([document.body.style.pointerEvents, document.body.style.overflow]).toEqual(['', '']);
});

it('arrow keys walk round a menu and Enter chooses', async () => {
  await opened();
  await fireEvent.keyDown(document.activeElement!, { key: 'ArrowUp' });
  expect(document.activeElement?.textContent?.trim()).toBe('Remove');
  await fireEvent.keyDown(document.activeElement!, { key: 'Enter' });
  expect(run).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('menu')).toBeNull();
});
