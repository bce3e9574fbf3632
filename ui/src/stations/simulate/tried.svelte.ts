import { errorWords, type ErrorWords } from '../../host/errors';
import type { Change } from '../../host/types/Change';
import type { Outlook } from '../../host/types/Outlook';
import type { TargetPlan } from '../../host/types/TargetPlan';
import type { ContractController } from '../contract.svelte';

/** A target of a level that is tried without changing the terms. */
export interface TriedTarget {
  level: string;
  value: number;
  /** As a person would type it. */
  text: string;
}

/** What targets that are tried together came to. */
interface Answer {
  /** What was asked, as one text. */
  key: string;
  targets: readonly TriedTarget[];
  outlook: Outlook;
}

/** What is needed of the station. */
export interface TryingFor {
  contract: Pick<ContractController, 'id' | 'view' | 'host'>;
  /** What figures rest on, as one text. */
  inputs: () => string;
  /** The path of a level's target. */
  path: (level: string) => string;
  /** Simulates the terms with these changes. */
  simulate: (what_if: Change[]) => Promise<Outlook>;
  failed: (words: ErrorWords | null) => void;
}

/** Targets that are tried together, one of each level at most, and what all of them come to. */
export class TriedTargets {
  #targets = $state.raw<readonly TriedTarget[]>([]);
  #answer = $state.raw<Answer | null>(null);
  #plans = $state.raw<ReadonlyMap<string, TargetPlan>>(new Map());
  /** Whether a level's ramp goes with its target, where somebody said so. */
  #moves = $state.raw<ReadonlyMap<string, boolean>>(new Map());
  readonly #for: TryingFor;
  /** One for all moves until everything is put back: an answer of an earlier one comes too late. */
  #session = 0;
  #asking = false;
  /** What the figures rested on when the first of them was tried. */
  #inputs = '';

  constructor(station: TryingFor) {
    this.#for = station;
  }

  readonly targets: readonly TriedTarget[] = $derived(this.#targets);
  readonly outlook: Outlook | null = $derived(this.#answer?.outlook ?? null);
  /** The targets that the newest answer is of: of a moving one, where it was. */
  readonly answered: readonly TriedTarget[] = $derived(this.#answer?.targets ?? []);

  of(level: string): TriedTarget | undefined {
    return this.#targets.find((one) => one.level === level);
  }

  /** Whether the newest answer is of all that is tried now. */
  isAnswered(): boolean {
    return this.#answer !== null && this.#answer.key === keyOf(this.changes());
  }

  /** What is tried, as changes of terms: each target, and of its ramp what goes with it. */
  changes(targets: readonly TriedTarget[] = this.#targets): Change[] {
    return targets.flatMap((one) => [{ path: this.#for.path(one.level), text: one.text }, ...this.rampOf(one.level, one.text)]);
  }

  put(target: TriedTarget): void {
    if (this.#targets.length === 0) {
      this.#session += 1;
      this.#inputs = this.#for.inputs();
    }
    this.#targets = this.of(target.level) ? this.#targets.map((one) => (one.level === target.level ? target : one)) : [...this.#targets, target];
    void this.plan(target.level, target.text);
    void this.follow();
  }

  /** Puts one level's target back; the others stay tried. */
  drop(level: string): void {
    if (this.#targets.every((one) => one.level === level)) {
      this.clear();
      return;
    }
    this.#targets = this.#targets.filter((one) => one.level !== level);
    this.#moves = new Map([...this.#moves].filter(([other]) => other !== level));
    void this.follow();
  }

  clear(): void {
    this.#targets = [];
    this.#answer = null;
    this.#moves = new Map();
    this.#session += 1;
  }

  /** Away with what was tried on other terms. */
  dropOthers(): void {
    if (this.#targets.length > 0 && this.#inputs !== this.#for.inputs()) this.clear();
  }

  /** Tries these and nothing else, on the terms as they are now. */
  restart(targets: readonly TriedTarget[]): void {
    this.clear();
    for (const one of targets) this.put(one);
  }

  /** What a run of all that is tried found, where that is still what is tried. */
  answer(key: string, outlook: Outlook): void {
    if (key === keyOf(this.changes())) this.#answer = { key, targets: this.#targets, outlook };
  }

  /** Says whether a level's ramp goes with its target. */
  moveRamp(level: string, moves: boolean): void {
    this.#moves = new Map([...this.#moves, [level, moves]]);
    void this.follow();
  }

  /** Whether the ramp goes with a target. */
  movesRamp(level: string, plan: TargetPlan): boolean {
    return this.#moves.get(level) ?? plan.needed;
  }

  /** The terms of the ramp that go with a target, as far as that is known. */
  rampOf(level: string, text: string): TargetPlan['ramp'] {
    const plan = this.planOf(level, text);
    return plan && this.movesRamp(level, plan) ? plan.ramp : [];
  }

  /** What a target does to the ramp, as far as that is known. */
  planOf(level: string, text: string): TargetPlan | undefined {
    return this.#plans.get(this.#planKey(level, text));
  }

  /** The same, asked for; nothing where that cannot be said: then the ramp stays. */
  async plan(level: string, text: string): Promise<TargetPlan | undefined> {
    const key = this.#planKey(level, text);
    const known = this.#plans.get(key);
    if (known) return known;
    try {
      const plan = await this.#for.contract.host.invoke('target_plan', { id: this.#for.contract.id, path: this.#for.path(level), text });
      const current = [...this.#plans].filter(([kept]) => kept.startsWith(this.#for.inputs()));
      this.#plans = new Map([...current, [key, plan]]);
      void this.follow();
      return plan;
    } catch {
      return undefined;
    }
  }

  /** One question at a time; while it is answered, only the newest targets wait. */
  async follow(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#targets.length > 0 && !this.isAnswered()) {
        const [session, targets] = [this.#session, this.#targets];
        const changes = this.changes();
        const outlook = await this.#for.simulate(changes);
        if (this.#session === session) {
          this.#answer = { key: keyOf(changes), targets, outlook };
          this.#for.failed(null);
        }
      }
    } catch (thrown) {
      this.#for.failed(errorWords(thrown));
    } finally {
      this.#asking = false;
    }
  }

  #planKey(level: string, text: string): string {
    return `${this.#for.inputs()}/${level}/${text}`;
  }
}

/** Changes as one text that is equal where they are. */
export function keyOf(changes: readonly Change[]): string {
  return JSON.stringify(changes);
}
