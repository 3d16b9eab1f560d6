/**
 * What is expected of dimuons: the spectrum of the card, its logarithm linear between the points and the share itself
 * where it falls to zero, and the efficiencies of the paper.
 */
import { efficiencyFactors } from '../../analyse/efficiency.js';
import { beliefOf, type Card } from '../../core/card/index.js';
import { exp, log } from '../../core/math.js';
import type { Sample } from './sample.js';

type Nature = Pick<Card, 'nature' | 'beam' | 'detector'>;

/** The points of the spectrum between which it falls below a share, or passes an energy. */
function between({ nature }: Nature, isBeyond: (p: { energy: number; above: number }) => boolean) {
  const { spectrum } = nature.dimuon;
  const found = spectrum.findIndex(isBeyond);
  const i = Math.max(1, found < 0 ? spectrum.length - 1 : found);
  return [spectrum[i - 1], spectrum[i]] as const;
}

/** Energy missing in the ECAL, the muons' own put back: more is missing of the share u of the pairs, GeV. */
export function dimuonMissing(card: Nature, u: number): number {
  const [low, high] = between(card, (p) => p.above < u);
  const t = high.above > 0 ? log(low.above / u) / log(low.above / high.above) : 1 - u / low.above;
  return low.energy + t * (high.energy - low.energy) - 2 * card.detector.ecal.mip;
}

/** Its inverse: share of the pairs that leave less than an energy (GeV) in the ECAL. */
export function dimuonsBelow(card: Nature, ecal: number): number {
  const pair = card.beam.momentum - ecal + 2 * card.detector.ecal.mip;
  const { spectrum } = card.nature.dimuon;
  if (pair <= spectrum[0].energy) return 1;
  const [low, high] = between(card, (p) => p.energy > pair);
  const t = (pair - low.energy) / (high.energy - low.energy);
  if (t >= 1) return high.above;
  return high.above > 0 ? low.above * exp(t * log(high.above / low.above)) : low.above * (1 - t);
}

/** What a dimuon has to pass: it has no shape to be cut on, and VETO and HCAL see it. */
const PASSED = ['geometry', 'trigger', 'live', 'pile-up in the trigger gate', 'track', 'srd'];

/** Dimuons per electron that leave less than an energy (GeV) in the ECAL, with the losses of the sample's beam. */
export function dimuonsExpected({ card, counts }: Sample, ecal: number): number {
  const efficiency = efficiencyFactors(beliefOf(card), counts)
    .filter(({ name }) => PASSED.includes(name))
    .reduce((product, { value }) => product * value, 1);
  return efficiency * card.nature.dimuon.rate * dimuonsBelow(card, ecal);
}

export const DIMUONS = 'Bethe-Heitler pair rate x efficiencies of the paper';
