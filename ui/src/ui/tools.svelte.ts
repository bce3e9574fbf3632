import { getContext, setContext } from 'svelte';

/** `editing`: a field holds typed text that was not handed on yet. */
export type SaveState = 'saved' | 'editing' | 'saving' | 'not_saved';

/** What stands at the right edge of every station's header. One object for all stations, so it is always the same. */
export interface Tools {
  readonly save: SaveState;
  /** Why something is not saved, and what is only in this window. */
  readonly failure?: { what: string; then: string; unsaved: readonly string[] } | null;
  /** Entries that cannot be read, in words, and the way to the first. */
  readonly unreadable?: { words: string; href: string; go: () => void } | null;
  /** The step that undo would take back, in words; none if there is nothing to take back. */
  readonly undoStep: string | null;
  readonly redoStep: string | null;
  /** The contract at hand, shown in the header where the sidebar is only a rail. */
  readonly contract: string | null;
  undo(): void;
  redo(): void;
  retry(): void;
  openCommands(): void;
}

const KEY = Symbol('tools');

export function provideTools(tools: Tools): void {
  setContext(KEY, tools);
}

export function useTools(): Tools {
  const tools = getContext<Tools | undefined>(KEY);
  if (!tools) throw new Error('a station header needs the tools of the frame');
  return tools;
}
