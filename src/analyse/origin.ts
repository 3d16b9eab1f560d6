/** Where a number comes from: measured with the runs, standing on their cards, or some of each. */
export type Origin = 'measured' | 'card' | 'both';

/** Of what is made of parts; of nothing it is the card's. @example originOf(['card', 'measured']) // 'both' */
export function originOf(parts: readonly Origin[]): Origin {
  const [first = 'card', ...rest] = parts;
  return rest.every((part) => part === first) ? first : 'both';
}
