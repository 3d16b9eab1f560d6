import { exp, log } from '../math.js';

/**
 * A function of mass through a table of (mass in GeV, value), linear in the logarithms of both,
 * exact at the first and inner points. Masses outside the table are refused, never extrapolated.
 */
export function logLogInterpolation(
  what: string,
  table: readonly (readonly [massGeV: number, value: number])[],
): (massGeV: number) => number {
  const [lowest] = table[0];
  const [highest] = table[table.length - 1];
  return (massGeV) => {
    if (!(massGeV >= lowest && massGeV <= highest)) {
      throw new Error(
        `${what}: got a mass of ${massGeV} GeV, expected ${lowest} to ${highest} GeV; ` +
          'choose a mass inside the table, it is not extrapolated',
      );
    }
    let i = 0;
    while (i < table.length - 2 && table[i + 1][0] <= massGeV) i++;
    const [m0, y0] = table[i];
    const [m1, y1] = table[i + 1];
    return y0 * exp((log(massGeV / m0) / log(m1 / m0)) * log(y1 / y0));
  };
}
