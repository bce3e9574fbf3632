/** The document as a tree of blocks, in the shape the host sends it. Numbers that are read are texts; floats only place marks. */
export interface Tree {
  title: string;
  subject: string;
  author: string;
  running_head: string;
  revision: string;
  hash: string;
  created: string;
  language: string;
  blocks: Block[];
}

export type Block =
  | ({ kind: 'title' } & Title)
  | ({ kind: 'facts' } & Facts)
  | ({ kind: 'contents' } & Contents)
  | ({ kind: 'heading' } & Heading)
  | ({ kind: 'paragraph' } & Paragraph)
  | ({ kind: 'list' } & List)
  | ({ kind: 'table' } & Table)
  | ({ kind: 'stepped_chart' } & SteppedChart)
  | ({ kind: 'heat_map' } & HeatMap)
  | ({ kind: 'fan_chart' } & FanChart)
  | ({ kind: 'dot_plot' } & DotPlot)
  | ({ kind: 'signatures' } & Signatures)
  | ({ kind: 'note' } & Note)
  | { kind: 'rule' }
  | { kind: 'page_break' };

export interface Span {
  text: string;
  style?: 'plain' | 'strong' | 'emphasis' | 'muted';
  field?: string | null;
  target?: string | null;
}
export interface Title { overline: string; text: Span[]; lead: Span[] }
export interface Facts { summary: string; rows: { label: string; value: Span[] }[] }
export interface Contents { title: string; depth: number }
export interface Heading { level: number; number?: string | null; text: string; id: string; field?: string | null }
export interface Paragraph { number?: string | null; id?: string | null; spans: Span[] }
export interface List { items: Span[][] }
export interface Column { head: string; align: 'start' | 'end'; grow: number }
export interface Row { cells: Span[][]; total: boolean }
export interface Table { id: string; label: string; caption: string; columns: Column[]; rows: Row[]; row_heads: boolean; note: Span[] }
export interface Tick { value: number; label: string }
export interface StepPoint { value: number; label: string; field?: string | null }
export interface StepSeries { name: string; points: StepPoint[]; dashed: boolean }
export interface SteppedChart { id: string; label: string; caption: string; alt: string; ticks: Tick[]; steps: string[]; step_name: string; series: StepSeries[] }
export interface HeatCell { label: string; shade?: number | null }
export interface HeatRow { name: Span[]; cells: HeatCell[]; word: string; apart: boolean }
export interface HeatMap { id: string; label: string; caption: string; row_head: string; columns: string[]; word_head: string; rows: HeatRow[]; note: Span[] }
export interface FanBand { label: string; low: number[]; high: number[] }
export interface FanChart {
  id: string; label: string; caption: string; alt: string; ticks: Tick[]; months: string[];
  history: (number | null)[]; bands: FanBand[]; median: number[]; target: (number | null)[];
}
export interface Dot { value: number; open: boolean }
export interface DotPlot { id: string; label: string; caption: string; alt: string; ticks: Tick[]; dots: Dot[]; median?: Tick | null }
export interface Signatures { places: { id: string; role: string; party: Span[] }[] }
export interface Note { lead: string; spans: Span[] }
