export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'quiet';

export type GraphNode = {
  readonly id: string;
  readonly title: string;
  /** A short line beneath; may change without anything moving. */
  readonly detail?: string;
  readonly tone: Tone;
  /** `dataset`, `queue`: told to who hears the page, and a class of the node. */
  readonly kind?: string;
};

export type GraphEdge = { readonly from: string; readonly to: string; readonly tone?: Tone };
