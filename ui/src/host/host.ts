import { getContext, setContext } from 'svelte';

/** What a command takes, gives back, and reports on the way. Generated wire types fill a map of these. */
export interface CommandShape {
  args: Record<string, unknown>;
  result: unknown;
  progress?: unknown;
}
export type CommandMap = { [name: string]: CommandShape };

/**
 * The way to the program behind the window. Everything outside this folder sees only this interface, so tests put a
 * fake in its place and no component knows what the window is made of.
 */
export interface Host<C extends CommandMap = CommandMap> {
  invoke<K extends keyof C & string>(command: K, args: C[K]['args']): Promise<C[K]['result']>;
  /** As `invoke`, for long work: reports on the way come through `onprogress`. */
  run<K extends keyof C & string>(command: K, args: C[K]['args'], onprogress: (progress: C[K]['progress']) => void): Promise<C[K]['result']>;
}

const KEY = Symbol('host');

export function provideHost<C extends CommandMap>(host: Host<C>): Host<C> {
  setContext(KEY, host);
  return host;
}

export function useHost<C extends CommandMap>(): Host<C> {
  const host = getContext<Host<C> | undefined>(KEY);
  if (!host) throw new Error('no host was provided');
  return host;
}
