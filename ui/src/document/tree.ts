/** The document as a tree of blocks, as the host sends it. Numbers that are read are texts; floats only place marks. */
export type { Block } from '../host/types/Block';
export type { Dot } from '../host/types/Dot';
export type { FanBand } from '../host/types/FanBand';
export type { Heading } from '../host/types/Heading';
export type { Span } from '../host/types/Span';
export type { StepSeries } from '../host/types/StepSeries';
export type { Tick } from '../host/types/Tick';
export type { Tree } from '../host/types/Tree';
