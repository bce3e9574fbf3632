import type { Dot } from '../document/tree';

export interface PlacedDot {
  x: number;
  y: number;
  dot: Dot;
  /** The place in the order of value, from 0. */
  index: number;
}

/** Stacks equally likely dots in columns above an axis; the dots shrink until the highest column fits. */
export function stackDots(dots: readonly Dot[], x: (value: number) => number, left: number, right: number, bottom: number, height: number): { radius: number; placed: PlacedDot[] } {
  const sorted = dots.map((dot) => dot).sort((a, b) => a.value - b.value);
  for (let radius = 9; radius > 2; radius -= 0.5) {
    const placed = stack(sorted, x, left, right, bottom, radius);
    const top = Math.min(...placed.map((one) => one.y - radius));
    if (bottom - top <= height || radius === 2.5) return { radius, placed };
  }
  return { radius: 2.5, placed: [] };
}

function stack(sorted: readonly Dot[], x: (value: number) => number, left: number, right: number, bottom: number, radius: number): PlacedDot[] {
  const pitch = radius * 2 + 2;
  const columns = Math.max(1, Math.floor((right - left) / pitch));
  const width = (right - left) / columns;
  const counts = new Map<number, number>();
  return sorted.map((dot, index) => {
    const column = Math.max(0, Math.min(columns - 1, Math.floor((x(dot.value) - left) / width)));
    const below = counts.get(column) ?? 0;
    counts.set(column, below + 1);
    return { x: left + (column + 0.5) * width, y: bottom - radius - 2 - below * (radius * 2 + 1), dot, index };
  });
}
