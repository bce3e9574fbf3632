import type { Commands } from '../host/commands';
import { errorWords, toHostError, type ErrorWords, type HostError } from '../host/errors';
import type { Host } from '../host/host';
import type { Change } from '../host/types/Change';
import type { ContractView } from '../host/types/ContractView';
import type { Edit } from '../host/types/Edit';
import type { Outlook } from '../host/types/Outlook';
import type { PrivateEdit } from '../host/types/PrivateEdit';
import type { Side } from '../host/types/Side';
import type { Waiver } from '../host/types/Waiver';
import type { Word } from '../host/types/Word';
import { counted } from '../format/numbers';
import { drafts } from '../ui/drafts.svelte';
import type { Toasts } from '../ui/toasts.svelte';
import type { SaveState } from '../ui/tools.svelte';
import { outlookState } from './staleness';

/** The commands that answer with the contract as it then stands. */
export type ViewCommand = {
  [K in keyof Commands & string]: Commands[K]['result'] extends ContractView | null ? (Commands[K]['args'] extends { id: string } ? K : never) : never;
}[keyof Commands & string];

type Args<K extends ViewCommand> = Omit<Commands[K]['args'], 'id'>;

/** What became of a command. Without words it was cancelled, and nothing has to be said. */
export type Outcome = { done: true } | { done: false; words: ErrorWords | null; error: HostError | null };

export interface SendOptions {
  /** What it is, in words: named in the list of what is not saved. */
  label?: string;
  /**
   * What was typed or chosen: if it cannot be stored it is kept, listed as not saved, and sent again by `retry`.
   * Everything else fails at once and is told.
   */
  keep?: boolean;
  /** Hears what the command reports on its way. */
  onprogress?: (progress: unknown) => void;
  /** No toast where it fails: the caller shows why. */
  quiet?: boolean;
}

/** What was typed for a term and cannot be read. The host keeps it beside the terms, over every restart. */
export interface Unreadable {
  readonly text: string;
  /** Why, in words for the field. */
  readonly reason: string;
  /** It can be read, and waits to be entered. */
  readonly readable: boolean;
}

interface Waiting {
  readonly command: ViewCommand;
  readonly args: Record<string, unknown>;
  readonly label: string;
  readonly keep: boolean;
  readonly quiet: boolean;
  readonly onprogress?: (progress: unknown) => void;
  readonly settle: (outcome: Outcome) => void;
}

/** These say that the store, not the person, was the reason: what was typed is right and only has to be kept. */
const STORE_FAILS: ReadonlySet<string> = new Set(['read_only', 'locked', 'disk_full', 'corrupt', 'newer', 'io', 'internal']);

/** Each of these makes a step or takes one back, also where the terms stay the same. */
const STEPS: ReadonlySet<string> = new Set<ViewCommand>(['edit', 'undo', 'redo', 'import_history', 'import_dropped_history', 'remap_history', 'remove_baseline']);

/**
 * One contract that is open: the terms as they are stored, and what is still on its way there. Every command that
 * answers with the contract goes through `send`, one after the other, so a later answer is never of an earlier state.
 */
export class ContractController {
  view = $state.raw() as ContractView;
  /** Not yet answered, in order; those of which the store failed stay at the head. */
  #queue = $state.raw<readonly Waiting[]>([]);
  #failure = $state.raw<ErrorWords | null>(null);
  #running = $state.raw(false);

  /** Entries that cannot be read, by path: kept until they are set right, cleared or undone. */
  readonly unreadable: ReadonlyMap<string, Unreadable> = $derived(new Map(this.view.unread.map(({ path, text, reason, readable }) => [path, { text, reason, readable }])));
  /** Why nothing leaves the window now: "1 entry cannot be read". */
  readonly unreadableWords: string | null = $derived(unreadWords(this.view.unread));

