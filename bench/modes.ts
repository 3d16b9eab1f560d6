/** Ways through a spill that are measured; a new one is a line here. */
export interface Mode {
  readonly name: string;
  /** What it adds to the job of a spill. */
  readonly options: object;
}

export const MODES: readonly Mode[] = [{ name: 'every', options: {} }];
