import type { ContractView } from '../../host/types/ContractView';
import type { PrivateEdit } from '../../host/types/PrivateEdit';
import type { ContractController } from '../contract.svelte';
import { sentence } from './entries';

/** What entries need of the contract. */
export type EntryContract = Pick<ContractController, 'view' | 'send'>;

export type Texts<Part extends string> = Readonly<Record<Part, string>>;

/** What is entered of one measure, and why a text of it was not taken. */
export interface Entry<Part extends string> {
  texts: Texts<Part>;
  refused: Partial<Record<Part, string>>;
}

/** How one kind of entries is handed on. */
export interface EntryKind<Part extends string> {
  /** Where the host says what is wrong with it: "learning". */
  list: string;
  /** What the step is called, behind the level's name. */
  noun: string;
  parts: readonly Part[];
  /** Nothing is handed on before all texts are there; otherwise the host says what is missing. */
  whole: boolean;
  /** What this side keeps of a measure; all texts empty where it keeps nothing. */
  kept: (view: ContractView, measure: string) => Texts<Part>;
  edit: (measure: string, texts: Texts<Part>) => PrivateEdit;
}

/**
 * What one side says of single measures, each in several texts that only hold together: until all of them can be read they
 * are kept here as they were typed, with what is wrong with them.
 */
export class Entries<Part extends string> {
  #open = $state.raw<ReadonlyMap<string, Entry<Part>>>(new Map());
  readonly #contract: EntryContract;
  readonly #kind: EntryKind<Part>;

  constructor(contract: EntryContract, kind: EntryKind<Part>) {
    this.#contract = contract;
    this.#kind = kind;
  }

  of(measure: string): Entry<Part> {
    return this.#open.get(measure) ?? { texts: this.#kind.kept(this.#contract.view, measure), refused: {} };
  }

  /** Sets one of the texts. What cannot be read stays in its field, with the reason. */
  async set(measure: string, part: Part, text: string): Promise<void> {
    const texts = { ...this.of(measure).texts, [part]: text.trim() };
    const filled = this.#kind.parts.filter((one) => texts[one] !== '').length;
    if (this.#kind.whole && filled > 0 && filled < this.#kind.parts.length) this.#keepOpen(measure, { texts, refused: {} });
    else await this.#send(measure, texts, part);
  }

  /** Says nothing of the measure any more. */
  async clear(measure: string): Promise<void> {
    const [first] = this.#kind.parts;
    const none = Object.fromEntries(this.#kind.parts.map((part) => [part, ''])) as Record<Part, string>;
    if (first !== undefined) await this.#send(measure, none, first);
  }

  async #send(measure: string, texts: Texts<Part>, part: Part): Promise<void> {
    const { list, noun, parts, edit } = this.#kind;
    const name = this.#contract.view.levels.find((level) => level.measure === measure)?.name ?? measure;
    const outcome = await this.#contract.send('edit_private', { edit: edit(measure, texts) }, { label: `${name}: ${noun}`, keep: true, quiet: true });
    if (outcome.done || !outcome.words) {
      this.#keepOpen(measure, null);
      return;
    }
    const at = (place: string) => sentence(outcome.error?.at(`${list}.${measure}${place}`));
    const refused: Entry<Part>['refused'] = {};
    for (const one of parts) {
      const why = at(`.${one}`);
      if (why !== undefined) refused[one] = why;
    }
    if (Object.keys(refused).length === 0) refused[part] = at('') ?? outcome.words.what;
    this.#keepOpen(measure, { texts, refused });
  }

  #keepOpen(measure: string, entry: Entry<Part> | null): void {
    const rest = [...this.#open].filter(([other]) => other !== measure);
    this.#open = new Map(entry ? [...rest, [measure, entry]] : rest);
  }
}
