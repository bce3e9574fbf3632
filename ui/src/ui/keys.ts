export type Shortcut = 'commands' | 'undo' | 'redo';

/** What a key means for the whole window; null where it is the field's own. */
export function shortcut(event: KeyboardEvent): Shortcut | null {
  if (!event.ctrlKey && !event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'k') return 'commands';
  if (key !== 'z' && key !== 'y') return null;
  if (keepsItsOwn(event.target)) return null;
  return key === 'y' || event.shiftKey ? 'redo' : 'undo';
}

/** A field takes back its own typing as long as that was not handed on; any other text box always does. */
function keepsItsOwn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || !target.matches('textarea, input:not([type="checkbox"], [type="radio"], [type="range"])')) return false;
  const field = target.closest('[data-form-field]');
  return field === null || field.hasAttribute('data-draft');
}
