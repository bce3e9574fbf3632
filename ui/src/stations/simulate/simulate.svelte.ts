import type { ErrorWords } from '../../host/errors';
import { errorWords } from '../../host/errors';
import type { Change } from '../../host/types/Change';
import type { Outlook } from '../../host/types/Outlook';
import type { TargetCurve } from '../../host/types/TargetCurve';
import { bound, listed } from '../../format/numbers';
import type { ContractController } from '../contract.svelte';
import { keptFor } from '../kept.svelte';
import { changedSince, inputsKey, outlookState } from '../staleness';
import { isAssumed, isKnown } from './entries';
import { metAt, simulationView, targetWords, trialLevel, typedTarget, type CurveAnswer } from './outlook';
import { MONTHS_NEEDED, type SimulationState, type SimulationView, type TrialLevel, type TriedView } from './simulate';
import { keyOf, TriedTargets, type TriedTarget } from './tried.svelte';

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
  #chosen = $state<string | null>(null);
  #curves = $state.raw<ReadonlyMap<string, CurveAnswer>>(new Map());
  loaded = $state(false);
  /** Why something could not be simulated. */
  failure = $state.raw<ErrorWords | null>(null);

  readonly #contract: SimulatedContract;
  readonly #tried: TriedTargets;
  #run = 0;

  constructor(contract: SimulatedContract) {
    this.#contract = contract;
    this.#tried = new TriedTargets({
      contract,
      inputs: () => this.#inputs,
      path: (level) => this.#targetPath(level),
      simulate: (what_if) => contract.host.run('simulate', { id: contract.id, request: { ...request(TRIALS_QUICK), what_if }, job: this.#job('try') }, () => {}),
      failed: (words) => (this.failure = words),
    });
  }

  readonly #inputs = $derived.by(() => inputsKey(this.#contract.view.outlook_inputs));
  readonly #stale = $derived.by(() => outlookState(this.#contract.view, this.#kept) === 'stale');
  readonly #shown = $derived.by(() => this.#tried.outlook ?? this.#kept);
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
  readonly value: number = $derived.by(() => this.#tried.of(this.selected)?.value ?? this.level?.target ?? 0);
  /** A target of the level in view is tried. */
  readonly trying: boolean = $derived.by(() => this.#tried.of(this.selected) !== undefined);
  /** Every target that is tried, of whatever level. */
  readonly tried: readonly TriedView[] = $derived.by(() => this.#tried.targets.map((one) => this.#triedView(one)));

  /** The chance shown beside the target: of the trials where they are of this target, else off the curve, as an estimate. */
  readonly met: { value: number | null; estimate: boolean } = $derived.by(() => {
    const tried = this.#tried.targets.length > 0;
    const exact = tried ? (this.#tried.isAnswered() ? this.#tried.outlook : null) : this.#stale ? null : this.#kept;
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
    const { selected, likely } = this;
    const tried = this.#tried.of(selected);
    const text = tried?.text ?? likely?.text;
    const plan = text === undefined || (!tried && likely?.target === this.level?.target) ? undefined : this.#tried.planOf(selected, text);
    if (!plan || plan.ramp.length === 0) return null;
    const moves = this.#tried.movesRamp(selected, plan);
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
    this.#tried.dropOthers();
    const shape = this.#contract.view.levels.find((one) => one.id === level);
    if (!shape || shape.direction === 'range' || !this.#known(shape.measure) || this.#curves.has(key)) return;
    const answer = await this.#curve(level);
    if (answer?.curve?.likely_text) void this.#tried.plan(level, answer.curve.likely_text);
    // Answers of earlier terms are of no use any more.
    const current = [...this.#curves].filter(([kept]) => kept.startsWith(this.#inputs));
    if (answer) this.#curves = new Map([...current, [key, answer]]);
  }

  select(level: string): void {
    if (level !== this.selected) this.#chosen = level;
  }

  /** Runs the terms, or what is tried on them: only what the terms say is kept with the contract. */
  async run(trials: number): Promise<void> {
    const changes = this.#tried.changes();
    if (changes.length === 0) {
      await this.#runTerms(trials);
      return;
    }
    const outlook = await this.#runOf(trials, changes);
    if (outlook) this.#tried.answer(keyOf(changes), outlook);
  }

  async #runTerms(trials: number): Promise<void> {
    const outlook = await this.#runOf(trials, []);
    if (!outlook) return;
    this.#kept = outlook;
    // Kept by the host as well: review, approval and the sidebar speak of it from now on.
    this.#contract.outlook = outlook;
  }

  /** The result of a run; none where it failed, was stopped, or another one was begun. */
  async #runOf(trials: number, what_if: Change[]): Promise<Outlook | null> {
    this.failure = null;
    const run = ++this.#run;
    const report = (done: number, total: number) => {
      if (run === this.#run && this.#running) this.#running = { ...this.#running, done: total > 0 ? Math.floor((done / total) * trials) : 0 };
    };
    this.#running = { trials, done: 0, total: trials, cancelling: false };
    let outlook: Outlook | null = null;
    try {
      outlook = await this.#contract.host.run(
        'simulate', { id: this.#contract.id, request: { ...request(trials), what_if }, job: this.#job('run') }, (progress) => report(progress.done, progress.total),
      );
    } catch (thrown) {
      if (run === this.#run) this.failure = errorWords(thrown);
    }
    if (run !== this.#run) return null;
    this.#running = null;
    return outlook;
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
    // Answers make another level the riskiest; what is being moved must not change under the hand.
    this.#chosen = level.id;
    this.#tried.put({ level: level.id, value, text: typedTarget(value, level.decimals) });
  }

  /** The slider was let go: back at the target of the terms there is nothing left to try. */
  settle(value: number): void {
    if (this.level && typedTarget(value, this.level.decimals) === typedTarget(this.level.target, this.level.decimals)) this.putBack(this.level.id);
    else this.try(value);
  }

  /** Says whether the ramp of the level in view goes with its target. */
  moveRamp(moves: boolean): void {
    this.#tried.moveRamp(this.selected, moves);
  }

  /** Puts one level's target back to that of the terms. */
  putBack(level: string): void {
    this.#tried.drop(level);
  }

  /** Puts everything back that is tried. */
  back(): void {
    this.#tried.clear();
  }

  /** Writes every tried target into the terms, as one step. */
  async adopt(): Promise<void> {
    const tried = this.#tried.targets;
    if (tried.length > 0) await this.#set(tried, this.#tried.isAnswered() ? this.#tried.outlook : null);
  }

  /** Writes the target that is met in 85 of 100 steady months into the terms. */
  async makeLikely(): Promise<void> {
    const { level, likely } = this;
    if (!level || !likely) return;
    // What was tried of the same level gives way; the other ones stay tried.
    await this.#set([{ level: level.id, value: likely.target, text: likely.text }], null);
  }

  /** Sets targets, each with its ramp where that goes with it. `found` is what they were found to come to when they were tried. */
  async #set(targets: readonly TriedTarget[], found: Outlook | null): Promise<void> {
    // A new result makes another level the riskiest; what was set stays in view.
    this.#chosen = this.selected;
    const trials = this.#kept?.trials ?? TRIALS_QUICK;
    await Promise.all(targets.map((one) => this.#tried.plan(one.level, one.text)));
    const left = this.#tried.targets.filter((one) => !targets.some((other) => other.level === one.level));
    const moved = targets.filter((one) => this.#tried.rampOf(one.level, one.text).length > 0);
    const refused = await this.#contract.edit(this.#tried.changes(targets), this.#stepName(targets, moved.length));
    if (refused !== undefined) {
      this.failure = { what: refused, then: 'The terms are as they were.', action: 'none', problems: [] };
      return;
    }
    this.#tried.restart(left);
    // What was tried is what now stands; the run keeps it with the contract.
    if (found && outlookState(this.#contract.view, found) === 'current') this.#kept = found;
    const { hash } = this.#contract.view.revision;
    const undo = () => {
      // Once something else was changed or undone, the last step is another one: that is for the header's Undo.
      if (this.#contract.view.revision.hash === hash) void this.#contract.undo();
    };
    this.#contract.toasts.done(this.#doneWords(targets, moved.length), undo, 'step');
    await this.#runTerms(trials);
  }

  /** What the step is called; one target alone is named by the host. */
  #stepName(targets: readonly TriedTarget[], moved: number): string | null {
    const [only] = targets;
    if (targets.length === 1 && only) return moved > 0 ? `${this.#nameOf(only.level)}: target ${only.text.trim()}, and its ramp with it` : null;
    const names = listed(targets.map((one) => `${this.#nameOf(one.level)} ${one.text.trim()}`));
    return `${targets.length} targets: ${names}${moved > 0 ? ', with their ramps' : ''}`;
  }

  #doneWords(targets: readonly TriedTarget[], moved: number): string {
    const now = (one: TriedTarget) => this.#contract.view.levels.find((level) => level.id === one.level)?.target_text ?? one.text;
    const [only] = targets;
    if (targets.length === 1 && only) return `${this.#nameOf(only.level)}: the target is now ${now(only)}${moved > 0 ? ', and its ramp moved with it' : ''}.`;
    const ramps = moved === 0 ? '' : moved === 1 ? ' One ramp moved with them.' : ` ${moved} ramps moved with them.`;
    return `The targets are now ${listed(targets.map((one) => `${this.#nameOf(one.level)} ${now(one)}`))}.${ramps}`;
  }

  #nameOf(level: string): string {
    return this.#contract.view.levels.find((one) => one.id === level)?.name ?? level;
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

  #triedView(one: TriedTarget): TriedView {
    const level = this.levels.find((other) => other.id === one.level);
    const words = level ? bound(level.direction, targetWords(one.value, level)) : one.text;
    return { id: one.level, name: this.#nameOf(one.level), words, terms: level?.targetText ?? '' };
  }

  /** What the results are of that answer what is tried; nothing before the first answer. */
  #triedWords(): { tag: string; words: string } | null {
    const answered = this.#tried.answered.map((one) => this.#triedView(one));
    const [only] = answered;
    if (!only) return null;
    if (answered.length === 1) return { tag: only.id === this.selected ? `tried: ${only.words}` : 'tried: 1 target', words: `Tried: ${only.name} ${only.words}. The terms still say ${only.terms}.` };
    return { tag: `tried: ${answered.length} targets`, words: `Tried together: ${listed(answered.map((one) => `${one.name} ${one.words}`))}. The terms are as they were.` };
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

/** "Terms, history, learning and assumptions changed." */
function sentenceOf(names: readonly string[]): string {
  const all = listed(names) || 'terms';
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} changed.`;
}
