import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Tick } from '../document/tree';
import { decimal } from '../format/numbers';

/** A value axis over `values` with some room, and 3 to 5 ticks at 1, 2 or 5 times a power of ten. */
export function valueTicks(values: readonly (number | null | undefined)[], decimals: number, count = 4, floor = -Infinity, ceiling = Infinity): Tick[] {
  const known = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (known.length === 0) return [];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  const scale = scaleLinear().domain([Math.max(floor, low - room), Math.min(ceiling, high + room)]);
  const ticks = scale.ticks(count);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const places = Math.max(0, Math.min(decimals, -Math.floor(Math.log10(step) + 1e-9)));
  return ticks.map((value) => ({ value, label: decimal(value, places) }));
}

/** The vertical scale of a drawing: reaches over ticks and values. */
export function verticalScale(ticks: readonly Tick[], values: readonly (number | null | undefined)[], top: number, bottom: number): ScaleLinear<number, number> {
  const all = [...ticks.map((tick) => tick.value), ...values.filter((value): value is number => typeof value === 'number')];
  const low = all.length > 0 ? Math.min(...all) : 0;
  const high = all.length > 0 ? Math.max(...all) : 1;
  return scaleLinear().domain(low === high ? [low - 1, high + 1] : [low, high]).range([bottom, top]);
}

/** Moves labels apart so that each has `gap` to the one above, keeping their order and staying at or below `bottom`. */
export function spread(positions: readonly number[], gap: number, bottom = Infinity): number[] {
  const order = positions.map((position, index) => ({ position, index })).sort((a, b) => a.position - b.position);
  order.forEach((label, i) => {
    const above = order[i - 1];
    if (above) label.position = Math.max(label.position, above.position + gap);
  });
  for (let i = order.length - 1, limit = bottom; i >= 0; i -= 1, limit -= gap) {
    const label = order[i];
    if (label) label.position = Math.min(label.position, limit);
  }
  const out = [...positions];
  for (const label of order) out[label.index] = label.position;
  return out;
}

/** Every `n`-th index of a row of names so that they do not touch, beginning with the first. */
export function every(count: number, space: number, width: number): number {
  return Math.max(1, Math.ceil((count * width) / Math.max(1, space)));
}

/** A rough width of text at chart size: enough to leave room for it. */
export function textWidth(text: string, size = 11): number {
  return text.length * size * 0.54;
}
