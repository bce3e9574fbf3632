import { SvelteMap } from 'svelte/reactivity';

/** A field with typed text that was not handed on yet. */
export interface OpenField {
  readonly path: string;
  /** What is typed in it now. */
  readonly text: () => string;
  /** Hands it on. */
  readonly commit: () => void;
}

/** Every field whose typed text was not handed on yet, so that the window never says "Saved" beside a text that is not. */
class Drafts {
  #fields = new SvelteMap<symbol, OpenField>();

  get any(): boolean {
    return this.#fields.size > 0;
  }

  /** What is typed, by path. */
  get typed(): { path: string; text: string }[] {
    return [...this.#fields.values()].map((field) => ({ path: field.path, text: field.text() }));
  }

  /** A field holds a draft until the returned function is called. */
  hold(field: OpenField): () => void {
    const key = Symbol();
    this.#fields.set(key, field);
    return () => this.#fields.delete(key);
  }

  /** Hands on every draft at once: the window may be about to go. */
  commit(): void {
    for (const field of [...this.#fields.values()]) field.commit();
  }
}

export const drafts = new Drafts();
