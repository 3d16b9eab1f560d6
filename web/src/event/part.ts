/** A part of the page: one file of this shape for each. */
export interface Part {
  /** Light has become dark, or the other way round: for what is painted on a canvas. */
  recolour?(): void;
  close?(): void;
}

/** Somebody has chosen a channel. */
export type Choose = (frontEnd: string, channel: number) => void;
