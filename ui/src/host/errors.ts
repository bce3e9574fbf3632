/**
 * What the host reports when a command fails: a small code, and facts for the words. The words and the way out are
 * here, in one table, and nowhere else.
 */
export class HostError extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = 'HostError';
    this.code = code;
    this.facts = facts;
  }

  /** A fact as text; empty if it was not sent. */
  fact(name: string): string {
    const value = this.facts[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }
}

/** Whatever was thrown, as an error of the table. What is not ours is `internal`. */
export function toHostError(thrown: unknown): HostError {
  if (thrown instanceof HostError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    const { code, ...facts } = thrown as { code: string } & Record<string, unknown>;
    return new HostError(code, facts);
  }
  return new HostError('internal', { detail: thrown instanceof Error ? thrown.message : String(thrown) });
}

export type RecoveryAction = 'retry' | 'choose_another_file' | 'save_a_copy' | 'restart' | 'none';

export interface ErrorWords {
  /** What happened, to what. */
  what: string;
  /** What to do now. */
  then: string;
  action: RecoveryAction;
}

type Wording = (error: HostError) => ErrorWords;
const named = (error: HostError, otherwise: string) => (error.fact('name') ? `“${error.fact('name')}”` : otherwise);

const WORDS: Readonly<Record<string, Wording>> = {
  disk_full: () => ({
    what: 'The disk is full, so your last changes are only in this window.',
    then: 'Free some space and retry, or save a copy on another disk.',
    action: 'retry',
  }),
  read_only: () => ({
    what: 'The contracts cannot be written: their file or folder is read-only.',
    then: 'You can look around and export. To edit, make the folder writable and start again.',
    action: 'retry',
  }),
  locked: () => ({
    what: 'Another program is using the contracts file.',
    then: 'Close it and retry.',
    action: 'retry',
  }),
  corrupt: () => ({
    what: 'The contracts file is damaged and was left as it is.',
    then: 'Restore the newest backup beside it, or start with an empty library.',
    action: 'restart',
  }),
  newer_version: (error) => ({
    what: `${named(error, 'This file')} was written by a newer Plumbline.`,
    then: 'Update Plumbline, then open it again. Nothing in it was changed.',
    action: 'none',
  }),
  not_found: (error) => ({
    what: `${named(error, 'What you asked for')} is no longer there.`,
    then: 'It may have been removed in another window. Go back to the library.',
    action: 'none',
  }),
  unreadable_file: (error) => ({
    what: `${named(error, 'The file')} could not be read${error.fact('found') ? `: ${error.fact('found')}` : ''}.`,
    then: error.fact('expected') ? `Expected ${error.fact('expected')}.` : 'Choose a CSV file, or a file from the other party.',
    action: 'choose_another_file',
  }),
  refused: (error) => ({
    what: error.fact('message') || 'That is not possible now.',
    then: error.fact('hint'),
    action: 'none',
  }),
  cancelled: () => ({ what: '', then: '', action: 'none' }),
  internal: () => ({
    what: 'Something went wrong inside Plumbline. Your saved work is safe.',
    then: 'Try again. If it happens again, restart Plumbline.',
    action: 'retry',
  }),
};

/** Words for an error, or none where nothing has to be said: cancelling is silent. */
export function errorWords(thrown: unknown): ErrorWords | null {
  const error = toHostError(thrown);
  if (error.code === 'cancelled') return null;
  return (WORDS[error.code] ?? WORDS.internal)?.(error) ?? null;
}

export function knownCodes(): string[] {
  return Object.keys(WORDS);
}
