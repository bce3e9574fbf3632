import type { AssumptionView } from '../../host/types/AssumptionView';
import type { ContractController } from '../contract.svelte';
import { keptFor } from '../kept.svelte';
import { exampleOf, isAssumed, monthsOf, onePerMeasure, sentence } from './entries';
import { ASSUMPTION_PARTS, MONTHS_NEEDED, type AssumedLevel, type AssumptionPart, type AssumptionTexts } from './simulate';

/** What the panel needs of the contract. */
export type AssumptionContract = Pick<ContractController, 'view' | 'send'>;

const NONE: AssumptionTexts = { p10: '', p50: '', p90: '', months: '' };

/** The texts of a level that are not taken: some are missing, or could not be read together. */
interface Open {
  readonly texts: AssumptionTexts;
  readonly why: AssumedLevel['refused'];
}

/**
 * What a person assumes of levels without a usable history. The four texts only hold together: until all of them can be
 * read they are kept here as they were typed, and the level stays left out.
 */
export class AssumptionEntries {
  #open = $state.raw<ReadonlyMap<string, Open>>(new Map());
  readonly #contract: AssumptionContract;

  constructor(contract: AssumptionContract) {
    this.#contract = contract;
  }

  /** The levels of which too little was measured. */
  readonly levels: readonly AssumedLevel[] = $derived.by(() => {
    const { view } = this.#contract;
    const unmeasured = view.levels.filter((level) => monthsOf(view, level.measure) < MONTHS_NEEDED);
    return onePerMeasure(unmeasured).map((level) => {
      const open = this.#open.get(level.measure);
      return {
        measure: level.measure, name: level.name, example: exampleOf(level), months: monthsOf(view, level.measure),
        assumed: isAssumed(view, level.measure), texts: open?.texts ?? this.#kept(level.measure), refused: open?.why ?? {},
      };
    });
  });

  /** Sets one of the texts; all of them are handed on once none is missing. */
  async set(measure: string, part: AssumptionPart, text: string): Promise<void> {
    const texts = { ...(this.#open.get(measure)?.texts ?? this.#kept(measure)), [part]: text.trim() };
    const filled = ASSUMPTION_PARTS.filter((one) => texts[one] !== '').length;
    if (filled > 0 && filled < ASSUMPTION_PARTS.length) this.#keepOpen(measure, { texts, why: {} });
    else await this.#send(measure, texts);
  }

  /** Assumes nothing of it any more. */
  async leaveOut(measure: string): Promise<void> {
    await this.#send(measure, NONE);
  }

  async #send(measure: string, texts: AssumptionTexts): Promise<void> {
    const name = this.levels.find((level) => level.measure === measure)?.name ?? measure;
    const outcome = await this.#contract.send('edit_private', { edit: { assumption: { measure, ...texts } } }, { label: `${name}: assumption`, keep: true, quiet: true });
    if (outcome.done || !outcome.words) {
      this.#keepOpen(measure, null);
      return;
    }
    const at = (place: string) => sentence(outcome.error?.at(`assumptions.${measure}${place}`));
    const why: AssumedLevel['refused'] = {};
    for (const part of ASSUMPTION_PARTS) why[part] = at(`.${part}`);
    if (ASSUMPTION_PARTS.every((part) => !why[part])) why.p10 = at('') ?? outcome.words.what;
    this.#keepOpen(measure, { texts, why });
  }

  #keepOpen(measure: string, open: Open | null): void {
    const rest = [...this.#open].filter(([other]) => other !== measure);
    this.#open = new Map(open ? [...rest, [measure, open]] : rest);
  }

  #kept(measure: string): AssumptionTexts {
    const kept: AssumptionView | undefined = this.#contract.view.private.assumptions.find((one) => one.measure === measure);
    return kept ? { p10: kept.p10_text, p50: kept.p50_text, p90: kept.p90_text, months: kept.months_text } : NONE;
  }
}

/** By contract, so that what is not complete is still there after another station. */
export const assumptionEntriesOf = keptFor((contract: AssumptionContract) => new AssumptionEntries(contract));
