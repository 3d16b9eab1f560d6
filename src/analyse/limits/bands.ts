/** The five bands of an expected limit, in standard deviations. */
export const SIGMAS = [-2, -1, 0, 1, 2] as const;
