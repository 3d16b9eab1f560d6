/**
 * HCAL: muons, hadrons at several energies against gamma profiles integrated here, gates, punch-through, and
 * where photons of upstream bremsstrahlung go.
 */
import { reconstruct } from '../../../analyse/reconstruction/index.js';
import { incompleteGamma, logGamma } from '../../../core/gamma.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { hcalGrid } from '../../../core/channels.js';
import { hasZeroDegree, hcalModules } from '../../../core/geometry.js';
import { hcal } from '../../../emulate/detector/hcal.js';
import type { Activity } from '../../../emulate/detector/noise.js';
import { radiateUpstream } from '../../../emulate/target/bremsstrahlung.js';
import { clearFate, emptyFate } from '../../../emulate/target/fate.js';
import { alone } from '../../../emulate/target/muons.js';
import { PAPER, row, share, type ValidationRow } from '../row.js';
import { loadSingleCard } from '../../cards.js';
import { eventWith } from './srd.js';
import {
  answers,
  type Drive,
  gates,
  integral,
  mean,
  type Pulse,
  type Rows,
  spread,
} from './drive.js';

const BOCK = 'Bock et al., NIM 186 (1981) 533, integrated';
const ENERGIES = [10, 20, 50, 100];
/** Share of a photon's energy with which it counts as seen: softer than the resolution at 1 GeV. */
const SEEN = 0.2;
/** Nothing of a gamma distribution is beyond. */
const LAST = 60;

function modulesOf({ detector }: Card, pulses: readonly Pulse[]): number[] {
  const { cells } = hcalGrid(detector.hcal);
  const sums = [0, 0, 0, 0];
  for (const [channel, energy] of pulses) sums[Math.floor(channel / cells)] += energy;
  return sums;
}

/** All modules on the beam, so that no particle along it meets a gap. */
const centred = (overrides: readonly string[] = []) =>
  loadSingleCard('run3-2018', ['detector.hcal.modules.second.x=0 mm', ...overrides]);

function muonRows(drive: Drive): ValidationRow[] {
  const card = centred();
  const { muon, muonWidth, muonSmear } = card.detector.hcal;
  const single: number[][] = [[], [], []];
  const pair: number[][] = [[], [], [], []];
  for (const { pulses } of answers(drive, card, hcal, () => ({ muons: [alone(100)], x: 9 }))) {
    const sums = modulesOf(card, pulses);
    for (const [m, values] of single.entries()) values.push(sums[m]);
  }
  for (const { pulses } of answers(drive, card, hcal, () => ({
    muons: [alone(50), alone(50)],
    x: 9,
  }))) {
    const [a, b, c] = modulesOf(card, pulses);
    for (const [m, e] of [a, b, c, a + b + c].entries()) pair[m].push(e);
  }
  // Moyal's distribution has a variance of (pi^2 / 2) width^2; two muons.
  const landau = (Math.PI / 2) * muonWidth;
  return [
    ...single.map((values, m) =>
      row({
        name: `HCAL${m + 1}: a muon, GeV`,
        role: 'in',
        expected: muon,
        allowed: 0.01,
        emulated: mean(values),
        source: 'card: 10.2 for the pair',
      }),
    ),
    ...pair.slice(0, 3).map((values, m) => {
      const expected = Math.hypot(landau, m === 0 ? muonSmear.first : muonSmear.others);
      return row({
        name: `HCAL${m + 1}: spread of a pair`,
        role: 'in',
        expected,
        allowed: 0.03,
        emulated: spread(values),
        source: 'Landau and smear',
      });
    }),
    row({
      name: 'HCAL1..3: a pair, GeV',
      role: 'in',
      expected: 10,
      allowed: [9, 11],
      emulated: mean(pair[3]),
      source: `${PAPER}, about 10`,
    }),
  ];
}

/** Share of an exponential start and its gamma profiles between depths t0 and t1 (interaction lengths). */
export function containedBetween(card: Card, energy: number, t0: number, t1: number): number {
  const { interactionLengths, radiationLengths } = card.detector.hcal;
  const { em } = expectedResponse(card, energy);
  const a = 0.6165 + 0.3183 * Math.log(energy);
  const norm = Math.exp(logGamma(a));
  const rates: [weight: number, rate: number][] = [
    [em, (0.2198 * radiationLengths) / interactionLengths],
    [1 - em, 0.9099 - 0.0237 * Math.log(energy)],
  ];
  // A piece lies at the sum of the start and of its depth x / rate in the shower, x gamma distributed: chance
  // that the sum lies below t is the mean of 1 - exp(x / rate - t); x = w^2 softens its pole at 0.
  const below = (t: number, rate: number) =>
    integral(
      (w) => {
        const x = w * w;
        return 2 * w ** (2 * a - 1) * Math.exp(-x) * (1 - Math.exp(x / rate - t));
      },
      0,
      Math.sqrt(Math.min(rate * t, LAST)),
      4000,
    ) / norm;
  return rates.reduce(
    (sum, [weight, rate]) => sum + weight * (below(t1, rate) - below(t0, rate)),
    0,
  );
}

