import { keptFor } from '../kept.svelte';
import { exampleOf, isAssumed, monthsOf, onePerMeasure } from './entries';
import { Entries, type EntryContract, type EntryKind } from './entries.svelte';
import { ASSUMPTION_PARTS, MONTHS_NEEDED, type AssumedLevel, type AssumptionPart } from './simulate';

const KIND: EntryKind<AssumptionPart> = {
  list: 'assumptions',
  noun: 'assumption',
  parts: ASSUMPTION_PARTS,
  whole: true,
  kept: (view, measure) => {
    const kept = view.private.assumptions.find((one) => one.measure === measure);
    return { p10: kept?.p10_text ?? '', p50: kept?.p50_text ?? '', p90: kept?.p90_text ?? '', months: kept?.months_text ?? '' };
  },
  edit: (measure, texts) => ({ assumption: { measure, ...texts } }),
};

/** What a person assumes of levels without a usable history: a level stays left out until all four texts can be read. */
export class AssumptionEntries {
  readonly #contract: EntryContract;
  readonly #entries: Entries<AssumptionPart>;

  constructor(contract: EntryContract) {
    this.#contract = contract;
    this.#entries = new Entries(contract, KIND);
  }

  /** The levels of which too little was measured. */
  readonly levels: readonly AssumedLevel[] = $derived.by(() => {
    const { view } = this.#contract;
    const unmeasured = view.levels.filter((level) => monthsOf(view, level.measure) < MONTHS_NEEDED);
    return onePerMeasure(unmeasured).map((level) => ({
      measure: level.measure, name: level.name, example: exampleOf(level), months: monthsOf(view, level.measure),
      assumed: isAssumed(view, level.measure), ...this.#entries.of(level.measure),
    }));
  });

  /** Sets one of the texts; all of them are handed on once none is missing. */
  set(measure: string, part: AssumptionPart, text: string): Promise<void> {
    return this.#entries.set(measure, part, text);
  }

  /** Assumes nothing of it any more. */
  leaveOut(measure: string): Promise<void> {
    return this.#entries.clear(measure);
  }
}

/** By contract, so that what is not complete is still there after another station. */
export const assumptionEntriesOf = keptFor((contract: EntryContract) => new AssumptionEntries(contract));
