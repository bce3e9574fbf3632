import type { ErrorWords } from '../../host/errors';
import { errorWords } from '../../host/errors';
import type { Outlook } from '../../host/types/Outlook';
import type { TargetCurve } from '../../host/types/TargetCurve';
import type { TargetPlan } from '../../host/types/TargetPlan';
import { bound } from '../../format/numbers';
import type { ContractController } from '../contract.svelte';
import { keptFor } from '../kept.svelte';
import { assumptionKey, changedSince, learningKey, outlookState } from '../staleness';
import { isAssumed, isKnown } from './entries';
import { metAt, simulationView, targetWords, trialLevel, typedTarget, type CurveAnswer } from './outlook';
import { MONTHS_NEEDED, type SimulationState, type SimulationView, type TrialLevel } from './simulate';

/** What the station needs of the contract. */
export type SimulatedContract = Pick<ContractController, 'id' | 'view' | 'host' | 'toasts' | 'edit' | 'undo'> & Partial<Pick<ContractController, 'outlook'>>;

export const TRIALS_QUICK = 10_000;
export const TRIALS_MANY = 100_000;

interface Running {
  trials: number;
  done: number;
  total: number;
  cancelling: boolean;
}

/** A target that is tried without changing the terms. */
interface Trial {
  /** One for all moves on the same level and terms: an answer of an earlier one comes too late. */
  session: number;
  level: string;
  value: number;
  text: string;
  /** What the newest answer says, and for which text it was given. */
  outlook: Outlook | null;
  answered: string | null;
  /** Whether the ramp went with the target in that answer. */
  answeredRamp: boolean;
}

/** What becomes of the ramp with the target that would be set. */
export interface RampChoice {
  /** Whether it goes with the target. */
  moves: boolean;
  /** It would otherwise ask for more than the target. */
  needed: boolean;
  words: string;
}

/** Simulation of one contract: what was found, what is running, and which target is tried. */
export class SimulateController {
  /** The newest result that is kept with the contract. */
  #kept = $state.raw<Outlook | null>(null);
  #running = $state.raw<Running | null>(null);
  #trial = $state.raw<Trial | null>(null);
  #chosen = $state<string | null>(null);
  #curves = $state.raw<ReadonlyMap<string, CurveAnswer>>(new Map());
  #plans = $state.raw<ReadonlyMap<string, TargetPlan>>(new Map());
  /** Whether the ramp goes with the target, where somebody said so. */
  #moveRamp = $state<boolean | null>(null);
  loaded = $state(false);
  /** Why something could not be simulated. */
  failure = $state.raw<ErrorWords | null>(null);

  readonly #contract: SimulatedContract;
  #run = 0;
  #session = 0;
  #trying = false;

  constructor(contract: SimulatedContract) {
    this.#contract = contract;
  }

