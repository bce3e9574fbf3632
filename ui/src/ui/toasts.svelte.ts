export interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'failed';
  /** What kind of action it is of: a failure leaves when the same kind succeeds, a `step` when another step follows. */
  kind?: string;
  action?: { label: string; run: () => void };
}

/** What was done, with its undo; or what failed in the background. Errors stay until they are closed. */
export class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #stay_ms: number;

  constructor(stay_ms = 8000) {
    this.#stay_ms = stay_ms;
  }

  done(text: string, undo?: () => void, kind?: string): void {
    this.#add({ text, tone: 'done', kind, action: undo && { label: 'Undo', run: undo } });
  }

  failed(text: string, kind?: string): void {
    this.#add({ text, tone: 'failed', kind });
  }

  /** The same kind of action succeeded: what was told of its failure is past. */
  succeeded(kind: string): void {
    this.#leave((toast) => toast.tone === 'failed' && toast.kind === kind);
  }

  /** Another station is shown: failures of the last one have no place there. */
  moved(): void {
    this.#leave((toast) => toast.tone === 'failed');
  }

  /** Another step was made: undoing the one before from its toast is no longer possible. */
  stepped(): void {
    this.#leave((toast) => toast.tone === 'done' && toast.kind === 'step');
  }

  close(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  act(toast: Toast): void {
    this.close(toast.id);
    toast.action?.run();
  }

  /** While pointer or focus is on it, a toast stays. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  release(id: number): void {
    const toast = this.list.find((one) => one.id === id);
    if (!toast || toast.tone === 'failed') return;
    this.hold(id);
    this.#timers.set(id, setTimeout(() => this.close(id), this.#stay_ms));
  }

  #leave(gone: (toast: Toast) => boolean): void {
    for (const toast of this.list.filter(gone)) this.close(toast.id);
  }

  #add(toast: Omit<Toast, 'id'>): void {
    const id = this.#next++;
    this.list = [...this.list.slice(-2), { id, ...toast }];
    this.release(id);
  }
}
