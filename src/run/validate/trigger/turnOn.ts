/**
 * Turn-on curves: the physics trigger on particles of known energy that have the counters and marks of
 * emulated beam particles, against error functions; and how often an ordinary electron fires the sum.
 */
import { normalCdf } from '../../../core/normal.js';
import type { Card } from '../../../core/card/index.js';
import { seedKey } from '../../../core/random/index.js';
import { spillProfile } from '../../../emulate/beam/profile.js';
import { EverySlice } from '../../../emulate/beam/everySlice.js';
import { spillKey } from '../../../emulate/spill.js';
import { ORDINARY } from '../../../emulate/target/index.js';
import { analogue, digitise, thresholdCounts } from '../../../emulate/trigger/counts.js';
import { Trigger } from '../../../emulate/trigger/index.js';
import { row, type ValidationRow } from '../row.js';

const ECAL_ENERGIES = [50, 70, 74, 77, 79, 80, 81, 83, 86, 90];
const PRESHOWER_ENERGIES = [0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.8];
/** Well below and well above the thresholds, GeV. */
const LOW_ECAL = 30;
const HIGH_PRESHOWER = 5;
const SAMPLED = [84, 86, 88, 90, 95];

/** @param particles behind each point */
export function turnOnRows(card: Card, seed: string, particles: number): ValidationRow[] {
  const { trigger: section } = card;
  const trigger = new Trigger(section);
  const physics = trigger.menu.entries.findIndex(({ name }) => name === 'physics');
  const beam = ordinaryElectrons(card, seed, particles);
  const { efficiency, selfVeto } = card.detector.counters;
  const counters = efficiency ** 4 * (1 - selfVeto);
  const { ecal, preshower } = section;

  const share = (ecalEnergy: number, preshowerEnergy: number): number => {
    let fired = 0;
    for (const { counters, mark, preshowerMark } of beam) {
      const guest = {
        fired: counters,
        ecal: digitise(analogue(ecalEnergy, mark, ecal.smear), ecal.count),
        preshower: digitise(
          analogue(preshowerEnergy, preshowerMark, preshower.smear),
          preshower.count,
        ),
      };
      if (trigger.evaluateAlone(guest).met & (1 << physics)) fired++;
    }
    return fired / beam.length;
  };
  const point = (what: string, sum: number, got: number, source: string) => {
    const expected = counters * sum;
    const error = Math.sqrt((expected * (1 - expected)) / beam.length);
    return row({
      name: what,
      role: 'out',
      expected,
      allowed: 0.002,
      emulated: [got, Math.max(error, 1 / beam.length)],
      source,
    });
  };
  const rows = ECAL_ENERGIES.map((energy) => {
    const sum = normalCdf((ecal.threshold - energy) / ecal.smear);
    const what = `physics trigger at ${energy} GeV in the ECAL`;
    return point(what, sum, share(energy, HIGH_PRESHOWER), 'counters x error function');
  });
  for (const energy of PRESHOWER_ENERGIES) {
    // The first count above the threshold; the mark is bounded at 4.
    const first = (thresholdCounts(preshower.threshold, preshower.count) + 1) * preshower.count;
    const needed = (first - energy) / preshower.smear;
    const sum = needed <= -4 ? 1 : needed > 4 ? 0 : normalCdf(-needed);
    const what = `physics trigger at ${energy} GeV in the preshower`;
    rows.push(point(what, sum, share(LOW_ECAL, energy), 'counters x error function, bounded'));
  }
  return [...rows, ...ordinaryRows(card, seed, 10 * particles)];
}

interface Marked {
  readonly counters: number;
  readonly mark: number;
  readonly preshowerMark: number;
}

