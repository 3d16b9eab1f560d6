import { type Key, Stream } from '../../../core/random/index.js';
import { countable } from '../counts.js';
import type { Data, Model } from '../likelihood.js';

/** Fourth word of the address of all toys: apart from the run numbers, which stand there in the emulation. */
const TOYS = 0x746f7973;

/** Whose toys: third word of the address. */
export const HYPOTHESES = { background: 0, signal: 1, fit: 2 } as const;

export type Hypothesis = keyof typeof HYPOTHESES;

const stream = new Stream();

/**
 * Toy `i` of a hypothesis with the parameters x: main data Poisson, auxiliary data as their constraints say.
 * A pure function of (key, hypothesis, i, x); every number has its own address, so that at another x
 * the same toy is drawn from the same chances (common random numbers).
 */
export function toyOf(
  model: Model,
  x: Float64Array,
  key: Key,
  hypothesis: Hypothesis,
  i: number,
): Data {
  const { counts, auxiliary } = model.expected(x);
  const bins = counts.length;
  const at = (element: number) => stream.seek(key, i, element, HYPOTHESES[hypothesis], TOYS);
  for (let b = 0; b < bins; b++) counts[b] = at(b).poisson(countable('toys', counts[b]));
  for (let k = 0; k < auxiliary.length; k++) {
    const { kind, scale } = model.auxiliaries[k];
    const a = auxiliary[k];
    const own = at(bins + k);
    auxiliary[k] = kind === 'normal' ? a + scale * own.normal() : own.poisson(countable('toys', a));
  }
  return { counts, auxiliary, start: x };
}

/** @throws UsageError where an expectation is more than can be drawn */
export function checkMeans(model: Model, x: Float64Array): void {
  for (const mean of model.expected(x).counts) countable('toys', mean);
}
