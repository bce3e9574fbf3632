import type { Commands } from '../host/commands';
import type { Host } from '../host/host';
import type { Change } from '../host/types/Change';

/** What may be lost of a word when the program is ended in the middle of it. */
const LOST_MOST_MS = 400;

/**
 * Keeps what is typed in fields that were not left, so that it is there again however the program ends. No step and no
 * term: those are made when the field is left. What cannot be kept is not told, since the same text is told when it cannot
 * be saved.
 */
export class DraftKeeper {
  #host: Host<Commands>;
  #wanted: { id: string; typed: readonly Change[] } | null = null;
  #kept: { id: string; text: string } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host<Commands>) {
    this.#host = host;
  }

  /** This is what is typed now in the contract that is shown. */
  keep(id: string, typed: readonly Change[]): void {
    // Fields of the contract before were handed on when it was left.
    if (this.#kept && this.#kept.id !== id) this.#wanted = { id: this.#kept.id, typed: [] };
    if (this.#wanted && this.#wanted.id !== id) void this.flush();
    this.#wanted = { id, typed };
    this.#timer ??= setTimeout(() => void this.flush(), LOST_MOST_MS);
  }

  /** Keeps it now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const wanted = this.#wanted;
    this.#wanted = null;
    if (!wanted) return;
    const text = JSON.stringify(wanted.typed);
    const known = this.#kept?.id === wanted.id ? this.#kept.text : '[]';
    if (known === text) return;
    this.#kept = text === '[]' ? null : { id: wanted.id, text };
    await this.#host.invoke('keep_drafts', { id: wanted.id, typed: [...wanted.typed] }).catch(() => {});
  }
}
