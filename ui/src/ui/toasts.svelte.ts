export interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'failed';
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

  done(text: string, undo?: () => void): void {
    this.#add({ text, tone: 'done', action: undo && { label: 'Undo', run: undo } });
  }

  failed(text: string, action?: Toast['action']): void {
    this.#add({ text, tone: 'failed', action });
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

  #add(toast: Omit<Toast, 'id'>): void {
    const id = this.#next++;
    this.list = [...this.list.slice(-2), { id, ...toast }];
    this.release(id);
  }
}
