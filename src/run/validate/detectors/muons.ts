/**
 * Muons in the HCAL: how far they scatter and go, and how a pair shares energy and angle, against the formulas of the
 * literature, evaluated here in a second way.
 */
import type { Card } from '../../../core/card/index.js';
import { hcalGrid } from '../../../core/channels.js';
import { hcalModules } from '../../../core/geometry.js';
import { normalCdf } from '../../../core/normal.js';
import { Stream } from '../../../core/random/index.js';
import { hcal } from '../../../emulate/detector/hcal.js';
import { dimuon } from '../../../emulate/target/dimuon.js';
import { clearFate, emptyFate } from '../../../emulate/target/fate.js';
import { drawMuonPair } from '../../../emulate/target/muonPair.js';
import { alone } from '../../../emulate/target/muons.js';
import { drawImpact } from '../../../emulate/target/phaseSpace.js';
import { loadSingleCard } from '../../cards.js';
import { row, share, type ValidationRow } from '../row.js';
import { answers, type Drive, integral, mean, type Pulse, type Rows } from './drive.js';

const HIGHLAND = 'Highland, slab by slab, Particle Data Group';
const GROOM = 'Groom et al., ADNDT 78 (2001) 183, by PUMAS';
const NOTE = 'CLIC-Note 511, integrated';
const MUON = 0.10566;

/** Energy of the muons that scatter, GeV; what they lose in a module of the HCAL (Groom et al., 2.11 MeV cm2/g). */
const SCATTERED = 20;
const LOST = 2.05;
/** Steps in the depth of a module. */
const STEPS = 200;

/** A slab of matter from z on, mm, with so many X0, that a muon crosses with an energy of so many GeV. */
interface Slab {
  readonly z: number;
  readonly length: number;
  readonly lengths: number;
  readonly energy: number;
}

/** Spread (mm) at z of muons that met these slabs, or parts of them. */
function displaced(slabs: readonly Slab[], z: number): number {
  const cut = slabs.flatMap((s) => {
    const part = Math.min(1, (z - s.z) / s.length);
    return part > 0 ? [{ ...s, length: part * s.length, lengths: part * s.lengths }] : [];
  });
  const log = 1 + 0.038 * Math.log(cut.reduce((sum, { lengths }) => sum + lengths, 0));
  let variance = 0;
  for (const { z: from, length, lengths, energy } of cut) {
    const theta = ((0.0136 * log) / energy) * Math.sqrt(lengths);
    const on = z - from - length;
    variance += theta * theta * (on * on + on * length + (length * length) / 3);
  }
  return Math.sqrt(variance);
}

const sumOf = (pulses: readonly Pulse[], wanted: (channel: number) => boolean) =>
  pulses.reduce((sum, [channel, energy]) => (wanted(channel) ? sum + energy : sum), 0);

/** A muon beside an edge of the central cells: what it leaves on the other side. */
function scatteringRows(drive: Drive): ValidationRow[] {
  const card = loadSingleCard('run3-2018', [
    'detector.hcal.modules.second.x=0 mm',
    'detector.hcal.gap=0 mm',
  ]);
  const { ecal: e, hcal: h, position } = card.detector;
  const modules = hcalModules(card.detector).slice(0, 3);
  const { cells, ny } = hcalGrid(h);
  const slabs: Slab[] = [
    { z: position.ecal, length: e.length, lengths: e.radiationLengths, energy: SCATTERED },
    ...modules.map(({ z }, i) => ({
      ...{ z, length: h.length, lengths: h.radiationLengths },
      energy: SCATTERED - e.mip - (i + 0.5) * LOST,
    })),
  ];
  return modules.map(({ number, name, z }) => {
    const away = displaced(slabs, z + h.length / 2);
    const beyond = (depth: number) => normalCdf(-away / displaced(slabs, z + depth));
    const shares: number[] = [];
    const muon = () => ({ mips: 1, muons: [alone(SCATTERED)], x: h.pitch / 2 - away });
    for (const { pulses } of answers(drive, card, hcal, muon)) {
      const all = sumOf(pulses, (c) => Math.floor(c / cells) === number);
      const first = number * cells + 2 * ny;
      if (all > 0) shares.push(sumOf(pulses, (c) => c >= first && c < first + ny) / all);
    }
    return row({
      name: `${name}: muons of ${SCATTERED} GeV, more than ${away.toFixed(1)} mm aside`,
      role: 'out',
      expected: integral(beyond, 0, h.length, STEPS) / h.length,
      allowed: 0.1,
      emulated: mean(shares),
      source: HIGHLAND,
    });
  });
}

/** Kinetic energies (GeV) and ranges in iron (g/cm2). */
const RANGES = [
  [1.4, 888.5],
  [3, 1826],
  [4, 2384],
] as const;