/** Mean response, and electromagnetic share of it, with a mean electromagnetic share of 1 - E^-0.18. */
function expectedResponse({ detector: { hcal: h } }: Card, energy: number) {
  const at = (e: number) => 1 - e ** -0.18;
  const share = at(energy);
  const seen = 1 + (h.eOverH - 1) * share;
  return { mean: seen / (1 + (h.eOverH - 1) * at(50)), em: (h.eOverH * share) / seen, share };
}

function hadronRows(drive: Drive): ValidationRow[] {
  const card = centred();
  const { interactionLengths, stochastic, constant, eOverH, shareSpread } = card.detector.hcal;
  return ENERGIES.flatMap((energy) => {
    drive.report(`HCAL at ${energy} GeV`);
    const modules: number[][] = [[], [], []];
    const sums: number[] = [];
    const hadron = () => ({ mips: 1, intoHcal: energy, x: 5, y: 5 });
    for (const { pulses } of answers(drive, card, hcal, hadron)) {
      const seen = modulesOf(card, pulses);
      for (const [m, values] of modules.entries()) values.push(seen[m]);
      sums.push(seen[0] + seen[1] + seen[2]);
    }
    const { mean: response, share: em } = expectedResponse(card, energy);
    const all = response * containedBetween(card, energy, 0, 3 * interactionLengths);
    const [m, error] = mean(sums);
    // Spread of the electromagnetic share, of the gains, sampling.
    const fluctuation = (shareSpread * (eOverH - 1)) / (1 + (eOverH - 1) * em);
    const sigma = Math.hypot(stochastic / Math.sqrt(energy), constant, fluctuation);
    const name = `HCAL, hadrons of ${energy} GeV:`;
    return [
      row({
        name: `${name} response`,
        role: 'out',
        expected: all,
        allowed: 0.01,
        emulated: [m / energy, error / energy],
        source: BOCK,
      }),
      row({
        name: `${name} resolution`,
        role: 'in',
        expected: sigma,
        allowed: 0.1,
        emulated: spread(sums),
        source: '60 %/sqrt(E), gains, share',
      }),
      ...[0, 1, 2].map((i) => {
        const [low, high] = [i * interactionLengths, (i + 1) * interactionLengths];
        const expected = response * containedBetween(card, energy, low, high);
        const [value, e] = mean(modules[i]);
        return row({
          name: `${name} in HCAL${i + 1}`,
          role: 'out',
          expected,
          allowed: i === 0 ? 0.01 : 0.05,
          emulated: [value / energy, e / energy],
          source: BOCK,
        });
      }),
    ];
  });
}

/** Chance that the noise of `cells` cells within `windowNs` sums up to less than `limit` (GeV). */
export function quietShare(
  { rate, energy }: Activity,
  cells: number,
  windowNs: number,
  limit: number,
): number {
  const expected = 1e-9 * rate * cells * windowNs;
  let chance = Math.exp(-expected);
  let quiet = chance;
  for (let n = 1; n < 50; n++) {
    chance *= expected / n;
    quiet += chance * incompleteGamma(n, limit / energy);
  }
  return quiet;
}

/** Without noise of what is read: the readout suppresses most of it. */
const ACTIVITY_ALONE = 'detector.hcal.cellNoise=0 MeV';

function silenceRows(drive: Drive): ValidationRow[] {
  const card = loadSingleCard('run3-2018', [ACTIVITY_ALONE]);
  const belief = beliefOf(card);
  const { from, to } = card.analysis.cuts.hcal.window;
  let quiet = 0;
  for (const pulses of gates(drive, card, hcal)) {
    const { hcalTotal } = reconstruct(belief, eventWith('hcal', pulses));
    if (hcalTotal < card.analysis.box.hcal) quiet++;
  }
  // Neutral hadrons through three modules that together are as deep as one.
  const { interactionLengths } = card.detector.hcal;
  const shallow = centred([`detector.hcal.interactionLengths=${interactionLengths / 3}`]);
  const deep = 20 * drive.events;
  let through = 0;
  const neutral = () => ({ mips: 1, intoHcal: 60, x: 5, y: 5 });
  for (const { pulses } of answers({ ...drive, events: deep }, shallow, hcal, neutral)) {
    if (pulses.length === 0) through++;
  }
  return [
    row({
      name: 'HCAL: gates with noise alone that are quiet',
      role: 'in',
      expected: quietShare(
        card.detector.hcal.noise,
        3 * hcalGrid(card.detector.hcal).cells,
        to - from,
        card.analysis.box.hcal,
      ),
      allowed: 0.002,
      emulated: share(quiet, drive.events),
      source: 'card: compound Poisson sum',
    }),
    row({
      name: `neutrals through ${interactionLengths} interaction lengths in three modules`,
      role: 'out',
      expected: Math.exp(-interactionLengths),
      allowed: 0.02,
      emulated: share(through, deep),
      source: 'exp(-depth)',
    }),
  ];
}

