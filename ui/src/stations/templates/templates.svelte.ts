import type { Commands } from '../../host/commands';
import { errorWords, toHostError } from '../../host/errors';
import type { Host } from '../../host/host';
import type { Library } from '../../host/types/Library';
import type { TemplateForm } from '../../host/types/TemplateForm';
import type { Toasts } from '../../ui/toasts.svelte';
import { told } from '../contract.svelte';
import { typedLimits, type LimitRow, type OwnTemplate, type TemplateDraft } from './templates';

/** What was typed in the dialog. */
export interface TypedTemplate {
  title: string;
  purpose: string;
  rows: readonly LimitRow[];
  /** The template that it is the next version of, and what changed with it. */
  renews?: string;
  change?: string;
}

/** One's own templates: made, limited, put away with undo, in and out as files. */
export class TemplatesController {
  /** What is being made or edited; none where the dialog is closed. */
  draft = $state.raw<TemplateDraft | null>(null);
  /** Why it could not be kept, by place: `title`, or the path of a term; the empty place is the whole. */
  problems = $state.raw<ReadonlyMap<string, string>>(new Map());
  busy = $state(false);

  readonly #host: Host<Commands>;
  readonly #toasts: Toasts;
  readonly #onlibrary: (library: Library) => void;

  constructor(host: Host<Commands>, toasts: Toasts, onlibrary: (library: Library) => void) {
    this.#host = host;
    this.#toasts = toasts;
    this.#onlibrary = onlibrary;
  }

  /** Opens the dialog for a template of a contract. */
  async make(contract: string): Promise<void> {
    await this.#open(() => this.#host.invoke('template_form', { id: contract }), { contract });
  }

  /** Opens the dialog for the limits of a template. */
  async limit(template: string): Promise<void> {
    await this.#open(() => this.#host.invoke('own_template_form', { template }), { template });
  }

  close(): void {
    this.draft = null;
    this.problems = new Map();
  }

  /** Keeps what was typed; the dialog stays open with the reasons where that cannot be. */
  async keep(typed: TypedTemplate): Promise<void> {
    const draft = this.draft;
    if (!draft || this.busy) return;
    this.busy = true;
    const limits = typedLimits(typed.rows);
    try {
      if ('contract' in draft.of) {
        const { title, purpose, renews, change } = typed;
        const kept = await this.#host.invoke('save_template', { id: draft.of.contract, request: { title, purpose, limits, renews, change } });
        this.#onlibrary(kept.library);
        const version = renews === undefined ? undefined : kept.library.templates.find((one) => one.id === kept.id)?.version;
        this.#toasts.done(`Saved ${version === undefined ? '' : `version ${version} of `}the template “${kept.title}”.`, () => void this.#put(renews === undefined ? 'remove_template' : 'revert_template', kept.id));
      } else {
        const { template } = draft.of;
        this.#onlibrary(await this.#host.invoke('limit_template', { template, limits }));
        const before = typedLimits(draft.rows);
        this.#toasts.done(`Limits of “${draft.title}” changed.`, () => void this.#limitAgain(template, before));
      }
      this.close();
    } catch (thrown) {
      const error = toHostError(thrown);
      const words = errorWords(error);
      const known = error.details.map((detail) => [detail.place, detail.message] as const);
      this.problems = new Map(known.length > 0 ? known : [['', words ? told(words) : '']]);
    }
    this.busy = false;
  }

  async remove(template: OwnTemplate): Promise<void> {
    if (await this.#put('remove_template', template.id)) this.#toasts.done(`Deleted the template “${template.name}”.`, () => void this.#put('restore_template', template.id));
  }

  async import(file?: File): Promise<void> {
    await this.#told('import', async () => {
      const kept = file
        ? await this.#host.invoke('import_dropped_template', { name: file.name, bytes: [...new Uint8Array(await file.arrayBuffer())] })
        : await this.#host.invoke('import_template', {});
      if (!kept) return;
      this.#onlibrary(kept.library);
      this.#toasts.done(`Imported the template “${kept.title}”.`, () => void this.#put('remove_template', kept.id));
    });
  }

  async export(template: OwnTemplate, withLimits: boolean): Promise<void> {
    await this.#told('export', async () => {
      const saved = await this.#host.invoke('export_template', { template: template.id, withLimits });
      if (saved) this.#toasts.done(`Wrote ${saved.name}${withLimits && template.limitLines.length > 0 ? ', with your limits: keep it on your side' : ''}.`);
    });
  }

  async #open(ask: () => Promise<TemplateForm>, of: TemplateDraft['of']): Promise<void> {
    await this.#told('template', async () => {
      const form = await ask();
      this.problems = new Map();
      this.draft = {
        of, title: form.title, purpose: form.purpose, leftOut: form.left_out, rows: form.limits,
        terms: form.terms.map((term) => ({ value: term.path, label: term.full_label, now: term.text })),
        renewable: form.renewable.map((one) => ({ id: one.id, title: one.title, purpose: one.purpose, nextVersion: one.next_version, rows: one.limits })),
      };
    });
  }

  async #limitAgain(template: string, limits: ReturnType<typeof typedLimits>): Promise<void> {
    await this.#told('template', async () => this.#onlibrary(await this.#host.invoke('limit_template', { template, limits })));
  }

  #put(command: 'remove_template' | 'restore_template' | 'revert_template', template: string): Promise<boolean> {
    return this.#told('template', async () => this.#onlibrary(await this.#host.invoke(command, { template })));
  }

  /** True where it was done; what refused it is told in a toast. */
  async #told(kind: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.#toasts.succeeded(kind);
      return true;
    } catch (thrown) {
      const words = errorWords(thrown);
      if (words) this.#toasts.failed(told(words), kind);
      return false;
    }
  }
}
