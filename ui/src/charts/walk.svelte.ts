/**
 * Walking the marks of a chart with the arrow keys. The chart is one tab stop; the focused mark carries its own words,
 * so it is read aloud, and `shown` lets the eye read the same words below the caption.
 */
export class Walk {
  current = $state(0);
  shown = $state<number | null>(null);
  readonly #count: () => number;
  readonly #columns: () => number;

  /** `columns` is the number of marks in a row where they stand in rows. */
  constructor(count: () => number, columns: () => number = () => 1) {
    this.#count = count;
    this.#columns = columns;
  }

  tabindex(index: number): 0 | -1 {
    return index === Math.min(this.current, this.#count() - 1) ? 0 : -1;
  }

  enter(index: number): void {
    this.shown = index;
  }

  focus(index: number): void {
    this.current = index;
    this.shown = index;
  }

  leave(): void {
    this.shown = null;
  }

  readonly keydown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = this.#next(event.key);
    if (next === null) return;
    event.preventDefault();
    const mark = (event.currentTarget as Element).querySelector<HTMLElement | SVGElement>(`[data-mark="${next}"]`);
    mark?.focus();
  };

  #next(key: string): number | null {
    const last = this.#count() - 1;
    const columns = this.#columns();
    const at = Math.min(this.current, last);
    const within = (index: number) => (index < 0 || index > last ? at : index);
    switch (key) {
      case 'ArrowRight': return within(at + 1);
      case 'ArrowLeft': return within(at - 1);
      case 'ArrowDown': return within(at + columns);
      case 'ArrowUp': return within(at - columns);
      case 'Home': return columns > 1 ? at - (at % columns) : 0;
      case 'End': return columns > 1 ? Math.min(last, at - (at % columns) + columns - 1) : last;
      default: return null;
    }
  }
}
