import { unitSign } from '../../format/units';
import { withUnit } from '../../format/numbers';
import type { LevelView } from '../../host/types/LevelView';
import type { ContractController } from '../contract.svelte';
import { keptFor } from '../kept.svelte';
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

  /** The levels that can be simulated: those with a history. */
  readonly levels: readonly LearningLevel[] = $derived.by(() => {
    const { levels, baseline } = this.#contract.view;
    const simulated = levels.filter((level) => baseline?.series.some((series) => series.measure === level.measure));
    const once = simulated.filter((level, i) => simulated.findIndex((other) => other.measure === level.measure) === i);
    return once.map((level) => ({ measure: level.measure, name: level.name, example: exampleOf(level), ...this.#texts(level.measure) }));
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

function exampleOf(level: LevelView): string {
  return withUnit(level.target_value.toFixed(level.precision_decimals), unitSign(level.unit));
}

/** Messages come as fragments. */
function sentence(text: string | undefined): string | undefined {
  if (!text) return undefined;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
