/**
 * Why a command did nothing: a code, what happened in words, and every single problem where there are several. What to
 * do about a code, and what the window offers for it, is in one table here and nowhere else.
 */
export class HostError extends Error {
  readonly code: string;
  readonly details: readonly Detail[];

  constructor(code: string, message: string, details: readonly Detail[] = []) {
    super(message);
    this.name = 'HostError';
    this.code = code;
    this.details = details;
  }

  /** What is wrong with the term at `path`, if this error speaks of it. */
  at(path: string): string | undefined {
    return this.details.find((detail) => detail.place === path)?.message;
  }
}

/** One problem in an input: where, and what was found, expected and to be done. */
export interface Detail {
  place: string;
  message: string;
}

/** Whatever was thrown, as an error of the table. What is not ours is `internal`. */
export function toHostError(thrown: unknown): HostError {
  if (thrown instanceof HostError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    const { code, message, details } = thrown as { code: string; message?: unknown; details?: unknown };
    return new HostError(code, typeof message === 'string' ? message : '', Array.isArray(details) ? details.filter(isDetail) : []);
  }
  return new HostError('internal', thrown instanceof Error ? thrown.message : String(thrown));
}

export type RecoveryAction = 'retry' | 'choose_another_file' | 'none';

export interface ErrorWords {
  /** What happened, to what. */
  what: string;
  /** What to do now. */
  then: string;
  action: RecoveryAction;
  /** The single problems, each in one line. */
  problems: readonly string[];
}

interface Wording {
  /** Used where the host sent no words, or none fit to be shown. */
  what: string;
  then: string;
  action: RecoveryAction;
  /** The host's words are for builders, not for the reader. */
  hideMessage?: boolean;
}

const WORDS: Readonly<Record<string, Wording>> = {
  input: { what: 'That could not be read.', then: 'Nothing was changed. Correct it, or choose another file.', action: 'choose_another_file' },
  not_found: { what: 'It is no longer there.', then: 'It may have been removed meanwhile. Go back to the contracts.', action: 'none' },
  refused: { what: 'That is not possible now.', then: '', action: 'none' },
  read_only: { what: 'The contracts cannot be written.', then: 'You can look around and export. To edit, make the folder writable and retry.', action: 'retry' },
  locked: { what: 'Another program holds the contracts.', then: 'Close it and retry.', action: 'retry' },
  disk_full: { what: 'The disk is full.', then: 'Free some space and retry. What was saved before is safe.', action: 'retry' },
  corrupt: { what: 'The file is damaged.', then: 'It was left as it is. Restore a backup beside it, or choose another file.', action: 'none' },
  newer: { what: 'It was written by a newer Plumbline.', then: 'Update Plumbline and open it again; nothing in it was changed.', action: 'none' },
  io: { what: 'Reading or writing failed.', then: 'Check that the disk is there and retry.', action: 'retry' },
  cancelled: { what: '', then: '', action: 'none' },
  internal: { what: 'Something went wrong inside Plumbline. What was saved is safe.', then: 'Try again. If it happens again, restart Plumbline.', action: 'retry', hideMessage: true },
};

/** Words for an error, or none where nothing has to be said: cancelling is silent. */
export function errorWords(thrown: unknown): ErrorWords | null {
  const error = toHostError(thrown);
  if (error.code === 'cancelled') return null;
  const wording = WORDS[error.code] ?? WORDS.internal;
  if (!wording) return null;
  const own = wording.hideMessage || !(error.code in WORDS) ? '' : error.message;
  const then = saysWhatToDo(error.code, own) ? '' : wording.then;
  return { what: sentence(own || wording.what), then, action: wording.action, problems: error.details.map((detail) => sentence(placed(detail))) };
}

/** A problem with its place, where that is in words (a row, a month and a measure) that the message does not say. */
function placed({ place, message }: Detail): string {
  return place.includes(' ') && !message.includes(place) ? `${place}: ${message}` : message;
}

/** What the host says of the database or the disk ends with the way out: said twice, it would be noise. */
function saysWhatToDo(code: string, message: string): boolean {
  return !['input', 'not_found'].includes(code) && /[.!?] \p{Lu}/u.test(message);
}

export function knownCodes(): string[] {
  return Object.keys(WORDS);
}

/** Messages come as fragments: a capital at the front, a full stop at the end. */
function sentence(text: string): string {
  const upper = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return /[.!?…]$/.test(upper) ? upper : `${upper}.`;
}

function isDetail(value: unknown): value is Detail {
  return typeof value === 'object' && value !== null && 'place' in value && 'message' in value && typeof value.place === 'string' && typeof value.message === 'string';
}