function rangeRows(drive: Drive): ValidationRow[] {
  // So wide that none of them scatters out at the sides.
  const card = loadSingleCard('run2-2017', [
    'detector.hcal.pitch=1000 mm',
    'detector.hcal.width=3010 mm',
  ]);
  const { muon, radiationLengths } = card.detector.hcal;
  return RANGES.map(([kinetic, range]) => {
    const modules: number[] = [];
    const slow = () => ({ muons: [alone(kinetic + MUON)] });
    for (const { pulses } of answers(drive, card, hcal, slow)) {
      modules.push(sumOf(pulses, () => true) / muon);
    }
    return row({
      name: `HCAL: range of a muon of ${kinetic} GeV, modules`,
      role: 'out',
      expected: range / (radiationLengths * 13.84),
      allowed: 0.02,
      emulated: mean(modules),
      source: GROOM,
    });
  });
}

/** Cross section in the share x of a muon, of lead, up to a factor: eq. 1 of the note. */
export function density(energy: number, x: number): number {
  const electron = 0.000511;
  const third = 82 ** (-1 / 3);
  const dn = 1.54 * 207.2 ** 0.27;
  const delta = MUON ** 2 / (2 * energy * x * (1 - x));
  const w =
    (((183 * third) / dn) *
      (MUON / electron) *
      (1 + (dn * Math.sqrt(Math.E) - 2) * (delta / MUON))) /
    (1 + 183 * third * Math.sqrt(Math.E) * (delta / electron));
  return Math.max(0, (1 - (4 / 3) * x * (1 - x)) * Math.log(w));
}

/** Energies of pairs that share it, GeV. */
const PAIRS = [20, 50, 90];

function pairRows({ key, events }: Drive): ValidationRow[] {
  const stream = new Stream();
  return PAIRS.flatMap((energy, k) => {
    const least = 0.5 - Math.sqrt(0.25 - MUON / energy);
    const over = (f: (x: number) => number) =>
      integral((x) => f(x) * density(energy, x), least, 0.5, 10 * STEPS) /
      integral((x) => density(energy, x), least, 0.5, 10 * STEPS);
    /** Of the transverse momenta, those that are smaller than the mass: t > 1/2. */
    const inside = (x: number) => {
      const both = x * (1 - x);
      const c1 = ((0.35 * 207.2 ** 0.27) ** 2 * MUON) / (energy * both);
      const f = (t: number) => (1 - 2 * both + 4 * both * t * (1 - t)) / (1 + c1 / (t * t));
      return integral(f, 0.5, 1, STEPS) / integral(f, 0, 1, STEPS);
    };
    const softer: number[] = [];
    let narrow = 0;
    for (let i = 0; i < events; i++) {
      const pair = drawMuonPair(energy, stream.seek(key, i, 6, k, 0));
      softer.push(Math.min(pair[0].energy, pair[1].energy) / energy);
      const transverse = pair.map((m) => m.energy * Math.hypot(m.angleX, m.angleY));
      if (transverse[0] + transverse[1] < 2 * MUON) narrow++;
    }
    return [
      row({
        name: `muon pair of ${energy} GeV: share of the softer`,
        role: 'out',
        expected: over((x) => x),
        allowed: 0.01,
        emulated: mean(softer),
        source: NOTE,
      }),
      row({
        name: `muon pair of ${energy} GeV: within m/E`,
        role: 'out',
        expected: over(inside),
        allowed: 0.02,
        emulated: share(narrow, events),
        source: NOTE,
      }),
    ];
  });
}

/** Less than this in a module is nothing, GeV. */
const NOTHING = 0.2;

/** Pairs of the dump that HCAL2 does not see, whose gap stands on the beam. */
function unseen(card: Card, { key, events }: Drive): ValidationRow {
  const { cells } = hcalGrid(card.detector.hcal);
  const stream = new Stream();
  const fate = emptyFate();
  let missed = 0;
  for (let i = 0; i < events; i++) {
    stream.seek(key, i, 7, 0, 0);
    clearFate(fate, card.beam.momentum);
    dimuon.draw(card, stream, fate);
    drawImpact(card, fate, stream);
    let second = 0;
    hcal.respond(card, fate, stream, (channel, energy) => {
      if (Math.floor(channel / cells) === 1) second += energy;
    });
    if (second < NOTHING) missed++;
  }
  return row({
    name: `HCAL2, run3-2018: dimuons below ${NOTHING} GeV`,
    role: 'out',
    expected: 0,
    allowed: [0, 1e-3],
    emulated: share(missed, events),
    source: 'two muons seldom stay in the gap of 1 mm',
  });
}

export const muonRows: Rows = (drive) => {
  drive.report('muons in the HCAL');
  return [
    ...scatteringRows(drive),
    ...rangeRows(drive),
    ...pairRows(drive),
    unseen(loadSingleCard('run3-2018'), drive),
  ];
};
