/** Shared by tests only. */
import axe from 'axe-core';
import { expect } from 'vitest';

/** Fails with what axe finds in `node`. Colours and sizes need a real window and are looked at there. */
export async function expectAccessible(node: Element): Promise<void> {
  const found = await axe.run(node, { preload: false, resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } } });
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((where) => where.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}