  readonly saveState: SaveState = $derived(this.#failure ? 'not_saved' : this.#queue.some((one) => one.keep) ? 'saving' : drafts.any || this.unreadable.size > 0 ? 'editing' : 'saved');
  /** Why the head of the queue could not be stored. */
  readonly failure = $derived(this.#failure);
  /** What is only in this window, by name, the oldest first. */
  readonly unsaved = $derived(this.#failure ? this.#queue.map((one) => one.label) : []);
  /** Texts of terms that were typed and are not yet stored: the form shows them. */
  readonly typed: ReadonlyMap<string, string> = $derived(new Map(this.#queue.flatMap(changesOf).map((change) => [change.path, change.text])));

  readonly undoStep = $derived(this.#failure ? (this.#queue.at(-1)?.label ?? null) : this.view.undo);
  readonly redoStep = $derived(this.#failure ? null : this.view.redo);
  /** Why nothing is undone: there is nothing, or the last step is not taken back. */
  readonly undoStops = $derived(this.view.undo_stops ?? 'nothing to undo');

  readonly host: Host<Commands>;
  readonly toasts: Toasts;
  readonly #onchange: ((view: ContractView) => void) | undefined;

  constructor(host: Host<Commands>, toasts: Toasts, view: ContractView, onchange?: (view: ContractView) => void) {
    this.host = host;
    this.toasts = toasts;
    this.view = view;
    this.#onchange = onchange;
  }

  get id(): string {
    return this.view.id;
  }

  /** Sends a command behind those that wait. Settles when it was done, refused or cancelled; what cannot be stored waits for `retry`. */
  send<K extends ViewCommand>(command: K, args: Args<K>, options: SendOptions = {}): Promise<Outcome> {
    return new Promise((settle) => {
      const { label = '', keep = false, quiet = false, onprogress } = options;
      this.#queue = [...this.#queue, { command, args, label, keep, quiet, onprogress, settle }];
      void this.#work();
    });
  }

  /** Sets terms as one step. Gives back why the first cannot be read, in words for its field; its text is then kept beside it. */
  async edit(changes: readonly Change[], label: string | null = null): Promise<string | undefined> {
    const named = label ?? changes.map((change) => `${this.#nameOf(change.path)}: ${change.text || 'not set'}`).join(', ');
    const outcome = await this.send('edit', { edit: { set: { changes: [...changes], label } } }, { label: named, keep: true, quiet: true });
    const unread = changes.map((change) => this.unreadable.get(change.path)).find((entry) => entry !== undefined);
    return outcome.done ? unread?.reason : refusal(outcome, changes[0]?.path);
  }

  /** Any other change of the shared terms; true when it was made. What refuses it is told in a toast. */
  async change(edit: Edit, label: string): Promise<boolean> {
    return (await this.send('edit', { edit }, { label, keep: true })).done;
  }

  /** Does something and offers its undo, which is refused once other steps followed. */
  async act(work: () => Promise<boolean | string | undefined>, done: string): Promise<void> {
    const result = await work();
    if (typeof result === 'string') this.toasts.failed(result, 'edit');
    if (typeof result === 'string' || result === false) return;
    const { step } = this.view;
    this.toasts.done(done, () => this.#undoIf(step), 'step');
  }

  async editPrivate(edit: PrivateEdit, label: string): Promise<string | undefined> {
    return refusal(await this.send('edit_private', { edit }, { label, keep: true, quiet: true }));
  }

  /** Leaves a finding standing with a reason, or takes that back. Gives back why it was refused. */
  async waive(waiver: Waiver, shared: boolean): Promise<string | undefined> {
    const label = `${waiver.reason.trim() ? 'Waived' : 'No longer waived'}: ${waiver.title}`;
    return refusal(await this.send('waive', { request: { waiver, shared } }, { label, keep: true, quiet: true }));
  }

  setSide(side: Side): Promise<Outcome> {
    return this.send('set_side', { side }, { label: `Working as ${side}`, keep: true });
  }

  /** Takes the last step back: what is still being typed is one. What was never stored is simply let go. */
  async undo(): Promise<void> {
    drafts.commit();
    if (this.#failure) this.#letGo();
    else if (this.view.undo !== null || this.#queue.length > 0) await this.send('undo', {});
  }

  async redo(): Promise<void> {
    drafts.commit();
    if (!this.#failure) await this.send('redo', {});
  }

  /** Sends again what could not be stored. */
  retry(): Promise<void> {
    return this.#work();
  }

  /** Reads the contract again, after something outside its terms was recorded. */
  async refresh(): Promise<void> {
    await this.send('contract', {}, { quiet: true });
  }

  /** Reads the contract again where nothing is on its way: another window or program may have changed it. */
  async renew(): Promise<void> {
    if (this.#queue.length === 0 && !this.#running) await this.refresh();
  }

  /** Approves the content that is shown. Where the terms changed meanwhile the host refuses; then they are read again. */
  async approve(side: Side, role: string): Promise<void> {
    const { hash } = this.view.revision;
    // Only what was on the screen is approved: what is still being typed makes other terms of it.
    await this.settled();
    const outcome = await this.send('approve', { side, role, hash }, { quiet: true });
    if (outcome.done || !outcome.words) return;
    if (outcome.error?.code === 'refused') await this.refresh();
    const { revision } = this.view;
    const anew = revision.hash === hash ? '' : ` Revision ${revision.number} is shown now: read it before you approve.`;
    this.toasts.failed(told(outcome.words) + anew, 'approve');
  }

  /** Rejects the content that is shown, or takes back what was said of it. Gives back why it was refused. */
  async object(side: Side, role: string, word: Word, reason: string): Promise<string | undefined> {
    const { hash } = this.view.revision;
    await this.settled();
    return refusal(await this.send('object', { objection: { side, role, word, reason, hash } }, { quiet: true }));
  }

  /** Asks for the other side's answer and takes in what its approvers said. */
  async takeIn(): Promise<void> {
    await this.settled();
    await this.send('take_in_approvals', {});
  }

  /** When nothing is on its way any more: done, or waiting for `retry`. */
  async settled(): Promise<void> {
    drafts.commit();
    await this.#work();
    while (this.#running) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** The newest simulation, of whatever terms; undefined until it was asked for. */
  outlook = $state.raw<Outlook | null | undefined>(undefined);
  readonly outlookState = $derived(outlookState(this.view, this.outlook));

  async loadOutlook(): Promise<void> {
    const before = this.outlook;
    const kept = await this.host.invoke('last_outlook', { id: this.id }).catch(() => null);
    // A run that ended meanwhile is newer than what was asked for before.
    if (this.outlook === before) this.outlook = kept;
  }

  async #work(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let head = this.#queue[0]; head; head = this.#queue[0]) {
        const outcome = await this.#try(head);
        if (outcome === 'wait') return;
        this.#queue = this.#queue.slice(1);
        // Whoever typed it may long be elsewhere: what was held up is told aloud.
        const aloud = !head.quiet || this.#failure !== null;
        this.#failure = null;
        if (!outcome.done && outcome.words && aloud) this.toasts.failed(told(outcome.words), head.command);
        head.settle(outcome);
      }
    } finally {
      this.#running = false;
    }
  }

  async #try(head: Waiting): Promise<Outcome | 'wait'> {
    try {
      const args = { ...head.args, id: this.id } as never;
      const asked = head.onprogress ? this.host.run(head.command, args, head.onprogress) : this.host.invoke(head.command, args);
      const view = (await asked) as ContractView | null;
      if (!view) return { done: false, words: null, error: null };
      this.view = view;
      this.#onchange?.(view);
      this.toasts.succeeded(head.command);
      if (STEPS.has(head.command)) this.toasts.stepped();
      this.#tellBesides(head.command, view);
      return { done: true };
    } catch (thrown) {
      const error = toHostError(thrown);
      const words = errorWords(error);
      if (head.keep && words && STORE_FAILS.has(error.code)) {
        this.#failure = words;
        return 'wait';
      }
      return { done: false, words, error };
    }
  }

  /** Says what a step did besides what was asked, with its undo where it is the last one. */
  #tellBesides(command: string, { besides, step }: ContractView): void {
    const undo = () => this.#undoIf(step);
    for (const text of besides) this.toasts.done(text, command === 'edit' || command === 'waive' ? undo : undefined, 'step');
  }

  #undoIf(step: number): void {
    if (this.view.step === step) void this.undo();
    else this.toasts.failed('Other changes followed. Undo them first.', 'undo');
  }

  #letGo(): void {
    if (this.#running) return;
    const last = this.#queue.at(-1);
    this.#queue = this.#queue.slice(0, -1);
    if (this.#queue.length === 0) this.#failure = null;
    last?.settle({ done: false, words: null, error: null });
  }

  #nameOf(path: string): string {
    return this.view.fields.find((field) => field.path === path)?.full_label ?? path;
  }
}

function changesOf(waiting: Waiting): readonly Change[] {
  const edit = waiting.command === 'edit' ? (waiting.args.edit as Edit) : null;
  return edit && 'set' in edit ? edit.set.changes : [];
}

function refusal(outcome: Outcome, path?: string): string | undefined {
  if (outcome.done || !outcome.words) return undefined;
  const own = path === undefined ? undefined : outcome.error?.at(path);
  return own ?? (outcome.words.problems.length > 0 ? outcome.words.problems.join(' ') : outcome.words.what);
}

/** What keeps everything in, in words. */
function unreadWords(unread: ContractView['unread']): string | null {
  if (unread.length === 0) return null;
  const entries = counted(unread.length, 'entry', 'entries');
  if (unread.some((one) => !one.readable)) return `${entries} cannot be read`;
  return `${entries} ${unread.length === 1 ? 'waits' : 'wait'} to be entered`;
}

/** An error as one text for a toast. */
export function told(words: ErrorWords): string {
  return [words.what, ...words.problems, words.then].filter(Boolean).join(' ');
}
