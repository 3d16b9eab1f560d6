/**
 * Validation of the (E_ECAL, E_HCAL) plane: regions I and II and the sidebands A and C per electron on target, and
 * both panels of Fig. 2. Sideband C is so thin (two events in 1e10 electrons) that its losses upstream come from a
 * nature with many more of them, the same in all else: the difference of both is that of the losses alone.
 */
import { normalCdf } from '../../core/normal.js';
import { regionIndex } from '../../analyse/selection/regions.js';
import { type Card, cardHash } from '../../core/card/index.js';
import { PAPER_RATES } from '../../core/paper.js';
import { exp } from '../../core/math.js';
import { sha256 } from '../hash.js';
import type { Monitored } from '../run.js';
import { integral } from './detectors/drive.js';
import { DIMUONS, dimuonsExpected } from './dimuons.js';
import { type Measured, PAPER, perElectron, row, type ValidationRow } from './row.js';
import { type Sample, type SampleOptions, sample } from './sample.js';
import { validation } from './validation.js';

export const regions = validation({
  name: 'regions',
  describes: 'regions I and II, sidebands A and C per electron; Fig. 2',
  options: ['electrons', 'seed', 'nature', 'workers', 'figures'],
  async run(options) {
    const nominal = await sample(options, [], upTo(options.electrons));
    const lossy = await lossySample(options, nominal);
    return {
      rows: [...planeRows(nominal), ...sidebandRows(nominal, lossy)],
      monitored: monitoredOf(nominal),
    };
  },
});

const upTo = (electrons: number) => (ledger: Sample['ledger']) =>
  ledger.electronsOnTarget >= electrons;

/** So many times the losses at large angles, in as many times fewer electrons: all of them lose, twenty-fold. */
const MORE = 20;
/** Electrons of the lossy sample over those of the nominal one. */
const SHARE = 0.1;

interface Lossy extends Sample {
  readonly factor: number;
}

async function lossySample(options: SampleOptions, { card, world }: Sample): Promise<Lossy> {
  const { ratePerRadiationLength } = card.nature.upstreamElectroNuclear;
  const overrides = [
    'nature.upstreamElectroNuclear.largeAngleFraction=1',
    `nature.upstreamElectroNuclear.ratePerRadiationLength=${MORE * ratePerRadiationLength}`,
  ];
  const s = await sample(options, overrides, upTo(SHARE * options.electrons));
  const losses = ({ nature: { upstreamElectroNuclear: of } }: Card) =>
    of.largeAngleFraction * of.ratePerRadiationLength;
  return { ...s, factor: losses(s.world) / losses(world) };
}

function planeRows(nominal: Sample): ValidationRow[] {
  const { counts, ledger, card } = nominal;
  const n = ledger.electronsOnTarget;
  const region = (name: string) => perElectron(counts.regions[regionIndex(name)], n);
  const events = (name: string) => `${counts.regions[regionIndex(name)]} events`;
  const { ecal: edge } = card.analysis.box;
  const pairs = dimuonsExpected(nominal, card.analysis.cuts.ecal.loose);
  return [
    row({
      name: 'loose events per EOT',
      role: 'fit',
      expected: PAPER_RATES.loose.value,
      allowed: [0.53e-5, 2.12e-5],
      emulated: region('loose'),
      source: `${PAPER}, Fig. 2 left, exponent lost; ${events('loose')}`,
    }),
    row({
      name: 'selected events per EOT',
      role: 'fit',
      expected: PAPER_RATES.selected.value,
      allowed: 0.2,
      emulated: region('selected'),
      source: `${PAPER}, 1.6e4 events; ${events('selected')}`,
    }),
    row({
      name: 'region I per EOT',
      role: 'out',
      expected: pairs,
      allowed: 0.1,
      emulated: region('I'),
      source: `${DIMUONS}; ${events('I')}`,
    }),
    row({
      name: `region I, E_ECAL < ${edge} GeV, per EOT`,
      role: 'out',
      expected: dimuonsExpected(nominal, edge),
      allowed: 0.1,
      emulated: region('I below box edge'),
      source: `${DIMUONS}; ${events('I below box edge')}`,
    }),
    row({
      name: 'region II per EOT',
      role: 'fit',
      expected: PAPER_RATES.loose.value - pairs,
      allowed: [(PAPER_RATES.loose.value - pairs) / 2, 2 * (PAPER_RATES.loose.value - pairs)],
      emulated: region('II'),
      source: `loose less dimuons; ${events('II')}`,
    }),
  ];
}

