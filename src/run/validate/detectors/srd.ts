/**
 * SRD: the three-fold cut on electrons and hadrons of each run.
 */
import { reconstruct } from '../../../analyse/reconstruction/index.js';
import {
  trackerHits,
  type CalibratedEvent,
  type Pulses,
} from '../../../analyse/calibration/index.js';
import { srd as cut } from '../../../analyse/selection/srd.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { type FrontEnd, FRONT_ENDS, srdModules } from '../../../core/channels.js';
import { integratedK53, srd } from '../../../emulate/detector/srd.js';
import { PAPER, row, share } from '../row.js';
import { loadSingleCard } from '../../cards.js';
import { answers, type Drive, type Pulse, type Rows } from './drive.js';

/** An event that holds the pulses of one front end. */
export function eventWith(name: FrontEnd, pulses: readonly Pulse[]): CalibratedEvent {
  const columns = (of: readonly Pulse[]): Pulses => ({
    channel: of.map((p) => p[0]),
    energy: Array.from(of, (p) => p[1]),
    time: Array.from(of, (p) => p[2]),
  });
  const found = {} as Record<FrontEnd, Pulses>;
  for (const other of FRONT_ENDS) found[other] = columns(other === name ? pulses : []);
  return { ...found, tracker: trackerHits() };
}

function passing(drive: Drive, card: Card, radiates: number) {
  const belief = beliefOf(card);
  let passed = 0;
  const particle = () => ({ momentum: card.beam.momentum, radiates });
  for (const { pulses } of answers(drive, card, srd, particle)) {
    if (pulses.length === 0) continue;
    if (cut.passes(reconstruct(belief, eventWith('srd', pulses)), belief)) passed++;
  }
  return share(passed, drive.events);
}

/** Energy of a bin of the calculation below, GeV, and their number. */
const BIN = 0.00025;
const BINS = 1000;

/**
 * The same by calculation: energy in a module as a compound Poisson sum on a grid (H. H. Panjer, ASTIN
 * Bulletin 12 (1981) 22) of photons with the spectrum n(x) ~ Integral_x K_5/3, folded with the resolution;
 * the modules are independent. Time is left out.
 */
export function threeFold(card: Card): number {
  const { photons, acceptance, criticalEnergy, resolution } = card.detector.srd;
  const { threshold, ceiling } = card.analysis.cuts.srd;
  const perModule = (photons * acceptance) / srdModules(card.detector.srd);
  const step = BIN / criticalEnergy;
  // Photons of a bin go to the points at its ends so that their mean energy is kept. In u = x^(1/3), dx = 3 u^2 du,
  // since n(x) ~ x^(-2/3) at small x.
  const steps = 8;
  const at = new Array<number>(BINS + 1).fill(0);
  let all = 0;
  for (let i = 0; i < BINS; i++) {
    const [low, high] = [Math.cbrt(i * step), Math.cbrt((i + 1) * step)];
    const h = (high - low) / steps;
    for (let k = 0; k < steps; k++) {
      const u = low + (k + 0.5) * h;
      const x = u * u * u;
      const n = integratedK53(x) * 3 * u * u * h;
      const right = x / step - i;
      at[i] += n * (1 - right);
      at[i + 1] += n * right;
      all += n;
    }
  }
  for (let i = 0; i <= BINS; i++) at[i] /= all;
  const sum = [Math.exp(-perModule * (1 - at[0]))];
  for (let k = 1; k < BINS; k++) {
    let s = 0;
    for (let j = 1; j <= k; j++) s += j * at[j] * sum[k - j];
    sum.push((perModule / k) * s);
  }
  const above = (edge: number) =>
    sum.reduce((p, weight, k) => {
      const e = k * BIN;
      return e > 0 ? p + weight * normalAbove((edge / e - 1) / resolution) : p;
    }, 0);
  const beyond = above(ceiling);
  const inRange = above(threshold) - beyond;
  return inRange * inRange * (inRange + 3 * beyond);
}

/** Upper tail of the normal distribution (Abramowitz and Stegun 26.2.17, |error| < 7.5e-8). */
function normalAbove(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const coefficients = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail =
    (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) *
    coefficients.reduceRight((s, c) => (s + c) * t, 0);
  return x > 0 ? tail : 1 - tail;
}

export const srdRows: Rows = (drive) =>
  ['run1-2016', 'run2-2017', 'run3-2018'].flatMap((name) => {
    const card = loadSingleCard(name);
    drive.report(`SRD of ${name}`);
    const electrons = passing(drive, card, card.beam.momentum);
    const hadrons = passing({ ...drive, events: 10 * drive.events }, card, 0);
    const calculated = threeFold(card);
    return [
      row({
        name: `SRD, ${name}: electrons`,
        role: 'fit',
        expected: 0.95,
        allowed: [0.95, 1],
        emulated: electrons,
        source: `${PAPER}, >~ 0.95`,
      }),
      row({
        name: `SRD, ${name}: the same`,
        role: 'out',
        expected: calculated,
        allowed: 0.003,
        emulated: electrons,
        source: 'compound Poisson sum',
      }),
      row({
        name: `SRD, ${name}: hadrons`,
        role: 'in',
        expected: 1e-3,
        allowed: 0.3,
        emulated: hadrons,
        source: `${PAPER}, about 1e3 suppressed`,
      }),
    ];
  });
