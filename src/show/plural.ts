/** Words behind a number. */

/** @example plural(1, 'spill') // "spill" */
export const plural = (n: number, one: string, many = `${one}s`): string => (n === 1 ? one : many);

/** @example counted(2, 'spill') // "2 spills" */
export const counted = (n: number, one: string): string => `${n} ${plural(n, one)}`;
