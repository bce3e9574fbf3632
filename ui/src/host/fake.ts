import { toHostError } from './errors';
import type { CommandMap, Host } from './host';

type Answer<C extends CommandMap, K extends keyof C> = (
  args: C[K]['args'],
  onprogress: (progress: C[K]['progress']) => void,
) => C[K]['result'] | Promise<C[K]['result']>;

export interface FakeHost<C extends CommandMap> extends Host<C> {
  /** Every call so far, in order. */
  readonly calls: { command: string; args: unknown }[];
}

/** A host for tests: answers by command; what an answer throws arrives as the wire error it would be. */
export function fakeHost<C extends CommandMap>(answers: { [K in keyof C]?: Answer<C, K> }): FakeHost<C> {
  const calls: { command: string; args: unknown }[] = [];
  async function call<K extends keyof C & string>(command: K, args: C[K]['args'], onprogress: (progress: C[K]['progress']) => void) {
    calls.push({ command, args });
    const answer = answers[command];
    if (!answer) throw toHostError({ code: 'internal', message: `no answer for ${command}` });
    try {
      return await answer(args, onprogress);
    } catch (thrown) {
      throw toHostError(thrown);
    }
  }
  return { calls, invoke: (command, args) => call(command, args, () => {}), run: call };
}
