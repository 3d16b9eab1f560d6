/**
 * The candidate closest to a mistyped name (edits: insert, delete, replace, swap two neighbours;
 * a difference of case alone costs nearly nothing), or undefined if none is close.
 *
 * @example nearest('treshold', ['threshold', 'keep']) // 'threshold'
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const limit = Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3));
    // Each letter too many is an edit.
    if (Math.abs(name.length - candidate.length) > limit) continue;
    const distance = editDistance(name, candidate, Math.min(limit, bestDistance));
    if (distance < bestDistance && distance <= limit) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Optimal string alignment distance; replacing a letter by its other case costs 0.1. What is more than `limit` may be
 * told as infinite.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replace = a[i - 1] === b[j - 1] ? 0 : sameLetter(a[i - 1], b[j - 1]) ? 0.1 : 1;
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + replace);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
      least = Math.min(least, row[j]);
    }
    // A row comes from the one before it, or with one edit more from the one before that.
    if (least > limit && leastBefore + 1 > limit) return Number.POSITIVE_INFINITY;
    leastBefore = least;
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

function sameLetter(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
