import type { Command } from './commands';

/** The command whose keys were pressed; null where there is none, or where they are the field's own. */
export function commandOf(event: KeyboardEvent, commands: readonly Command[]): Command | null {
  return commands.find((command) => [command.keys, ...(command.alsoKeys ?? [])].some((keys) => keys !== undefined && pressed(event, keys)) && !belongsToField(event, command)) ?? null;
}

/** Whether these are the keys: "Ctrl" is also the command key of a Mac. A sign that needs Shift on some keyboards is named by itself. */
export function pressed(event: KeyboardEvent, keys: readonly string[]): boolean {
  const key = keys.at(-1) ?? '';
  const held = new Set(keys.slice(0, -1));
  if ((event.ctrlKey || event.metaKey) !== held.has('Ctrl') || event.altKey !== held.has('Alt')) return false;
  if (event.key.toLowerCase() !== key.toLowerCase()) return false;
  return isSign(key) || event.shiftKey === held.has('Shift');
}

function isSign(key: string): boolean {
  return key.length === 1 && key.toLowerCase() === key.toUpperCase() && !/\d/.test(key);
}

/** A text box takes plain signs; and it takes back its own typing as long as that was not handed on. */
function belongsToField(event: KeyboardEvent, command: Command): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  const writes = target.matches('textarea, select, input:not([type="checkbox"], [type="radio"], [type="range"])');
  if (!writes) return false;
  if (!event.ctrlKey && !event.metaKey && !event.altKey) return true;
  if (!command.yields) return false;
  const field = target.closest('[data-form-field]');
  return field === null || field.hasAttribute('data-draft');
}
