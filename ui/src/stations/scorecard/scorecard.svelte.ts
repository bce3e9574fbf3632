import { errorWords, type ErrorWords } from '../../host/errors';
import type { ActualsImported } from '../../host/types/ActualsImported';
import type { AmountsTyped } from '../../host/types/AmountsTyped';
import type { Decision } from '../../host/types/Decision';
import type { DifferenceView } from '../../host/types/DifferenceView';
import type { MarkRequest } from '../../host/types/MarkRequest';
import type { PlanRequest } from '../../host/types/PlanRequest';
import type { ScorecardView } from '../../host/types/ScorecardView';
import type { StatementFormat } from '../../host/types/StatementFormat';
import type { TypedActual } from '../../host/types/TypedActual';
import { fileSize } from '../../format/numbers';
import { told, type ContractController } from '../contract.svelte';
import { keptFor } from '../kept.svelte';

/** What the station needs of the contract. */
export type ScoredContract = Pick<ContractController, 'id' | 'host' | 'toasts' | 'refresh'>;

/** Why a form was refused: every single problem on a line of its own, otherwise what happened. */
export function refusal(words: ErrorWords): string {
  return words.problems.length > 0 ? [...new Set(words.problems)].join('\n') : told(words);
}

/** The scorecard of actuals of one contract: brought in, marked, posted, corrected. */
export class ScorecardController {
  view = $state.raw<ScorecardView | null>(null);
  /** Why the scorecard cannot be shown, or the last file was not taken. */
  failure = $state.raw<ErrorWords | null>(null);
  /** What the last import did. */
  imported = $state.raw<ActualsImported | null>(null);
  /** Whether posting the month that is shown is asked for and not confirmed yet. */
  asking = $state(false);
  #running = $state(0);
  readonly busy: boolean = $derived(this.#running > 0);

  readonly #contract: ScoredContract;

  constructor(contract: ScoredContract) {
    this.#contract = contract;
  }

  async load(month?: string): Promise<void> {
    if (month !== undefined) this.imported = null;
    await this.#tell(async () => {
      this.view = await this.#host.invoke('scorecard', { id: this.#id, month: month ?? this.view?.month ?? null });
      // What an import did is told until another step follows, as when it is undone.
      if (this.imported && !this.imported.waits && this.imported.view.steps.step !== this.view.steps.step) this.imported = null;
    });
  }

  /** Lets a table be chosen; with a reason it corrects posted months. */
  import(reason: string | null): Promise<boolean> {
    return this.#tell(async () => this.#took(await this.#host.invoke('import_actuals', { id: this.#id, reason })));
  }

  drop(file: File): Promise<boolean> {
    return this.#tell(async () => {
      const bytes = Array.from(new Uint8Array(await file.arrayBuffer()));
      this.#took(await this.#host.invoke('import_dropped_actuals', { id: this.#id, name: file.name, bytes }));
    });
  }

  type(typed: TypedActual): Promise<string | null> {
    return this.#enter(() => this.#host.invoke('type_actual', { id: this.#id, typed }));
  }

  /** Says what a column of the table that waits holds. */
  answer(column: string, choice: string): Promise<boolean> {
    return this.#tell(async () => this.#took(await this.#host.invoke('answer_actuals', { id: this.#id, column, choice })));
  }

  /** Takes the table that waits, with what it changes. */
  take(): Promise<boolean> {
    return this.#tell(async () => this.#took(await this.#host.invoke('take_actuals', { id: this.#id })));
  }

  /** Leaves the table that waits: nothing of it is taken. */
  leave(): Promise<boolean> {
    return this.#tell(async () => {
      await this.#host.invoke('leave_actuals', { id: this.#id });
      this.imported = null;
    });
  }

  amounts(typed: AmountsTyped): Promise<string | null> {
    return this.#enter(() => this.#host.invoke('set_amounts', { id: this.#id, typed }));
  }

  /** Takes what the other side says for this side, too. */
  adopt(month: string, difference: DifferenceView, reason: string | null): Promise<string | null> {
    const { level, what } = difference;
    return this.#enter(() => this.#host.invoke('adopt_actual', { id: this.#id, month, level, what, reason }));
  }

  mark(request: MarkRequest): Promise<string | null> {
    return this.#enter(() => this.#host.invoke('mark_month', { id: this.#id, request }));
  }

  decide(mark: number, decision: Decision, reason: string | null): Promise<string | null> {
    return this.#enter(() => this.#host.invoke('decide_mark', { id: this.#id, mark, decision, reason }));
  }

  plan(request: PlanRequest): Promise<string | null> {
    return this.#enter(() => this.#host.invoke('keep_plan', { id: this.#id, request }));
  }

  /** Asks before the statement is posted: that cannot be undone. */
  ask(): void {
    this.asking = true;
  }

  async post(month: string): Promise<void> {
    const refused = await this.#enter(() => this.#host.invoke('post_statement', { id: this.#id, month }));
    if (refused !== null) this.#contract.toasts.failed(refused, 'post');
    else this.#contract.toasts.done('Statement posted. It never changes again.');
  }

  async export(month: string, format: StatementFormat): Promise<void> {
    try {
      const saved = await this.#host.invoke('export_statement', { id: this.#id, month, format });
      if (saved) this.#contract.toasts.done(`Wrote ${saved.name}, ${fileSize(saved.size_bytes)}.`);
    } catch (thrown) {
      const words = errorWords(thrown);
      if (words) this.#contract.toasts.failed(told(words), 'write');
    }
  }

  get #id(): string {
    return this.#contract.id;
  }

  get #host(): ContractController['host'] {
    return this.#contract.host;
  }

  #took(imported: ActualsImported | null): void {
    if (!imported) return;
    this.imported = imported;
    if (imported.waits) return;
    this.view = imported.view;
    void this.#contract.refresh();
  }

  /** Runs it; what refuses it is told at the top of the station. */
  async #tell(work: () => Promise<void>): Promise<boolean> {
    this.#running += 1;
    try {
      await work();
      this.failure = null;
      return true;
    } catch (thrown) {
      this.failure = errorWords(thrown);
      return false;
    } finally {
      this.#running -= 1;
    }
  }

  /** Runs what a form asked for; gives back why it was refused. */
  async #enter(work: () => Promise<ScorecardView>): Promise<string | null> {
    this.#running += 1;
    try {
      this.view = await work();
      this.imported = null;
      // What was entered is a step of the contract: undo takes it back.
      void this.#contract.refresh();
      return null;
    } catch (thrown) {
      const words = errorWords(thrown);
      return words ? refusal(words) : null;
    } finally {
      this.#running -= 1;
    }
  }
}

/** By contract: the palette exports what the station shows. */
export const scorecardOf = keptFor((contract: ScoredContract) => new ScorecardController(contract));
