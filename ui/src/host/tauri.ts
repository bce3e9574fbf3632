import { Channel, invoke } from '@tauri-apps/api/core';
import { toHostError } from './errors';
import type { CommandMap, Host } from './host';

/** The real host: commands of the window's own program, and nothing else of the platform. */
export function tauriHost<C extends CommandMap>(): Host<C> {
  return {
    async invoke(command, args) {
      try {
        return await invoke(command, args);
      } catch (thrown) {
        throw toHostError(thrown);
      }
    },
    async run(command, args, onprogress) {
      const progress = new Channel<C[typeof command]['progress']>();
      progress.onmessage = onprogress;
      try {
        return await invoke(command, { ...args, progress });
      } catch (thrown) {
        throw toHostError(thrown);
      }
    },
  };
}
