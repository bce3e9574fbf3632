import { errorWords } from '../../host/errors';
import { told, type ContractController } from '../contract.svelte';
import type { RunState } from './review';

const TRIALS = 10_000;

/** A simulation of the terms as they stand, asked for while reviewing them. */
export class ReviewRun {
  state = $state.raw<RunState>({ running: false, done: 0, total: TRIALS });
  readonly #contract: ContractController;
  readonly #job: string;

  constructor(contract: ContractController) {
    this.#contract = contract;
    this.#job = `review ${contract.id}`;
  }

  async start(): Promise<void> {
    if (this.state.running) return;
    this.state = { running: true, done: 0, total: TRIALS };
    const { host, toasts, id } = this.#contract;
    try {
      await this.#contract.settled();
      const request = { trials: TRIALS, seed: null, months: null, what_if: [], learning: null };
      await host.run('simulate', { id, request, job: this.#job }, (progress) => (this.state = { running: true, done: progress.done, total: progress.total }));
      toasts.succeeded('simulate');
      await this.#contract.loadOutlook();
    } catch (thrown) {
      const words = errorWords(thrown);
      if (words) toasts.failed(told(words), 'simulate');
    }
    this.state = { running: false, done: 0, total: TRIALS };
  }

  async cancel(): Promise<void> {
    await this.#contract.host.invoke('cancel', { job: this.#job });
  }
}
