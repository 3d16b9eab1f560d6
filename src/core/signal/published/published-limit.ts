/**
 * An upper limit on the kinetic mixing eps of an invisible dark photon, as it was published. For overlay
 * and comparison only: no number of ours is made from one.
 */
export interface PublishedLimit {
  /** Experiment and year. */
  readonly name: string;
  readonly citation: string;
  readonly arXiv: string;
  readonly figure: string;
  /** How the figure became numbers. */
  readonly digitised: string;
  /** Confidence level. */
  readonly cl: number;
  /** By rising mass. */
  readonly points: readonly (readonly [massGeV: number, eps: number])[];
}

export const DARKCAST =
  'values of the figure as compiled by DarkCast (P. Ilten et al., JHEP 06 (2018) 004, arXiv:1801.04847)';
