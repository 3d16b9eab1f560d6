/**
 * Efficiencies and electrons on target of drawn natures over what is believed of them: efficiencies that ghosts have in the
 * card's nature, as an analysis simulates them, and electrons from scalers with the card's counters. How far they spread from
 * nature to nature, beside the uncertainties that limits have for them.
 */
import { scalerElectrons } from '../../../analyse/efficiency.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import type { Nature } from '../../../core/nature.js';
import { loadSingleCard } from '../../cards.js';
import { FACTORS, type Factor } from '../../ghosts.js';
import { type Sample, sampleCard } from '../../efficiency/sample.js';
import { type Measured, row, type ValidationRow } from '../row.js';
import type { Computing } from '../validation.js';
import { natureSeed, simulatedSeed } from './seeds.js';

/** Ghosts of each nature, unless told otherwise; of the simulation so many times more. */
export const GHOSTS = 8000;
const SIMULATED = 4;
const NATURES = 10;
const LIGHT = 0.001;
/** A tenth of a spill of 7e6 electrons. */
const SHORT = ['beam.intensity=7e5', 'beam.spill=480 ms'];

/** What a run measures of itself, in any nature. */
const OF_THE_RUN: readonly Factor[] = ['live', 'pile-up in the trigger gate', 'pile-up offline'];
const BELIEVED = FACTORS.filter((factor) => !OF_THE_RUN.includes(factor));

type Uncertainty = Exclude<keyof Card['analysis']['nuisances'], 'yield'>;

/** A part of the signal yield, and the uncertainties that a limit has for it. */
export interface Part {
  readonly name: string;
  readonly factors: readonly Factor[];
  /** Whether the electrons on target are in it. */
  readonly electrons: boolean;
  readonly uncertainties: readonly Uncertainty[];
  readonly role: ValidationRow['role'];
}

/** The widths of counters and halo muons are such that the paper's 2 and 4 % come out: those rows are fits. */
export const PARTS: readonly Part[] = [
  {
    ...{ name: 'trigger', factors: ['trigger'], electrons: false },
    ...{ uncertainties: ['trigger'], role: 'fit' },
  },
  {
    ...{ name: 'electrons on target', factors: [], electrons: true },
    ...{ uncertainties: ['electrons'], role: 'out' },
  },
  {
    ...{ name: 'electrons on target x trigger', factors: ['trigger'], electrons: true },
    ...{ uncertainties: ['electrons', 'trigger'], role: 'out' },
  },
  {
    ...{ name: 'track', factors: ['track'], electrons: false },
    ...{ uncertainties: ['track'], role: 'out' },
  },
  {
    ...{ name: 'SRD', factors: ['SRD'], electrons: false },
    ...{ uncertainties: ['srd'], role: 'out' },
  },
  {
    ...{ name: 'VETO and HCAL', factors: ['VETO', 'HCAL'], electrons: false },
    ...{ uncertainties: ['vetoHcal'], role: 'fit' },
  },
  {
    ...{ name: 'electrons on target x efficiency', factors: BELIEVED, electrons: true },
    ...{ uncertainties: ['electrons', 'trigger', 'track', 'srd', 'vetoHcal'], role: 'out' },
  },
];

/** @param events ghosts of each nature */
export async function efficiencyRows(
  seed: string,
  events: number | null,
  computing: Computing,
): Promise<ValidationRow[]> {
  const ghosts = events ?? GHOSTS;
  const take = (own: string, nature: Nature, ghosts: number, spills: number) => {
    const card = loadSingleCard('run3-2018', SHORT, own);
    const asked = { masses: [LIGHT], spills, ghosts, measured: false };
    return sampleCard(card, own, asked, { ...computing, seed: own, nature });
  };
  const simulated = await take(simulatedSeed(seed), 'nominal', SIMULATED * ghosts, SIMULATED);
  const natures: Sample[] = [];
  for (let i = 1; i <= NATURES; i++) {
    natures.push(await take(natureSeed(seed, i), 'drawn', ghosts, 1));
  }
  const all = PARTS[PARTS.length - 1];
  return [
    ...natures.map((s, i) => natureRow(all, i + 1, simulated, s)),
    ...PARTS.map((part) => spreadRow(part, simulated, natures)),
  ];
}

/** A part of the yield in a nature, over the same of what is believed. */
export function trueOverBelieved(
  { factors, electrons }: Part,
  simulated: Sample,
  s: Sample,
): Measured {
  const terms = [
    ...factors.flatMap((factor) => [efficiency(s, factor), inverse(efficiency(simulated, factor))]),
    ...(electrons ? [counted(s), inverse(counted(simulated))] : []),
  ];
  return [
    terms.reduce((product, [value]) => product * value, 1),
    Math.sqrt(terms.reduce((sum, [, relative]) => sum + relative * relative, 0)),
  ];
}

/** A value and its relative error. */
type Relative = readonly [value: number, relative: number];

const inverse = ([value, relative]: Relative): Relative => [1 / value, relative];

function efficiency({ counts }: Sample, factor: Factor): Relative {
  const { passed } = counts.flows[0];
  const i = FACTORS.indexOf(factor);
  const [of, left] = [passed[i], passed[i + 1]];
  return [left / of, Math.sqrt(Math.max(1, Math.abs(of - left)) / (of * left))];
}

/** Electrons that were there over those that the scalers tell of. */
function counted({ card, counts: { electrons, scalers } }: Sample): Relative {
  const believed = scalerElectrons(beliefOf(card), scalers);
  return [
    electrons / believed,
    Math.sqrt(Math.abs(electrons - scalers.coincidences) / (electrons * scalers.coincidences)),
  ];
}

const uncertaintyOf = ({ uncertainties }: Part, { card }: Sample) =>
  Math.hypot(...uncertainties.map((name) => card.analysis.nuisances[name]));

function natureRow(part: Part, i: number, simulated: Sample, s: Sample): ValidationRow {
  const size = uncertaintyOf(part, s);
  return row({
    name: `${part.name}, true over believed, nature ${i}`,
    role: part.role,
    expected: 1,
    allowed: 2 * size,
    emulated: trueOverBelieved(part, simulated, s),
    source: `twice ${percent(size)} of the limit's table`,
  });
}

/** Spread about what is believed, without that of the ghosts' number. */
export function spreadRow(
  part: Part,
  simulated: Sample,
  natures: readonly Sample[],
): ValidationRow {
  const size = uncertaintyOf(part, simulated);
  const found = natures.map((s) => trueOverBelieved(part, simulated, s));
  const mean = (of: (m: Measured) => number) =>
    found.reduce((sum, m) => sum + of(m), 0) / found.length;
  const all = mean(([value]) => (value - 1) * (value - 1));
  const statistical = mean(([value, relative]) => value * relative * (value * relative));
  return row({
    name: `${part.name}, true over believed, rms of ${natures.length} natures`,
    role: part.role,
    expected: size,
    allowed: [0, size],
    emulated: [Math.sqrt(Math.max(0, all - statistical)), Math.sqrt(all / (2 * natures.length))],
    source: `the limit's table: ${part.uncertainties.join(', ')}`,
  });
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
