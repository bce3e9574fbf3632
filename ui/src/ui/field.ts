/** One fact of the form, as plain data. */
export interface FieldView {
  /** The term's path, the same as in the document and in findings. */
  path: string;
  label: string;
  /** What was typed; empty if nothing was. */
  value: string;
  kind?: 'text' | 'number' | 'area' | 'choice';
  unit?: string;
  /** Lines of an area. */
  rows?: number;
  /** An area that holds one sentence, which only needs the room: Enter hands it on. */
  sentence?: boolean;
  placeholder?: string;
  options?: readonly Option[];
  /** How the typed text is understood, where that is not plain from the text itself. */
  reading?: string;
  /** What is wrong, and the way out. */
  error?: string;
  /** What was typed and could not be taken, and why: it is shown in place of the value until it is set right. */
  refused?: { text: string; reason: string; readable?: boolean };
  /** What stood here before, after it was mended: "was 72.0". */
  was?: string;
  /** Why it cannot be edited now; the field is then read-only. */
  locked?: string;
  /** As `locked`, where the reason stands once for the whole form. */
  readonly?: boolean;
  hint?: string;
  /** Columns of the four-column form grid. */
  span?: 1 | 2 | 3 | 4;
}

export interface Option {
  value: string;
  label: string;
}

/**
 * Sets one term, by path and text as a person typed it. May be awaited until the term is stored; gives back why it was
 * refused, then nothing was changed and the typed text stays in the field.
 */
export type Edit = (path: string, text: string) => void | string | Promise<void | string>;
