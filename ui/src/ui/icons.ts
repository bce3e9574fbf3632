/** The icon set: strokes of 1.5 on a grid of 16. Status icons differ in outline, so colour is never needed. */
export const ICONS = {
  // Stations and the mark
  plumb: 'M4.5 1.25h7M8 1.25v6M5.25 7.25h5.5L8 14.75z',
  contracts: 'M2.25 5h11.5v8.75H2.25zM4 2.5h8M6.25 8h3.5',
  terms: 'M3.5 1.75h5.75L12.5 5v9.25h-9zM9 2v3.25h3.25M5.75 8.5h4.5M5.75 11.25h4.5',
  baseline: 'M2 2v12h12M4.5 10.5l2.75-3.25L9.5 9l4-4.75',
  simulate: 'M1.5 13.75h13M2.5 11.75C5.5 11.75 5.75 3.5 8 3.5s2.5 8.25 5.5 8.25',
  review: 'M2.25 2.5h4.5v11h-4.5zM9.25 2.5h4.5v11h-4.5zM3.75 5.5h1.5M10.75 5.5h1.5M10.75 8h1.5',
  sign: 'M2 14h12M3.5 11l.6-2.75L10.25 2l2.25 2.25-6.25 6.15z',
  // Status
  ok: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5zM5.25 8.25l2 2 3.5-4.25',
  info: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5zM8 7.25V11M8 4.9v.2',
  waiting: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5zM8 4.5V8l2.25 1.5',
  warning: 'M8 2.25l6.25 11.25H1.75zM8 6.5v3.25M8 11.5v.2',
  error: 'M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5',
  lock: 'M3.5 7.25h9v6.5h-9zM5.25 7.25V5a2.75 2.75 0 0 1 5.5 0v2.25',
  disk: 'M2.5 2.5h8.75l2.25 2.25v8.75h-11zM5 2.75V6h5V2.75M5 13.25v-4h6v4',
  // Actions
  undo: 'M5.5 3.25L2.75 6l2.75 2.75M3 6h7a3.5 3.5 0 0 1 0 7H6.25',
  redo: 'M10.5 3.25L13.25 6 10.5 8.75M13 6H6a3.5 3.5 0 0 0 0 7h3.75',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM10.25 10.25L14 14',
  more: 'M3 8h.2M8 8h.2M13 8h.2',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  close: 'M3.75 3.75l8.5 8.5M12.25 3.75l-8.5 8.5',
  upload: 'M8 10.75V2.5M4.75 5.5L8 2.25l3.25 3.25M2.5 13.5h11',
  download: 'M8 2.25v8.5M4.75 7.75L8 11l3.25-3.25M2.5 13.5h11',
  mend: 'M3 13l.6-2.9 6.9-6.85 2.3 2.3-6.9 6.85z',
  table: 'M2.25 2.75h11.5v10.5H2.25zM2.25 6.25h11.5M6.5 6.25v7',
  chart: 'M2.5 2v11.5H14M5.5 11V7.5M8.5 11V4.5M11.5 11V6',
  copy: 'M5.5 5.5h8v8h-8zM3.75 10.5H2.5v-8h8v1.25',
  person: 'M8 2.5a2.75 2.75 0 1 1 0 5.5a2.75 2.75 0 1 1 0-5.5zM2.75 14c.4-3 2.4-4.5 5.25-4.5s4.85 1.5 5.25 4.5',
  send: 'M3 8h10M9 4l4 4-4 4',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  left: 'M10 4L6 8l4 4',
  right: 'M6 4l4 4-4 4',
  trash: 'M3 4.5h10M6 4.25V2.5h4v1.75M4.25 4.75l.6 8.75h6.3l.6-8.75',
  stop: 'M4 4h8v8H4z',
} as const;

export type IconName = keyof typeof ICONS;
