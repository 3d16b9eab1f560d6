/**
 * Validation of the (E_ECAL, E_HCAL) plane: regions I and II and the sidebands A and C per electron on target, and
 * both panels of Fig. 2. Sideband C is so thin (two events in 1e10 electrons) that it comes from a nature with many
 * more losses upstream, the same in all else.
 */
import { regionIndex } from '../../analyse/selection/regions.js';
import { type Card, cardHash } from '../../core/card/index.js';
import { sha256 } from '../hash.js';
import type { Monitored } from '../run.js';
import { PAPER, perElectron, row, type ValidationRow } from './row.js';
import { type Sample, type SampleOptions, sample } from './sample.js';
import type { Validation } from './validation.js';

export const regions: Validation = {
  name: 'regions',
  describes: 'regions I and II, sidebands A and C per electron; Fig. 2 (--electrons, --figures)',
  async run(options) {
    const nominal = await sample(options, [], upTo(options.electrons));
    const lossy = await lossySample(options, nominal.card);
    return {
      rows: [...planeRows(nominal), ...sidebandRows(nominal, lossy)],
      monitored: monitoredOf(nominal),
    };
  },
};

const upTo = (electrons: number) => (ledger: Sample['ledger']) =>
  ledger.electronsOnTarget >= electrons;

/** So many times the losses at large angles, in as many times fewer electrons: all of them lose, twenty-fold. */
const MORE = 20;
/** Electrons of the lossy sample over those of the nominal one. */
const SHARE = 0.1;

interface Lossy extends Sample {
  readonly factor: number;
}

async function lossySample(options: SampleOptions, card: Card): Promise<Lossy> {
  const { largeAngleFraction, ratePerRadiationLength } = card.nature.upstreamElectroNuclear;
  const overrides = [
    'nature.upstreamElectroNuclear.largeAngleFraction=1',
    `nature.upstreamElectroNuclear.ratePerRadiationLength=${MORE * ratePerRadiationLength}`,
  ];
  const s = await sample(options, overrides, upTo(SHARE * options.electrons));
  return { ...s, factor: MORE / largeAngleFraction };
}

function planeRows({ counts, ledger, card }: Sample): ValidationRow[] {
  const n = ledger.electronsOnTarget;
  const region = (name: string) => perElectron(counts.regions[regionIndex(name)], n);
  const events = (name: string) => `${counts.regions[regionIndex(name)]} events`;
  const { ecal: edge } = card.analysis.box;
  // Of the pairs above 20 GeV those that leave less than the loose cut, see nature.dimuon.spectrum.
  const pairs = 0.65 * card.nature.dimuon.rate * shareAbove(card, card.analysis.cuts.ecal.loose);
  return [
    row(
      'loose events per EOT',
      'fit',
      1.06e-5,
      [0.53e-5, 2.12e-5],
      ...region('loose'),
      `${PAPER}, Fig. 2 left, exponent lost; ${events('loose')}`,
    ),
    row(
      'selected events per EOT',
      'fit',
      5.6e-8,
      0.2,
      ...region('selected'),
      `${PAPER}, 1.6e4 events; ${events('selected')}`,
    ),
    row(
      'region I per EOT',
      'out',
      pairs,
      0.1,
      ...region('I'),
      `Bethe-Heitler pair rate x 0.65; ${events('I')}`,
    ),
    row(
      `region I, E_ECAL < ${edge} GeV, per EOT`,
      'out',
      4.4e-6,
      0.1,
      ...region('I below box edge'),
      `Bethe-Heitler pair rate x 0.65; ${events('I below box edge')}`,
    ),
    row(
      'region II per EOT',
      'fit',
      1.06e-5 - pairs,
      [(1.06e-5 - pairs) / 2, 2 * (1.06e-5 - pairs)],
      ...region('II'),
      `loose less dimuons; ${events('II')}`,
    ),
  ];
}

/** Share of the dimuons that leave less than an energy in the ECAL, by the spectrum, 0.8 GeV of their own. */
function shareAbove({ nature, beam, detector }: Card, ecal: number): number {
  const { spectrum } = nature.dimuon;
  const least = beam.momentum - ecal + 2 * detector.ecal.mip;
  const i = spectrum.findIndex(({ energy }) => energy > least);
  const [low, high] = [spectrum[i - 1], spectrum[i]];
  const t = (least - low.energy) / (high.energy - low.energy);
  return low.above * (high.above / low.above) ** t;
}

/** Of C in the whole exposure of 2.84e11 electrons: all, and below 72 GeV, from the slope of 6 GeV. */
const C = { electrons: 2.84e11, all: 63, below: 16, edge: 72 };

function sidebandRows(nominal: Sample, lossy: Lossy): ValidationRow[] {
  const { counts, ledger } = nominal;
  const of = ({ counts: c }: Sample, name: string) => c.regions[regionIndex(name)];
  const lossyElectrons = lossy.ledger.electronsOnTarget * lossy.factor;
  const perLoss = (events: number) => perElectron(events, lossyElectrons);
  const below = lowC(lossy);
  const scaled = `${lossy.factor.toFixed(0)} times the losses, divided`;
  const a = counts.regions[regionIndex('A')];
  return [
    row(
      'sideband A per EOT',
      'fit',
      5.6e-8,
      [2.8e-8, 5.6e-8],
      ...perElectron(a, ledger.electronsOnTarget),
      `most of the selected; ${a} events`,
    ),
    row(
      'sideband C per EOT',
      'out',
      C.all / C.electrons,
      [0, 2 * (C.all / C.electrons)],
      ...perElectron(of(nominal, 'C'), ledger.electronsOnTarget),
      `63 in 2.84e11 electrons; ${of(nominal, 'C')} events`,
    ),
    row(
      `sideband C per EOT, ${scaled}`,
      'fit',
      C.all / C.electrons,
      0.3,
      ...perLoss(of(lossy, 'C')),
      `63 in 2.84e11 electrons; ${of(lossy, 'C')} events`,
    ),
    row(
      `  below ${C.edge} GeV, ${scaled}`,
      'fit',
      C.below / C.electrons,
      0.3,
      ...perLoss(below),
      `16 in 2.84e11 electrons; ${below} events`,
    ),
  ];
}

/** Selected events above the box edge, below 72 GeV and under the box in the HCAL, from the plane. */
function lowC({ counts, card }: Sample): number {
  const plane = counts.histograms.find((h) => h.name === 'plane-selected');
  if (!plane) throw new RangeError('no plane of the selected events');
  const { box } = card.analysis;
  const [x, y] = plane.axes;
  let events = 0;
  for (let i = 1; i <= x.bins; i++) {
    const ecal = x.low + ((i - 0.5) * (x.high - x.low)) / x.bins;
    if (ecal < box.ecal || ecal > C.edge) continue;
    for (let j = 1; j <= (y?.bins ?? 0); j++) {
      const hcal = (y?.low ?? 0) + ((j - 0.5) * ((y?.high ?? 0) - (y?.low ?? 0))) / (y?.bins ?? 1);
      if (hcal < box.hcal) events += plane.count(i, j);
    }
  }
  return events;
}

const monitoredOf = ({ card, seed, spills, ledger, counts }: Sample): Monitored => ({
  caption: {
    card: 'run3-2018',
    cardHash: cardHash(card, sha256),
    seed,
    spills,
    electronsOnTarget: ledger.electronsOnTarget,
  },
  card,
  sealed: true,
  histograms: counts.histograms,
});
