import type { Stream } from '../../src/core/random/index.js';

/** A straight way of an electron or positron at one energy: in X0, and over the beam's energy. */
export interface Way {
  readonly energy: number;
  readonly depth: number;
  readonly length: number;
  /** Whether it is the beam electron. */
  readonly first: boolean;
}

/** A cascade in lead photon by photon, down to a share of the beam's energy; tells of each way. */
export function analogueCascade(
  electrons: number,
  least: number,
  rng: Stream,
  tell: (way: Way) => void,
): void {
  const b = 4 / 3 + 0.032;
  const softest = 1e-3;
  const rate = b * (-Math.log(softest) - 1 + softest) + 0.5 * (1 - softest * softest);
  for (let n = 0; n < electrons; n++) {
    const stack = [{ energy: 1, depth: 0, photon: false, first: true }];
    for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
      if (p.energy < least) continue;
      if (p.photon) {
        let v: number;
        do v = rng.uniform();
        while (rng.uniform() > 1 - (4 / 3) * v * (1 - v));
        const depth = p.depth + (9 / 7) * rng.exponential();
        for (const share of [v, 1 - v]) {
          stack.push({ energy: p.energy * share, depth, photon: false, first: false });
        }
        continue;
      }
      let { energy, depth } = p;
      while (energy > least) {
        // What is softer than followed is lost continuously.
        const length = Math.min(rng.exponential() / rate, Math.log(energy / least) / (b * softest));
        tell({ energy, depth, length, first: p.first });
        depth += length;
        energy *= Math.exp(-b * softest * length);
        let v: number;
        do v = Math.exp(Math.log(softest) * rng.uniform());
        while (rng.uniform() > 1 - v + (v * v) / b);
        stack.push({ energy: energy * v, depth, photon: true, first: false });
        energy *= 1 - v;
      }
    }
  }
}
