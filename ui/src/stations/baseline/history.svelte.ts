import { errorWords, type ErrorWords } from '../../host/errors';
import type { BaselineView as ContractBaseline } from '../../host/types/BaselineView';
import type { Mapping } from '../../host/types/Mapping';
import type { ContractController, Outcome } from '../contract.svelte';
import { keptFor } from '../kept.svelte';
import type { BaselineView, Correction, ImportReport, WaitingFile } from './baseline';
import { baselineView, corrected, importReport, measuresOf, waitingFile } from './import';

/** What the station needs of the contract. */
export type HistoryContract = Pick<ContractController, 'id' | 'view' | 'send' | 'toasts' | 'undo'>;

/** The history beside one contract: brought in, corrected, shared, taken away. */
export class HistoryController {
  /** Files that are being read. */
  #reading = $state(0);
  /** Why the last file or correction was not taken; nothing was changed then. */
  failure = $state.raw<ErrorWords | null>(null);
  /** Goes up when a choice was not taken, so that the form shows again what holds. */
  refusals = $state(0);

  readonly #contract: HistoryContract;

  constructor(contract: HistoryContract) {
    this.#contract = contract;
  }

  readonly reading: boolean = $derived(this.#reading > 0);
  readonly baseline: BaselineView | undefined = $derived.by(() => {
    const { baseline, levels } = this.#contract.view;
    return baseline ? baselineView(baseline, levels) : undefined;
  });
  readonly report: ImportReport | undefined = $derived.by(() => {
    const found = this.#contract.view.baseline?.import;
    return found ? importReport(found, measuresOf(this.#contract.view)) : undefined;
  });

  /** A file that is not taken before more is said about it. */
  readonly waiting: WaitingFile | undefined = $derived.by(() => {
    const found = this.#contract.view.waiting_table;
    return found ? waitingFile(found, measuresOf(this.#contract.view)) : undefined;
  });

  /** Lets a file be chosen. While that dialog is open nothing is said: nothing is read yet. */
  async choose(): Promise<void> {
    let chosen = 0;
    const onprogress = () => {
      this.#reading += 1 - chosen;
      chosen = 1;
    };
    this.#told(await this.#contract.send('import_history', {}, { label: 'Import history', quiet: true, onprogress }));
    this.#reading -= chosen;
  }

  /** A file that is dropped may have missed its place: where it replaced a baseline, that is said, with its undo. */
  async drop(file: File): Promise<void> {
    this.#reading += 1;
    try {
      const bytes = Array.from(new Uint8Array(await file.arrayBuffer()));
      const before = this.#contract.view.baseline;
      const outcome = await this.#contract.send('import_dropped_history', { name: file.name, bytes }, { label: `Import ${file.name}`, quiet: true });
      this.#told(outcome);
      if (outcome.done && before) this.#replaced(before, file.name);
    } catch {
      // A folder, or a file that went away: the page cannot read it.
      this.failure = errorWords({ code: 'io', message: `“${file.name}” cannot be read` });
    } finally {
      this.#reading -= 1;
    }
  }

  async map(correction: Correction): Promise<void> {
    const { waiting_table: waiting, baseline } = this.#contract.view;
    const mapping = waiting?.preview.mapping ?? baseline?.import?.mapping;
    if (!mapping) return;
    const units = new Map(measuresOf(this.#contract.view).map((one) => [one.id, one.unit]));
    await this.answer(corrected(mapping, correction, units));
  }

  /** Reads the file that waits, or else the one at hand, with this mapping. */
  async answer(mapping: Mapping): Promise<void> {
    this.#reading += 1;
    this.#told(await this.#contract.send('remap_history', { mapping }, { label: 'Correct the columns', quiet: true }));
    this.#reading -= 1;
  }

  /** Puts the file that waits aside; what is at hand stays. */
  async setAside(): Promise<void> {
    if (!this.#contract.view.waiting_table) return;
    this.#told(await this.#contract.send('remove_baseline', {}, { label: 'Put the file aside', quiet: true }));
  }

  async share(share: boolean): Promise<void> {
    this.#told(await this.#contract.send('share_baseline', { share }, { label: share ? 'Share the baseline' : 'Keep the baseline', quiet: true }));
  }

  async remove(): Promise<void> {
    const name = this.#contract.view.baseline?.source_name ?? '';
    const outcome = await this.#contract.send('remove_baseline', {}, { label: 'Remove the baseline', quiet: true });
    this.#told(outcome);
    if (!outcome.done) return;
    const { undo } = this.#contract.view;
    const back = () => {
      // Once another step was made, or this one was undone elsewhere, the last step is not this one.
      if (!this.#contract.view.baseline && this.#contract.view.undo === undo) void this.#contract.undo();
    };
    this.#contract.toasts.done(`Baseline ${name} removed.`, back, 'step');
  }

  #replaced(before: ContractBaseline, name: string): void {
    const { baseline: now, undo, waiting_table: waits } = this.#contract.view;
    if (waits || !now || now.hash === before.hash) return;
    const back = () => {
      const { view } = this.#contract;
      if (view.baseline?.hash === now.hash && view.undo === undo) void this.#contract.undo();
    };
    this.#contract.toasts.done(`“${name}” (${counted(now)}) replaced the baseline “${before.source_name}” (${counted(before)}).`, back, 'step');
  }

  /** A closed dialog says nothing and leaves what was said before. */
  #told(outcome: Outcome): void {
    if (outcome.done) this.failure = null;
    else if (outcome.words) {
      this.failure = outcome.words;
      this.refusals += 1;
    }
  }
}

const counted = ({ months }: ContractBaseline): string => `${months} ${months === 1 ? 'month' : 'months'}`;

/** By contract: a file that is being read is still that on another station. */
export const historyOf = keptFor((contract: HistoryContract) => new HistoryController(contract));
