import { getContext, setContext } from 'svelte';

const KEY = Symbol('field link');

/**
 * Which term has the focus, and on which side of the window. The form and the text both look at it: the other side
 * marks the term and scrolls to it. Marking never moves the focus; activating a term in the text does.
 */
export class FieldLink {
  path = $state<string | null>(null);
  from = $state<'form' | 'text' | null>(null);
  /** Activated last: a form that was put aside comes back for it. */
  activated = $state.raw<{ readonly path: string } | null>(null);
  #fields = new Map<string, () => void>();
  /** A field that is to get the focus as soon as it is there: its service level unfolds first. */
  #awaited: string | null = null;

  focusInForm(path: string): void {
    this.path = path;
    this.from = 'form';
  }

  focusInText(path: string): void {
    this.path = path;
    this.from = 'text';
  }

  /** A field of the form says how to focus it; returns what forgets it again. */
  register(path: string, focus: () => void): () => void {
    this.#fields.set(path, focus);
    if (this.#awaited === path) {
      this.#awaited = null;
      focus();
    }
    return () => {
      if (this.#fields.get(path) === focus) this.#fields.delete(path);
    };
  }

  /** Moves the focus into the form: now, or as soon as the field is there. */
  activate(path: string): void {
    this.focusInText(path);
    this.activated = { path };
    this.focusField(path);
  }

  focusField(path: string): void {
    const focus = this.#fields.get(path);
    this.#awaited = focus ? null : path;
    focus?.();
  }
}

export function provideFieldLink(link = new FieldLink()): FieldLink {
  setContext(KEY, link);
  return link;
}

export function fieldLink(): FieldLink | undefined {
  return getContext<FieldLink | undefined>(KEY);
}