  readonly #inputs = $derived.by(() => inputsOf(this.#contract));
  readonly #stale = $derived.by(() => outlookState(this.#contract.view, this.#kept) === 'stale');
  readonly #shown = $derived.by(() => this.#trial?.outlook ?? this.#kept);
  readonly view: SimulationView | undefined = $derived.by(() => (this.#shown ? simulationView(this.#shown) : undefined));

  /** The level that the panel and the fan are about: the one chosen, else the riskiest, else the first that can be tried. */
  readonly selected: string = $derived.by(() => {
    const { levels } = this.#contract.view;
    const there = (id: string | null | undefined) => levels.some((level) => level.id === id);
    if (there(this.#chosen)) return this.#chosen ?? '';
    const riskiest = this.#shown?.levels.find((level) => there(level.id))?.id;
    const known = levels.filter((level) => this.#known(level.measure));
    return riskiest ?? known.find((level) => level.direction !== 'range')?.id ?? known[0]?.id ?? levels[0]?.id ?? '';
  });
  /** The order of the rows: that of the result that is kept. While a target is tried, rows must not move under the eye. */
  readonly order: readonly string[] = $derived.by(() => this.#kept?.levels.map((level) => level.id) ?? []);

  readonly levels: readonly TrialLevel[] = $derived.by(() =>
    this.#contract.view.levels.map((level) => trialLevel(level, this.#curves.get(this.#curveKey(level.id)) ?? {}, this.#known(level.measure), isAssumed(this.#contract.view, level.measure))),
  );
  readonly level: TrialLevel | undefined = $derived.by(() => this.levels.find((one) => one.id === this.selected));
  readonly value: number = $derived.by(() => this.#trial?.value ?? this.level?.target ?? 0);
  readonly trying: boolean = $derived(this.#trial !== null);

  /** The chance shown beside the target: of the trials where they are of this target, else off the curve, as an estimate. */
  readonly met: { value: number | null; estimate: boolean } = $derived.by(() => {
    const trial = this.#trial;
    const exact = trial ? (trial.answered === trial.text ? trial.outlook : null) : this.#stale ? null : this.#kept;
    const found = exact?.levels.find((level) => level.id === this.selected)?.met_steady;
    if (found !== undefined) return { value: found, estimate: false };
    return { value: this.level && !this.level.disabled ? metAt(this.level.curve, this.value) : null, estimate: true };
  });

  /** The target that is met in 85 of 100 steady months; null where there is none, undefined where that is not known. */
  readonly likely: { target: number; text: string } | null | undefined = $derived.by(() => {
    if (!this.level || this.level.disabled) return undefined;
    const curve = this.#curves.get(this.#curveKey(this.selected))?.curve;
    if (!curve) return undefined;
    return curve.likely_text === null || curve.likely_value === null ? null : { target: curve.likely_value, text: curve.likely_text };
  });

  /** What setting the target that is tried, or else the likely one, does to the ramp of its level; none where it has no targets there. */
  readonly ramp: RampChoice | null = $derived.by(() => {
    const text = this.#trial?.text ?? this.likely?.text;
    const plan = text === undefined || (!this.#trial && this.likely?.target === this.level?.target) ? undefined : this.#plans.get(this.#planKey(text));
    if (!plan || plan.ramp.length === 0) return null;
    const moves = this.#moveRamp ?? plan.needed;
    return { moves, needed: plan.needed, words: moves ? plan.moves_words : plan.stays_words };
  });

  readonly state: SimulationState = $derived.by(() => {
    const { baseline, private: own } = this.#contract.view;
    if (own.assumptions.length === 0) {
      if (!baseline) return { kind: 'no_history' };
      if (baseline.months < MONTHS_NEEDED) return { kind: 'too_short', months: baseline.months };
    }
    const tried = this.#triedWords();
    const old = this.#stale ? this.#staleWords() : null;
    if (this.#running) return { kind: 'running', ...this.#running, of: tried?.tag ?? old?.of };
    if (tried) return { kind: 'trying', ...tried };
    if (old) return { kind: 'stale', ...old };
    return { kind: this.#kept ? 'result' : 'ready' };
  });

  /** Reads the newest result that is kept. */
  async load(): Promise<void> {
    try {
      const kept = await this.#contract.host.invoke('last_outlook', { id: this.#contract.id });
      this.#kept ??= kept;
    } catch (thrown) {
      this.failure = errorWords(thrown);
    }
    this.loaded = true;
  }

  /** Follows the contract: whenever terms, history or level change, the curve above the slider is worked out anew. */
  async follow(): Promise<void> {
    const level = this.selected;
    const key = this.#curveKey(level);
    if (this.#trial && !key.startsWith(this.#trialInputs)) this.back();
    const shape = this.#contract.view.levels.find((one) => one.id === level);
    if (!shape || shape.direction === 'range' || !this.#known(shape.measure) || this.#curves.has(key)) return;
    const answer = await this.#curve(level);
    if (answer?.curve?.likely_text) void this.#plan(answer.curve.likely_text);
    // Answers of earlier terms are of no use any more.
    const current = [...this.#curves].filter(([kept]) => kept.startsWith(this.#inputs));
    if (answer) this.#curves = new Map([...current, [key, answer]]);
  }

  select(level: string): void {
    if (level === this.selected) return;
    this.back();
    this.#chosen = level;
  }

  async run(trials: number): Promise<void> {
    this.back();
    this.failure = null;
    const run = ++this.#run;
    const report = (done: number, total: number) => {
      if (run === this.#run && this.#running) this.#running = { ...this.#running, done: total > 0 ? Math.floor((done / total) * trials) : 0 };
    };
    this.#running = { trials, done: 0, total: trials, cancelling: false };
    try {
      const outlook = await this.#contract.host.run(
        'simulate', { id: this.#contract.id, request: request(trials), job: this.#job('run') }, (progress) => report(progress.done, progress.total),
      );
      if (run === this.#run) this.#kept = outlook;
      // Kept by the host as well: review, approval and the sidebar speak of it from now on.
      this.#contract.outlook = outlook;
    } catch (thrown) {
      if (run === this.#run) this.failure = errorWords(thrown);
    }
    if (run === this.#run) this.#running = null;
  }

  async cancel(): Promise<void> {
    if (!this.#running) return;
    this.#running = { ...this.#running, cancelling: true };
    try {
      await this.#contract.host.invoke('cancel', { job: this.#job('run') });
    } catch (thrown) {
      this.failure = errorWords(thrown);
    }
  }

  /** Tries a target: what is shown follows, the terms stay. */
  try(value: number): void {
    const level = this.level;
    if (!level || level.disabled || level.loading) return;
    const before = this.#trial;
    // Answers make another level the riskiest; what is being moved must not change under the hand.
    this.#chosen = level.id;
    if (!before) {
      this.#session += 1;
      this.#trialInputs = this.#inputs;
    }
    this.#trial = {
      session: this.#session, level: level.id, value, text: typedTarget(value, level.decimals),
      outlook: before?.outlook ?? null, answered: before?.answered ?? null, answeredRamp: before?.answeredRamp ?? false,
    };
    void this.#plan(this.#trial.text);
    void this.#follow();
  }

  /** The slider was let go: back at the target of the terms there is nothing left to try. */
  settle(value: number): void {
    if (this.level && typedTarget(value, this.level.decimals) === typedTarget(this.level.target, this.level.decimals)) this.back();
    else this.try(value);
  }

  /** Says whether the ramp goes with the target. */
  moveRamp(moves: boolean): void {
    this.#moveRamp = moves;
    void this.#follow();
  }

  back(): void {
    this.#trial = null;
    this.#moveRamp = null;
    this.#session += 1;
  }

  /** Writes the tried target into the terms. */
  async adopt(): Promise<void> {
    if (this.#trial) await this.#set(this.#trial.text);
  }

  /** Writes the target that is met in 85 of 100 steady months into the terms. */
  async makeLikely(): Promise<void> {
    if (this.likely) await this.#set(this.likely.text);
  }

  /** Which terms and history the trial started from. */
  #trialInputs = '';

  async #set(text: string): Promise<void> {
    const level = this.level;
    if (!level) return;
    // A new result makes another level the riskiest; what was set stays in view.
    this.#chosen = level.id;
    const path = this.#targetPath(level.id);
    // Read before the edit: once the terms have moved on, the trial is put away.
    const tried = this.#trial?.text === text && this.#trial.answered === text ? this.#trial.outlook : null;
    const trials = this.#kept?.trials ?? TRIALS_QUICK;
    const ramp = await this.#plan(text);
    const moved = ramp !== undefined && (this.#moveRamp ?? ramp.needed) && ramp.ramp.length > 0;
    const changes = [{ path, text }, ...(moved ? ramp.ramp : [])];
    const refused = await this.#contract.edit(changes, moved ? `${level.name}: target ${text.trim()}, and its ramp with it` : null);
    if (refused !== undefined) {
      this.failure = { what: refused, then: 'The terms are as they were.', action: 'none', problems: [] };
      return;
    }
    this.back();
    // What was tried is what now stands; the run keeps it with the contract.
    if (tried && outlookState(this.#contract.view, tried) === 'current') this.#kept = tried;
    const now = this.#contract.view.levels.find((one) => one.id === level.id);
    const { hash } = this.#contract.view.revision;
    const undo = () => {
      // Once something else was changed or undone, the last step is another one: that is for the header's Undo.
      if (this.#contract.view.revision.hash === hash) void this.#contract.undo();
    };
    const withRamp = moved ? ', and its ramp moved with it' : '';
    this.#contract.toasts.done(`${level.name}: the target is now ${now?.target_text ?? text}${withRamp}.`, undo, 'step');
    await this.run(trials);
  }

  /** One question at a time; while it is answered, only the newest target waits. */
  async #follow(): Promise<void> {
    if (this.#trying) return;
    this.#trying = true;
    try {
      for (let trial = this.#trial; trial && !this.#isAnswered(trial); trial = this.#trial) {
        const ramp = this.#rampOf(trial.text);
        const what_if = [{ path: this.#targetPath(trial.level), text: trial.text }, ...ramp];
        const outlook = await this.#contract.host.run(
          'simulate', { id: this.#contract.id, request: { ...request(TRIALS_QUICK), what_if }, job: this.#job('try') }, () => {},
        );
        if (this.#trial?.session === trial.session) {
          this.#trial = { ...this.#trial, outlook, answered: trial.text, answeredRamp: ramp.length > 0 };
          this.failure = null;
        }
      }
    } catch (thrown) {
      this.failure = errorWords(thrown);
    } finally {
      this.#trying = false;
    }
  }

  #isAnswered(trial: Trial): boolean {
    return trial.answered === trial.text && trial.answeredRamp === this.#rampOf(trial.text).length > 0;
  }

  /** The terms of the ramp that go with a target, as far as that is known. */
  #rampOf(text: string): TargetPlan['ramp'] {
    const plan = this.#plans.get(this.#planKey(text));
    return plan && (this.#moveRamp ?? plan.needed) ? plan.ramp : [];
  }

  /** What a target does to the ramp; nothing where that cannot be said: then the ramp stays. */
  async #plan(text: string): Promise<TargetPlan | undefined> {
    const key = this.#planKey(text);
    const known = this.#plans.get(key);
    if (known) return known;
    try {
      const plan = await this.#contract.host.invoke('target_plan', { id: this.#contract.id, path: this.#targetPath(this.selected), text });
      const current = [...this.#plans].filter(([kept]) => kept.startsWith(this.#inputs));
      this.#plans = new Map([...current, [key, plan]]);
      void this.#follow();
      return plan;
    } catch {
      return undefined;
    }
  }

  #planKey(text: string): string {
    return `${this.#inputs}/${this.selected}/${text}`;
  }

  async #curve(level: string): Promise<CurveAnswer | null> {
    try {
      const curve: TargetCurve = await this.#contract.host.invoke('target_curve', { id: this.#contract.id, level });
      return { curve };
    } catch (thrown) {
      const words = errorWords(thrown);
      return words && { refused: words.what };
    }
  }

  /** What the results are of that answer a trial; nothing before the first answer. */
  #triedWords(): { tag: string; words: string } | null {
    const answered = this.#trial?.answered;
    if (answered == null || !this.level) return null;
    const tried = bound(this.level.direction, targetWords(Number(answered), this.level));
    return { tag: `tried: ${tried}`, words: `Tried: ${this.level.name} ${tried}. The terms still say ${this.level.targetText}.` };
  }

  #staleWords(): { of: string; title: string; changes: string } {
    const changed = this.#kept ? changedSince(this.#contract.view, this.#kept) : { terms: true, history: false, learning: false, assumptions: false };
    const names = [changed.terms && 'terms', changed.history && 'history', changed.learning && 'learning', changed.assumptions && 'assumptions'].filter((name) => name !== false);
    const title = sentenceOf(names);
    const of = `earlier ${names[0] ?? 'terms'}`;
    return { of, title, changes: 'The results below stay as they were until you run again, and cannot be put into the document.' };
  }

  #known(measure: string): boolean {
    return isKnown(this.#contract.view, measure);
  }

  #targetPath(level: string): string {
    return this.#shown?.levels.find((one) => one.id === level)?.target_path ?? `service_levels.${level}.target`;
  }

  #curveKey(level: string): string {
    return `${this.#inputs}/${level}`;
  }

  #job(kind: 'run' | 'try'): string {
    return `${kind}-${this.#contract.id}`;
  }
}

/** By contract, so that a run goes on and a tried target stays while another station is shown. */
export const simulationOf = keptFor((contract: SimulatedContract) => new SimulateController(contract));

function request(trials: number) {
  // Learning is what this side keeps with the contract.
  return { trials, seed: null, months: null, what_if: [], learning: null };
}

/** The terms, the history, the learning and the assumptions that stand, as a result names them. */
function inputsOf(contract: SimulatedContract): string {
  const { revision, baseline, private: own } = contract.view;
  return `${revision.hash}/${baseline?.hash ?? ''}/${learningKey(own.learning)}/${assumptionKey(own.assumptions)}`;
}

/** "Terms, history, learning and assumptions changed." */
function sentenceOf(names: readonly string[]): string {
  const all = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? 'terms');
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} changed.`;
}
