import type { ContractController } from '../contract.svelte';
import { keptFor } from '../kept.svelte';
import { exampleOf, isKnown, onePerMeasure, sentence } from './entries';
import type { LearningLevel } from './simulate';

/** What the panel needs of the contract. */
export type LearningContract = Pick<ContractController, 'view' | 'send'>;
export type LearningPart = 'start' | 'halfLife';

/** Both texts of a level that could not be taken together, and why. */
interface Refused {
  readonly start: string;
  readonly halfLife: string;
  readonly why: LearningLevel['refused'];
}

/**
 * How performance is learnt during the ramp, level by level. Start and half-life only hold together: until both can be
 * read they are kept here as they were typed, with what the host says is missing.
 */
export class LearningEntries {
  #refused = $state.raw<ReadonlyMap<string, Refused>>(new Map());
  readonly #contract: LearningContract;

  constructor(contract: LearningContract) {
    this.#contract = contract;
  }

  /** The levels that can be simulated. */
  readonly levels: readonly LearningLevel[] = $derived.by(() => {
    const { view } = this.#contract;
    const simulated = view.levels.filter((level) => isKnown(view, level.measure));
    return onePerMeasure(simulated).map((level) => ({ measure: level.measure, name: level.name, example: exampleOf(level), ...this.#texts(level.measure) }));
  });

  /** Sets one of the two texts. What cannot be read stays in its field, with the reason. */
  async set(measure: string, part: LearningPart, text: string): Promise<void> {
    const before = this.#texts(measure);
    const start = part === 'start' ? text : before.start;
    const halfLife = part === 'halfLife' ? text : before.halfLife;
    const name = this.levels.find((level) => level.measure === measure)?.name ?? measure;
    const edit = { learning: { measure, start, half_life: halfLife } };
    const outcome = await this.#contract.send('edit_private', { edit }, { label: `${name}: learning`, keep: true, quiet: true });
    const rest = [...this.#refused].filter(([other]) => other !== measure);
    if (!outcome.done && outcome.words) {
      const at = (place: string) => sentence(outcome.error?.at(`learning.${measure}${place}`));
      const why = { start: at('.start') ?? at(''), halfLife: at('.half_life') };
      if (!why.start && !why.halfLife) why[part] = outcome.words.what;
      rest.push([measure, { start, halfLife, why }]);
    }
    this.#refused = new Map(rest);
  }

  #texts(measure: string): Pick<LearningLevel, 'start' | 'halfLife' | 'refused'> {
    const refused = this.#refused.get(measure);
    if (refused) return { start: refused.start, halfLife: refused.halfLife, refused: refused.why };
    const kept = this.#contract.view.private.learning.find((one) => one.measure === measure);
    return { start: kept?.start_text ?? '', halfLife: kept?.half_life_text ?? '', refused: {} };
  }
}

/** By contract, so that what could not be read is still there after another station. */
export const learningEntriesOf = keptFor((contract: LearningContract) => new LearningEntries(contract));
