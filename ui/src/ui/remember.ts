import type { Attachment } from 'svelte/attachments';

const places = new Map<string, number>();

/** A pane that comes back where it was scrolled to. */
export function rememberScroll(key: string): Attachment<HTMLElement> {
  return (pane) => {
    pane.scrollTop = places.get(key) ?? 0;
    const keep = () => places.set(key, pane.scrollTop);
    pane.addEventListener('scroll', keep, { passive: true });
    return () => pane.removeEventListener('scroll', keep);
  };
}
