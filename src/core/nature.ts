/** True parameters of an emulated experiment. */
export const NATURES = ['nominal', 'drawn'] as const;

/**
 * `nominal`: those of the card. `drawn`: the card's moved within their uncertainties, which the analysis is not told.
 */
export type Nature = (typeof NATURES)[number];