/** Below this energy the trigger's turn-on does not reach, GeV. */
const CLEAR = 72;

/**
 * Sideband C per electron between two energies: the events of the paper below the box edge, exponential in the lost
 * energy with the slope of the card, as far as the trigger takes them.
 */
export function sidebandC({ analysis, nature, trigger }: Card, from: number, to: number): number {
  const { slope } = nature.upstreamElectroNuclear;
  const { threshold, smear } = trigger.ecal;
  const density = (e: number) =>
    (exp((e - analysis.box.ecal) / slope) / slope) * normalCdf((threshold - e) / smear);
  return (
    (lossesInBox(analysis) / analysis.background.electrons) * integral(density, from, to, 1000)
  );
}

function lossesInBox({ background }: Card['analysis']): number {
  const source = background.sources.find(({ name }) => name === 'hadrons made in the beam line');
  return source?.events ?? Number.NaN;
}

function sidebandRows(nominal: Sample, lossy: Lossy): ValidationRow[] {
  const { card, ledger } = nominal;
  const counted = ({ counts }: Sample, name: string) => counts.regions[regionIndex(name)];
  /** Of what grows with the losses: twice as many would be there if they were there twice. */
  const ofLosses = (events: (s: Sample) => number): Measured => {
    const [few, fewError] = perElectron(events(nominal), ledger.electronsOnTarget);
    const [many, manyError] = perElectron(events(lossy), lossy.ledger.electronsOnTarget);
    const more = lossy.factor - 1;
    return [(many - few) / more, Math.hypot(manyError, fewError) / more];
  };
  const from = card.analysis.seal.ecal;
  const { threshold } = card.trigger.ecal;
  const source = (events: (s: Sample) => number) =>
    `${lossesInBox(card.analysis)} in the box, ${PAPER}, slope of the card; ${events(lossy)} and ${events(nominal)} events`;
  const all = (s: Sample) => counted(s, 'C');
  const times = `${lossy.factor.toFixed(0)} times the losses`;
  const a = counted(nominal, 'A');
  return [
    row({
      name: 'sideband A per EOT',
      role: 'fit',
      expected: PAPER_RATES.selected.value,
      allowed: [2.8e-8, PAPER_RATES.selected.value],
      emulated: perElectron(a, ledger.electronsOnTarget),
      source: `most of the selected; ${a} events`,
    }),
    row({
      name: `sideband C from ${from} GeV per EOT, of ${times}`,
      role: 'fit',
      expected: sidebandC(card, from, threshold),
      allowed: 0.3,
      emulated: ofLosses(all),
      source: source(all),
    }),
    row({
      name: `  below ${CLEAR} GeV`,
      role: 'fit',
      expected: sidebandC(card, from, CLEAR),
      allowed: 0.3,
      emulated: ofLosses(lowC),
      source: source(lowC),
    }),
  ];
}

/** Selected events above the seal, below the trigger's turn-on and under the box in the HCAL, from the plane. */
function lowC({ counts, card }: Sample): number {
  const plane = counts.histograms.find((h) => h.name === 'plane-selected');
  if (!plane) throw new RangeError('no plane of the selected events');
  const { box, seal } = card.analysis;
  const [x, y] = plane.axes;
  let events = 0;
  for (let i = 1; i <= x.bins; i++) {
    const ecal = x.low + ((i - 0.5) * (x.high - x.low)) / x.bins;
    if (ecal < seal.ecal || ecal > CLEAR) continue;
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
