/** Two efficiencies of the same ghosts. */

/** Answers of each ghost to as many questions. @returns how often any two are yes together */
export const jointCounts = (holds: readonly (readonly boolean[])[]): number[][] =>
  holds.map((a) => holds.map((b) => a.reduce((sum, x, i) => sum + Number(x && b[i]), 0)));

/**
 * Difference of two efficiencies e1 - e2, e = passed / of, and its error. To first order each ghost moves it by
 * (p1 - e1 o1) / O1 - (p2 - e2 o2) / O2, and the variance is the sum of the squares of that: with one denominator those of
 * the discordant ghosts alone, as in McNemar's test.
 * @param joint counts of pairs of answers
 * @param first where of and passed of both stand in it, one after the other
 */
export function difference(
  joint: readonly (readonly number[])[],
  first = 0,
): readonly [value: number, error: number] {
  const places = [0, 1, 2, 3].map((i) => first + i);
  const [of1, passed1, of2, passed2] = places.map((i) => joint[i][i]);
  const [e1, e2] = [passed1 / of1, passed2 / of2];
  const weights = [-e1 / of1, 1 / of1, e2 / of2, -1 / of2];
  const variance = weights.reduce(
    (sum, w, i) => sum + weights.reduce((s, v, j) => s + w * v * joint[places[i]][places[j]], 0),
    0,
  );
  return [e1 - e2, Math.sqrt(Math.max(0, variance))];
}