/** Ordinary electrons of the beam, as they come. */
function* electrons(card: Card, seed: string, number: number): Generator<[EverySlice, number]> {
  const key = seedKey(seed);
  let left = number;
  for (let spill = 1; left > 0; spill++) {
    const at = spillKey(card, key, spill);
    const profile = spillProfile(card.beam, at).electrons;
    const slice = new EverySlice(card, at);
    for (let s = 0; s < profile.length && left > 0; s++) {
      slice.draw(s, profile[s]);
      for (let i = 0; i < slice.size && left > 0; i++) {
        if (slice.kind[i] !== ORDINARY) continue;
        left--;
        yield [slice, i];
      }
    }
  }
}

function ordinaryElectrons(card: Card, seed: string, number: number): Marked[] {
  const { smear } = card.trigger.preshower;
  return Array.from(electrons(card, seed, number), ([slice, i]) => {
    const preshowerMark = (slice.preshower(i) - slice.fateOf(i).preshower) / smear;
    const mark = (slice.ecal(i) - slice.seenOf(i).energy) / card.trigger.ecal.smear;
    return { counters: slice.fired[i], mark, preshowerMark };
  });
}

/** How often the sum of an ordinary electron is below its threshold. */
function ordinaryRows(card: Card, seed: string, number: number): ValidationRow[] {
  const { ecal } = card.trigger;
  const budget: [smear: number, expected: number, range: [number, number]][] = [
    [3, 4e-9, [3e-9, 5e-9]],
    [4, 2e-6, [1.5e-6, 2.5e-6]],
    [5, 8e-5, [6e-5, 1e-4]],
  ];
  const threshold = thresholdCounts(ecal.threshold, ecal.count);
  const rows = budget.map(([smear, expected, range]) => {
    const chance = countsBelow(card, smear)(threshold);
    const what = `ordinary electron below ${ecal.threshold} GeV, smear ${smear} GeV`;
    return row({
      name: what,
      role: 'out',
      expected,
      allowed: range,
      emulated: [chance, 0],
      source: 'rate budget, from the counts',
    });
  });
  const below = SAMPLED.map(() => 0);
  const at = SAMPLED.map((energy) => thresholdCounts(energy, ecal.count));
  for (const [slice, i] of electrons(card, seed, number)) {
    const counts = digitise(slice.ecal(i), ecal.count);
    at.forEach((n, k) => {
      if (counts < n) below[k]++;
    });
  }
  const chance = countsBelow(card, ecal.smear);
  SAMPLED.forEach((energy, k) => {
    const expected = chance(at[k]);
    const error = Math.sqrt(expected / number);
    const what = `ordinary electron below ${energy} GeV, sampled`;
    rows.push(
      row({
        name: what,
        role: 'out',
        expected,
        allowed: 0.02,
        emulated: [below[k] / number, error],
        source: 'from the counts',
      }),
    );
  });
  return rows;
}

/**
 * Chance that an ordinary electron brings less than n counts to the ECAL's sum: the sum of the chances of
 * all counts below, each the convolution of beam spread, resolution and smear over that count.
 */
function countsBelow(card: Card, smear: number): (n: number) => number {
  const { momentum, momentumSpread } = card.beam;
  const { stochastic, constant } = card.detector.ecal;
  const { count } = card.trigger.ecal;
  const steps = 600;
  const points = Array.from({ length: steps }, (_, i) => {
    // Flat to 1.5 and normal with 0.5 spreads.
    const d = -6 + (12 * (i + 0.5)) / steps;
    const weight = ((normalCdf((d + 1.5) / 0.5) - normalCdf((d - 1.5) / 0.5)) / 3) * (12 / steps);
    const p = momentum * (1 + momentumSpread * d);
    const sigma = Math.hypot(stochastic * Math.sqrt(p), constant * p, smear);
    return { p, weight, sigma };
  });
  const upTo = (energy: number) =>
    points.reduce((sum, { p, weight, sigma }) => sum + weight * normalCdf((energy - p) / sigma), 0);
  return (n) => {
    let sum = upTo(count); // whatever is below one count, negative sums too
    let last = sum;
    for (let k = 1; k < n; k++) {
      const next = upTo((k + 1) * count);
      sum += next - last;
      last = next;
    }
    return sum;
  };
}
