import { SvelteMap } from 'svelte/reactivity';

/** Every field whose typed text was not handed on yet, so that the window never says "Saved" beside a text that is not. */
class Drafts {
  #fields = new SvelteMap<symbol, () => void>();

  get any(): boolean {
    return this.#fields.size > 0;
  }

  /** A field holds a draft until the returned function is called. */
  hold(commit: () => void): () => void {
    const key = Symbol();
    this.#fields.set(key, commit);
    return () => this.#fields.delete(key);
  }

  /** Hands on every draft at once: the window may be about to go. */
  commit(): void {
    for (const commit of [...this.#fields.values()]) commit();
  }
}

export const drafts = new Drafts();
