/**
 * One pulse in an ECAL cell: bias and resolution of energy and time from 0.5 to 100 GeV, and beyond the range
 * of the ADC.
 *
 * Expected is the Cramer-Rao bound of known shape in white noise s: sigma_A = s / sqrt(sum f^2), sigma_t =
 * s / (A sqrt(sum f'^2)), the sums over the samples averaged over the phase, that is integrals over the period,
 * in closed form with Gamma functions: Int f^2 = T e^2n (2n)! / (2n)^(2n+1), Int f'^2 = n^2 / T e^2n
 * [(2n-2)! / (2n)^(2n-1) - 2 (2n-1)! / (2n)^2n + (2n)! / (2n)^(2n+1)]. The jitter of the clock adds to the time.
 */
import type { Card } from '../../../core/card/index.js';
import { ECAL_CELLS, ecalChannel } from '../../../core/channels.js';
import { exp } from '../../../core/math.js';
import { logGamma } from '../../../core/gamma.js';
import { nominalGain, sampleNoise } from '../../../core/sampling.js';
import { row, share, type ValidationRow } from '../row.js';
import type { Bench } from './bench.js';

const ENERGIES = [0.5, 1, 2, 5, 10, 20, 50, 100];
/** Above the full scale of 150 GeV. */
const SATURATED = [160, 180, 220];
const BOUND = 'Cramer-Rao bound';
const INJECTED = 'injected';
/** Allowed: bias of the energy, of the time (ns), spread over the bound. */
const BIAS = 0.01;
const TIME_BIAS = 0.1;
const SPREAD = 0.1;

/** Integrals of f^2 (ns) and f'^2 (1/ns). */
export function pulseIntegrals(poles: number, peaking: number): { f2: number; g2: number } {
  const n = 2 * poles;
  const factorial = (k: number) => exp(logGamma(k + 1));
  const power = (k: number) => exp(k * Math.log(n));
  const e = exp(n);
  const f2 = (peaking * e * factorial(n)) / power(n + 1);
  const g2 =
    ((poles * poles) / peaking) *
    e *
    (factorial(n - 2) / power(n - 1) -
      (2 * factorial(n - 1)) / power(n) +
      factorial(n) / power(n + 1));
  return { f2, g2 };
}

export function singleRows(card: Card, bench: Bench, events: number): ValidationRow[] {
  const { sampling, ecal } = card.detector;
  const { f2, g2 } = pulseIntegrals(sampling.pulse.poles, sampling.pulse.peaking);
  const noise = sampleNoise(card.detector.sampling);
  const channel = ecalChannel(1, ecal.beamCell[0], ecal.beamCell[1]);
  const gain = nominalGain(sampling, 'ecal', ECAL_CELLS);
  const sigmaE = gain * noise * Math.sqrt(sampling.period / f2);
  const rows: ValidationRow[] = [];
  for (const energy of ENERGIES) {
    const { e, t, n } = measure(bench, channel, energy, events);
    const name = `ECAL cell, ${energy} GeV`;
    rows.push(
      row({
        name: `${name}: found`,
        role: 'out',
        expected: 1,
        allowed: [1, 1],
        emulated: share(n, events),
        source: INJECTED,
      }),
    );
    const counts = energy / gain;
    const sigmaT = Math.sqrt(
      (noise * noise * sampling.period) / (counts * counts * g2) +
        sampling.jitter * sampling.jitter,
    );
    rows.push(
      row({
        name: `${name}: energy, GeV`,
        role: 'out',
        expected: energy,
        allowed: BIAS,
        emulated: [e.mean, e.rms / Math.sqrt(n)],
        source: INJECTED,
      }),
      row({
        name: `${name}: spread, GeV`,
        role: 'out',
        expected: sigmaE,
        allowed: SPREAD,
        emulated: [e.rms, e.rms / Math.sqrt(2 * n)],
        source: BOUND,
      }),
      row({
        name: `${name}: time, ns`,
        role: 'out',
        expected: 0,
        allowed: [-TIME_BIAS, TIME_BIAS],
        emulated: [t.mean, t.rms / Math.sqrt(n)],
        source: INJECTED,
      }),
      row({
        name: `${name}: spread in time, ns`,
        role: 'out',
        expected: sigmaT,
        allowed: SPREAD,
        emulated: [t.rms, t.rms / Math.sqrt(2 * n)],
        source: BOUND,
      }),
    );
  }
  for (const energy of SATURATED) {
    const { e, n } = measure(bench, channel, energy, events);
    const name = `ECAL cell, saturated, ${energy} GeV: energy, GeV`;
    rows.push(
      row({
        name,
        role: 'out',
        expected: energy,
        allowed: 0.03,
        emulated: [e.mean, e.rms / Math.sqrt(n)],
        source: INJECTED,
      }),
    );
  }
  return rows;
}

function measure(bench: Bench, channel: number, energy: number, events: number) {
  const es: number[] = [];
  const ts: number[] = [];
  for (let i = 0; i < events; i++) {
    const found = bench.read('ecal', channel, [{ energy, time: 0 }]);
    const largest = found.reduce((a, b) => (b.energy > a.energy ? b : a), found[0]);
    if (!largest) continue;
    es.push(largest.energy);
    ts.push(largest.time);
  }
  return { e: moments(es), t: moments(ts), n: es.length };
}

/** Of no values NaN. */
export function moments(values: readonly number[]): { mean: number; rms: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) * (b - mean), 0);
  return { mean, rms: Math.sqrt(squares / values.length) };
}