/** Shares of photons by what they meet, from the card's angles alone: ECAL, HCAL1..3, HCAL0. */
export function photonsExpected({ detector }: Card): Record<'ecal' | 'hcal' | 'hcal0', number> {
  const { position, magnets, ecal, hcal: h } = detector;
  const reach = (z: number) => (z - position.magnets) * magnets.bend;
  // Half lack all of the bend, half an even share of it.
  const steps = 200_000;
  const met = { ecal: 0, hcal: 0, hcal0: 0 };
  const half = 1.5 * h.pitch;
  const modules = hcalModules({ hcal: h });
  const zeroDegree = modules.find(({ axis }) => axis === 'straight');
  const into = (left: number): keyof typeof met | null => {
    if (left * reach(position.ecal) < (ecal.beamCell[0] + 0.5) * ecal.pitch) return 'ecal';
    for (const { axis, z, x } of modules) {
      if (axis === 'bent' && Math.abs(left * reach(z) + x) < half) return 'hcal';
    }
    if (zeroDegree && Math.abs((1 - left) * reach(zeroDegree.z) - zeroDegree.x) < half)
      return 'hcal0';
    return null;
  };
  for (let i = 0; i < steps; i++) {
    const at = into((i + 0.5) / steps);
    if (at) met[at] += 0.5 / steps;
  }
  const straight = into(1);
  if (straight) met[straight] += 0.5;
  return met;
}

function photonRows(drive: Drive, name: string): ValidationRow[] {
  drive.report(`photons of upstream bremsstrahlung, ${name}`);
  const card = loadSingleCard(name);
  const { spot } = card.beam;
  const seen = { ecal: 0, hcal: 0, hcal0: 0 };
  const response: number[] = [];
  const radiated = emptyFate();
  const photon: Parameters<typeof answers>[3] = (stream) => {
    clearFate(radiated, card.beam.momentum);
    radiateUpstream(card, stream, radiated);
    return { ...radiated, beamX: spot.x * stream.normal(), beamY: spot.y * stream.normal() };
  };
  for (const { fate, pulses } of answers(drive, card, hcal, photon)) {
    const [a, b, c, zero] = modulesOf(card, pulses);
    if (fate.gamma === 0) seen.ecal++;
    else if (zero > SEEN * fate.gamma) seen.hcal0++;
    else if (a + b + c > SEEN * fate.gamma) seen.hcal++;
    if (fate.gamma > 10 && zero > fate.gamma / 2) response.push(zero / fate.gamma);
  }
  const expected = photonsExpected(card);
  const of = (n: number) => share(n, drive.events);
  const rows = [
    row({
      name: `photons into the ECAL, ${name}`,
      role: 'out',
      expected: expected.ecal,
      allowed: 0.01,
      emulated: of(seen.ecal),
      source: 'angles, the card',
    }),
    row({
      name: `photons into HCAL1..3, ${name}`,
      role: 'out',
      expected: expected.hcal,
      allowed: 0.02,
      emulated: of(seen.hcal),
      source: 'angles, the card',
    }),
  ];
  if (!hasZeroDegree(card.detector.hcal)) return rows;
  const { eOverH } = card.detector.hcal;
  const scale = eOverH / (1 + (eOverH - 1) * (1 - 50 ** -0.18));
  return [
    ...rows,
    row({
      name: `photons into HCAL0, ${name}`,
      role: 'out',
      expected: expected.hcal0,
      allowed: 0.01,
      emulated: of(seen.hcal0),
      source: 'angles, the card',
    }),
    row({
      name: 'HCAL0: response to photons',
      role: 'in',
      expected: scale,
      allowed: 0.01,
      emulated: mean(response),
      source: 'e/h, hadrons of 50 GeV right',
    }),
  ];
}

export const hcalRows: Rows = (drive) => [
  ...muonRows(drive),
  ...hadronRows(drive),
  ...silenceRows(drive),
  ...photonRows(drive, 'run2-2017'),
  ...photonRows(drive, 'run3-2018'),
];
