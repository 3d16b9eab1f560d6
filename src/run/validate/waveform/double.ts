/**
 * Two pulses in an ECAL cell: how often both are found against their distance, and what energy and time of the
 * first are then; expected spreads are the Cramer-Rao bound of a joint fit of both.
 */
import { sampleNoise } from '../../../analyse/calibration/constants.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { ECAL_CELLS, ecalChannel } from '../../../core/channels.js';
import { solveLinear } from '../../../core/linear.js';
import { pulseAt } from '../../../core/pulse.js';
import { nominalGain } from '../../../core/sampling.js';
import { row, type ValidationRow } from '../row.js';
import type { Bench } from './bench.js';
import { moments } from './single.js';

const FIRST = 50;
const RATIOS = [0.1, 1, 2];
const DISTANCES = [5, 10, 15, 20, 30, 40, 60, 80, 100];
/** From here on the first of the two is free of the second. */
const RESOLVED = 15;
const BIAS = 0.01;
const SPREAD = 0.25;
const BOUND = 'Cramer-Rao bound of two pulses';

export function doubleRows(card: Card, bench: Bench, events: number): ValidationRow[] {
  const channel = ecalChannel(1, ...card.detector.ecal.beamCell);
  const rows: ValidationRow[] = [];
  for (const ratio of RATIOS) {
    let before = 0;
    let resolving = Number.NaN;
    for (const distance of DISTANCES) {
      const first: number[] = [];
      const sum: number[] = [];
      for (let i = 0; i < events; i++) {
        const found = bench.read('ecal', channel, [
          { energy: FIRST, time: 0 },
          { energy: ratio * FIRST, time: distance },
        ]);
        const seen = found.filter((p) => p.energy > 0.02 * FIRST);
        sum.push(seen.reduce((total, p) => total + p.energy, 0));
        if (seen.length === 2) first.push(seen[0].energy);
      }
      const name = `${FIRST} GeV, then ${ratio} of it ${distance} ns later`;
      const share = first.length / events;
      if (Number.isNaN(resolving) && share >= 0.5) {
        resolving = before + (distance - before) * (share > 0 ? 0.5 / share : 1);
      }
      before = distance;
      const total = moments(sum);
      const both = FIRST * (1 + ratio);
      const error = total.rms / Math.sqrt(events);
      rows.push(row(`${name}: sum, GeV`, 'out', both, BIAS, total.mean, error, 'injected'));
      if (distance < RESOLVED || first.length < 2) continue;
      const { mean, rms } = moments(first);
      const n = first.length;
      const expected = bound(card, ratio, distance);
      rows.push(
        row(`${name}: first, GeV`, 'out', FIRST, BIAS, mean, rms / Math.sqrt(n), 'injected'),
        row(
          `${name}: spread of the first, GeV`,
          'out',
          expected,
          SPREAD,
          rms,
          rms / Math.sqrt(2 * n),
          BOUND,
        ),
        row(
          `${name}: both found`,
          'out',
          1,
          [0.95, 1],
          share,
          Math.sqrt((share * (1 - share)) / events),
          'injected',
        ),
      );
    }
    const name = `resolving distance, second ${ratio} of the first, ns`;
    rows.push(row(name, 'out', 8, [0, 15], resolving, 1, 'at most the 15 ns where all are found'));
  }
  return rows;
}

/** Spread of the first height in a joint fit of two heights and times, averaged over the phase, GeV. */
function bound(card: Card, ratio: number, distance: number): number {
  const { sampling } = card.detector;
  const { period } = sampling;
  const gain = nominalGain(sampling, 'ecal', ECAL_CELLS);
  const noise = sampleNoise(beliefOf(card));
  const counts = FIRST / gain;
  const phases = 20;
  let variance = 0;
  const shape = (t: number) => pulseAt(sampling.pulse, t);
  const slope = (t: number) => (shape(t + 0.05) - shape(t - 0.05)) / 0.1;
  for (let p = 0; p < phases; p++) {
    const columns: number[][] = [];
    for (let k = 0; k < 30; k++) {
      const t = (k + p / phases) * period;
      columns.push([
        shape(t),
        -counts * slope(t),
        shape(t - distance),
        -counts * ratio * slope(t - distance),
      ]);
    }
    const fisher = [0, 1, 2, 3].map((i) =>
      [0, 1, 2, 3].map((j) => columns.reduce((s, c) => s + c[i] * c[j], 0)),
    );
    variance += (solveLinear(fisher, [1, 0, 0, 0]) as number[])[0];
  }
  return gain * noise * Math.sqrt(variance / phases);
}
