import type { Commands } from '../../host/commands';
import { errorWords } from '../../host/errors';
import type { Host } from '../../host/host';
import type { ContractView } from '../../host/types/ContractView';
import type { Library } from '../../host/types/Library';
import type { Toasts } from '../../ui/toasts.svelte';
import { ownTemplates } from '../templates/templates';
import type { ContractRow, NewContract } from './contracts';
import { contractRow, templateRow } from './rows';

/** The library: what is in it, and what can be begun, opened, put away and brought back. */
export class LibraryController {
  #library = $state.raw<Library | null>(null);
  /** Why the library could not be read. */
  failure = $state.raw<ReturnType<typeof errorWords>>(null);
  readonly rows = $derived(this.#library?.contracts.map(contractRow) ?? []);
  readonly templates = $derived(this.#library?.templates.map(templateRow) ?? []);
  readonly ownTemplates = $derived(ownTemplates(this.#library?.templates ?? []));
  readonly ready = $derived(this.#library !== null);

  readonly #host: Host<Commands>;
  readonly #toasts: Toasts;
  readonly #open: (contract: ContractView) => void;

  constructor(host: Host<Commands>, toasts: Toasts, open: (contract: ContractView) => void) {
    this.#host = host;
    this.#toasts = toasts;
    this.#open = open;
  }

  async load(): Promise<void> {
    try {
      this.#library = await this.#host.invoke('library', {});
      this.failure = null;
    } catch (thrown) {
      this.failure = errorWords(thrown);
    }
  }

  /** What came with the answer to something else. */
  show(library: Library): void {
    this.#library = library;
  }

  async create(wanted: NewContract): Promise<void> {
    await this.#opening(async () => {
      const draft = await this.#host.invoke('create_from_template', { template: wanted.templateId });
      const changes = [
        { path: 'title', text: wanted.title },
        { path: 'parties.client.name', text: wanted.client },
        { path: 'parties.vendor.name', text: wanted.vendor },
      ].filter((change) => change.text !== '' && draft.fields.some((field) => field.path === change.path && field.text !== change.text));
      if (changes.length === 0) return draft;
      return this.#host.invoke('edit', { id: draft.id, edit: { set: { changes, label: 'Name the contract and its parties' } } });
    });
  }

  sample(): Promise<void> {
    return this.#opening(() => this.#host.invoke('open_sample', {}));
  }

  choose(): Promise<void> {
    return this.#opening(() => this.#host.invoke('open_contract_file', {}));
  }

  /** What the program was started with, if anything. */
  given(): Promise<void> {
    return this.#opening(() => this.#host.invoke('open_given_contract', {}));
  }

  drop(file: File): Promise<void> {
    return this.#opening(async () => {
      const bytes = [...new Uint8Array(await file.arrayBuffer())];
      return this.#host.invoke('open_dropped_contract', { name: file.name, bytes });
    });
  }

  async remove(row: ContractRow): Promise<void> {
    await this.#changing(() => this.#host.invoke('remove_contract', { id: row.id }));
    if (this.rows.some((one) => one.id === row.id)) return;
    this.#toasts.done(`Removed “${row.name}”.`, () => void this.#changing(() => this.#host.invoke('restore_contract', { id: row.id })));
  }

  /** Opens what comes back; nothing where a dialog was closed. */
  async #opening(work: () => Promise<ContractView | null>): Promise<void> {
    try {
      const contract = await work();
      if (!contract) return;
      this.#toasts.succeeded('open');
      this.#open(contract);
    } catch (thrown) {
      this.#say(thrown, 'open');
    }
  }

  async #changing(work: () => Promise<Library>): Promise<void> {
    try {
      this.#library = await work();
      this.#toasts.succeeded('library');
    } catch (thrown) {
      this.#say(thrown, 'library');
    }
  }

  #say(thrown: unknown, kind: string): void {
    const words = errorWords(thrown);
    if (words) this.#toasts.failed([words.what, ...words.problems, words.then].filter(Boolean).join(' '), kind);
  }
}
