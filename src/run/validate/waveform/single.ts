/**
 * One pulse in a channel of each calorimeter: bias and resolution of energy and time over the energies that it meets, early and
 * late in the gate, and in an ECAL cell beyond the range of the ADC.
 *
 * Expected is the Cramer-Rao bound of known shape in white noise s: sigma_A = s / sqrt(sum f^2), sigma_t =
 * s / (A sqrt(sum f'^2)), the sums over the samples averaged over the phase, that is integrals over the period,
 * in closed form with Gamma functions: Int f^2 = T e^2n (2n)! / (2n)^(2n+1), Int f'^2 = n^2 / T e^2n
 * [(2n-2)! / (2n)^(2n-1) - 2 (2n-1)! / (2n)^2n + (2n)! / (2n)^(2n+1)]. The jitter of the clock adds to the time.
 * Beside a pulse out of time the height at the time of the trigger is fitted, too: the bound is that of all three.
 */
import type { Card } from '../../../core/card/index.js';
import {
  channelIn,
  ecalGrid,
  type FrontEnd,
  hcalGrid,
  vetoChannel,
} from '../../../core/channels.js';
import { exp } from '../../../core/math.js';
import { logGamma } from '../../../core/gamma.js';
import { nominalGain, type Sampling, sampleNoise } from '../../../core/sampling.js';
import type { ValidationRow } from '../row.js';
import type { Bench, Pulse } from './bench.js';
import { derivatives, spreads } from './bound.js';
import { energyRows, foundRow, timeRows } from './found.js';

/** What each meets, GeV. */
const ENERGIES = {
  ecal: [0.5, 1, 2, 5, 10, 20, 50, 100],
  preshower: [0.1, 1, 10],
  hcal: [2, 10, 50],
  veto: [0.005, 0.01, 0.05],
  srd: [0.002, 0.01, 0.08],
};
/** Early and late, ns after the trigger; GeV. */
const OTHER_TIMES = [-20, 20];
const AT_OTHER_TIMES = 50;
/** Above the full scale of 150 GeV. */
const SATURATED = [160, 180, 220];
const BOUND = 'Cramer-Rao bound';
/** Allowed: spread over the bound, bias of the energy beyond the range of the ADC. */
const SPREAD = 0.1;
const SATURATED_BIAS = 0.03;

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

/** One pulse in one channel. */
interface Case extends Pulse {
  readonly name: string;
  readonly frontEnd: FrontEnd;
  readonly channel: number;
}

/** Each in the channel that the beam meets. */
function casesOf({ detector: { ecal, hcal } }: Card): Case[] {
  const grid = ecalGrid(ecal);
  const cell = { frontEnd: 'ecal', channel: channelIn(grid, 1, ...ecal.beamCell) } as const;
  const preshower = { frontEnd: 'ecal', channel: channelIn(grid, 0, ...ecal.beamCell) } as const;
  const inTime = (name: string, channel: Pick<Case, 'frontEnd' | 'channel'>, energies: number[]) =>
    energies.map((energy) => ({ name: `${name}, ${energy} GeV`, ...channel, energy, time: 0 }));
  return [
    ...inTime('ECAL cell', cell, ENERGIES.ecal),
    ...OTHER_TIMES.map((time) => {
      const name = `ECAL cell, ${AT_OTHER_TIMES} GeV at ${time} ns`;
      return { name, ...cell, energy: AT_OTHER_TIMES, time };
    }),
    ...inTime('preshower cell', preshower, ENERGIES.preshower),
    ...inTime(
      'HCAL cell',
      { frontEnd: 'hcal', channel: channelIn(hcalGrid(hcal), 0, 1, 1) },
      ENERGIES.hcal,
    ),
    ...inTime('VETO tube', { frontEnd: 'veto', channel: vetoChannel(1, 0) }, ENERGIES.veto),
    ...inTime('SRD module', { frontEnd: 'srd', channel: 1 }, ENERGIES.srd),
  ];
}

export function singleRows(card: Card, bench: Bench, events: number): ValidationRow[] {
  const { sampling, ecal } = card.detector;
  const rows: ValidationRow[] = [];
  for (const pulse of casesOf(card)) {
    const { name, frontEnd, channel, energy, time } = pulse;
    const { energies, times } = measure(bench, pulse, events);
    const gain = nominalGain(card.detector, frontEnd, channel);
    const [height, own] = boundOf(sampling, energy / gain, time);
    const sigmaE = gain * height;
    const sigmaT = Math.hypot(own, sampling.jitter);
    const bound = (what: string, expected: number) => ({
      ...{ name: `${name}: ${what}`, expected, allowed: SPREAD, source: BOUND },
    });
    rows.push(
      foundRow(`${name}: found`, [energies.length, events], [1, 1]),
      ...energyRows(`${name}: energy, GeV`, energy, energies, bound('spread, GeV', sigmaE)),
      ...timeRows(`${name}: time, ns`, time, times, bound('spread in time, ns', sigmaT)),
    );
  }
  for (const energy of SATURATED) {
    const name = `ECAL cell, saturated, ${energy} GeV`;
    const channel = channelIn(ecalGrid(ecal), 1, ...ecal.beamCell);
    const saturated = { name, frontEnd: 'ecal', channel, energy, time: 0 } as const;
    const { energies } = measure(bench, saturated, events);
    rows.push(...energyRows(`${name}: energy, GeV`, energy, energies, undefined, SATURATED_BIAS));
  }
  return rows;
}

/** Spreads of height (counts) and time (ns) of a pulse so high at a time (ns after the trigger), without jitter. */
function boundOf(sampling: Sampling, counts: number, time: number): number[] {
  if (time === 0) {
    const { f2, g2 } = pulseIntegrals(sampling.pulse.poles, sampling.pulse.peaking);
    const noise = sampleNoise(sampling);
    return [f2, g2 * counts * counts].map((i) => noise * Math.sqrt(sampling.period / i));
  }
  const pulse = derivatives(sampling, counts);
  return spreads(sampling, (t) => [pulse.height(t), pulse.time(t), pulse.height(t + time)]);
}

/** Of the largest pulse in each event that has any. */
function measure(bench: Bench, { frontEnd, channel, energy, time }: Case, events: number) {
  const energies: number[] = [];
  const times: number[] = [];
  for (let i = 0; i < events; i++) {
    const found = bench.read(frontEnd, channel, [{ energy, time }]);
    const largest = found.reduce((a, b) => (b.energy > a.energy ? b : a), found[0]);
    if (!largest) continue;
    energies.push(largest.energy);
    times.push(largest.time);
  }
  return { energies, times };
}
