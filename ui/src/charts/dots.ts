import type { Dot } from '../document/tree';

export interface PlacedDot {
  x: number;
  y: number;
  dot: Dot;
  /** The place in the order of value, from 0. */
  index: number;
}

const RADIUS_MAX = 9;
/** Below this the dots can no longer be counted; then full columns spill into the next one instead. */
const RADIUS_MIN = 4;

/** Stacks equally likely dots in columns above an axis; the dots shrink until the highest column fits. */
export function stackDots(dots: readonly Dot[], x: (value: number) => number, left: number, right: number, bottom: number, height: number): { radius: number; placed: PlacedDot[] } {
  const sorted = [...dots].sort((a, b) => a.value - b.value);
  const rows = (radius: number) => Math.max(1, Math.floor((height - 2) / (radius * 2 + 1)));
  for (let radius = RADIUS_MAX; radius > RADIUS_MIN; radius -= 0.5) {
    const { placed, highest } = stack(sorted, x, left, right, bottom, radius, Infinity);
    if (highest <= rows(radius)) return { radius, placed };
  }
  return { radius: RADIUS_MIN, placed: stack(sorted, x, left, right, bottom, RADIUS_MIN, rows(RADIUS_MIN)).placed };
}

function stack(sorted: readonly Dot[], x: (value: number) => number, left: number, right: number, bottom: number, radius: number, rows: number): { placed: PlacedDot[]; highest: number } {
  const columns = Math.max(1, Math.floor((right - left) / (radius * 2 + 2)));
  const width = (right - left) / columns;
  const counts = new Array<number>(columns).fill(0);
  let highest = 0;
  const placed = sorted.map((dot, index) => {
    let column = Math.max(0, Math.min(columns - 1, Math.floor((x(dot.value) - left) / width)));
    while ((counts[column] ?? 0) >= rows && column < columns - 1) column += 1;
    const below = counts[column] ?? 0;
    counts[column] = below + 1;
    highest = Math.max(highest, below + 1);
    return { x: left + (column + 0.5) * width, y: bottom - radius - 2 - below * (radius * 2 + 1), dot, index };
  });
  return { placed, highest };
}
