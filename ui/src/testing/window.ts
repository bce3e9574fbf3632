import type { WindowActions } from '../stations/actions';

/** What a window can do, doing nothing. Shared by tests only. */
export function windowActions(more: Partial<WindowActions> = {}): WindowActions {
  const none = () => {};
  return { create: none, sample: none, choose: none, close: none, go: none, palette: none, shortcuts: none, zoom: 1, setZoom: none, ...more };
}
