/** Numbers as titles and captions say them. */

/** @example percent(0.9) // "90 %" */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(4))} %`;

/** Three digits and a power of ten. @example electrons(2.84e11) // "2.84e11" */
export const electrons = (n: number): string =>
  Number(n.toPrecision(3)).toExponential().replace('e+', 'e');
