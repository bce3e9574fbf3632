const KEY = 'zoom';

/** How large the page is shown. Kept in this window's own storage: it is of the person's eyes, not of a contract. */
export class Zoom {
  factor = $state(1);
  readonly #show: (factor: number) => Promise<unknown>;

  constructor(show: (factor: number) => Promise<unknown>) {
    this.#show = show;
    const kept = Number(localStorage.getItem(KEY));
    if (kept > 0 && kept !== 1) void this.set(kept);
  }

  async set(factor: number): Promise<void> {
    try {
      await this.#show(factor);
    } catch {
      // A factor that is not taken leaves the page as it is.
      return;
    }
    this.factor = factor;
    localStorage.setItem(KEY, String(factor));
  }
}
