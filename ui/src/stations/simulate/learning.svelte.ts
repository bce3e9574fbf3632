import { keptFor } from '../kept.svelte';
import { exampleOf, isKnown, onePerMeasure } from './entries';
import { Entries, type EntryContract, type EntryKind } from './entries.svelte';
import { LEARNING_PARTS, type LearningLevel, type LearningPart } from './simulate';

const KIND: EntryKind<LearningPart> = {
  list: 'learning',
  noun: 'learning',
  parts: LEARNING_PARTS,
  whole: false,
  kept: (view, measure) => {
    const kept = view.private.learning.find((one) => one.measure === measure);
    return { start: kept?.start_text ?? '', half_life: kept?.half_life_text ?? '' };
  },
  edit: (measure, texts) => ({ learning: { measure, ...texts } }),
};

/** How performance is learnt during the ramp, level by level. */
export class LearningEntries {
  readonly #contract: EntryContract;
  readonly #entries: Entries<LearningPart>;

  constructor(contract: EntryContract) {
    this.#contract = contract;
    this.#entries = new Entries(contract, KIND);
  }

  /** The levels that can be simulated. */
  readonly levels: readonly LearningLevel[] = $derived.by(() => {
    const { view } = this.#contract;
    const simulated = view.levels.filter((level) => isKnown(view, level.measure));
    return onePerMeasure(simulated).map((level) => ({ measure: level.measure, name: level.name, example: exampleOf(level), ...this.#entries.of(level.measure) }));
  });

  /** Sets one of the two texts; the host says what is missing beside it. */
  set(measure: string, part: LearningPart, text: string): Promise<void> {
    return this.#entries.set(measure, part, text);
  }
}

/** By contract, so that what could not be read is still there after another station. */
export const learningEntriesOf = keptFor((contract: EntryContract) => new LearningEntries(contract));
