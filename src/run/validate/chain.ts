/**
 * Validation of the chain: rates per electron on target, live fractions against intensity, and what a
 * doubled dead time does to the limit.
 */
import { beamWeightedRate, pileUpWindow } from '../../analyse/efficiency.js';
import { estimateLimit } from '../../analyse/limit.js';
import { regionIndex } from '../../analyse/selection/regions.js';
import { beliefOf, type Card } from '../../core/card/index.js';
import { PAPER_RATES } from '../../core/paper.js';
import { seedKey } from '../../core/random/index.js';
import { SLICE_NS } from '../../core/ticks.js';
import { spillProfile } from '../../emulate/beam/profile.js';
import { liveAt } from '../../emulate/readout/index.js';
import { spillKey } from '../../emulate/spill.js';
import { CLASSES, classRates } from '../../emulate/target/index.js';
import { BUDGET, classRows, counted, nuclearLost, turnOn, upstreamBelow } from './classes.js';
import { DIMUONS, dimuonMissing, dimuonsExpected } from './dimuons.js';
import { type Measured, PAPER, perElectron, row, type ValidationRow } from './row.js';
import { type Sample, type SampleOptions, sample, spillsOf } from './sample.js';
import { validation } from './validation.js';

const INTENSITIES = [1.4e6, 3e6, 5e6, 6e6, 7e6, 9e6];
const LIVE_SPILLS = 6;

export const chain = validation({
  name: 'chain',
  describes: 'rates per electron, live fractions and limits of the whole chain',
  options: ['electrons', 'seed', 'nature', 'workers'],
  run: async (options) => ({ rows: await validateChain(options) }),
});

async function validateChain(options: SampleOptions): Promise<ValidationRow[]> {
  const main = await sample(options, [], (ledger) => ledger.electronsOnTarget >= options.electrons);
  const rows = rateRows(main);
  // Alone they are driven, not sampled: they are those of the card.
  if (options.nature === 'nominal') {
    options.report('chain: particles of each class, alone');
    rows.push(...classRows(main.card, options.seed));
  }
  for (const intensity of INTENSITIES) {
    const s = await sample(options, [`beam.intensity=${intensity}`], spillsOf(LIVE_SPILLS));
    rows.push(liveRow(s, `live fraction at ${intensity / 1e6}e6 per spill`));
  }
  rows.push(...(await deadTimeRows(options)));
  return rows;
}

function rateRows(sample: Sample): ValidationRow[] {
  const { card, world, ledger, counts, byClass } = sample;
  const n = ledger.electronsOnTarget;
  const live = ledger.triggersLive / ledger.triggers;
  const region = (name: string) => perElectron(counts.regions[regionIndex(name)], n);
  const rates = classRates(world);
  /** Triggers of a class per particle of it, dead time taken out. */
  const share = (name: string): Measured => {
    const particles = n * rates[CLASSES.findIndex((c) => c.name === name)];
    return perElectron(byClass.get(name) ?? 0, particles * live);
  };
  const counters = 'counters x pile-up x turn-on, integrated';
  const seen = countersAndPileUp(sample);
  return [
    row({
      name: 'triggers per EOT',
      role: 'out',
      expected: 6.5e-4,
      allowed: [5e-4, 8e-4],
      emulated: perElectron(ledger.triggers, n),
      source: BUDGET,
    }),
    row({
      name: 'dimuons, E_ECAL < 50 GeV, per EOT',
      role: 'out',
      expected: dimuonsExpected(sample, card.analysis.box.ecal),
      allowed: 0.1,
      emulated: region('I below box edge'),
      source: DIMUONS,
    }),
    row({
      name: 'loose events per EOT',
      role: 'fit',
      expected: PAPER_RATES.loose.value,
      allowed: [0.53e-5, 2.12e-5],
      emulated: region('loose'),
      source: `${PAPER}, Fig. 2 left, exponent lost`,
    }),
    row({
      name: 'selected events per EOT',
      role: 'fit',
      expected: PAPER_RATES.selected.value,
      allowed: 0.2,
      emulated: region('selected'),
      source: `${PAPER}, 1.6e4 events`,
    }),
    row({
      name: 'P(trigger), pion',
      role: 'fit',
      expected: 0.12,
      allowed: 0.2,
      emulated: share('pion'),
      source: BUDGET,
    }),
    row({
      name: 'P(trigger), kaon',
      role: 'out',
      expected: 0.12,
      allowed: 0.2,
      emulated: share('kaon'),
      source: BUDGET,
    }),
    row({
      name: 'P(trigger), muon on axis',
      role: 'out',
      expected: 0.03,
      allowed: 0.3,
      emulated: share('muon'),
      source: BUDGET,
    }),
    row({
      name: 'P(trigger), dimuon',
      role: 'out',
      expected: seen * turnOn(card, (u) => dimuonMissing(card, u)),
      allowed: 0.03,
      emulated: share('dimuon'),
      source: counters,
    }),
    row({
      name: 'P(trigger), electro-nuclear',
      role: 'out',
      expected: seen * turnOn(card, (u) => nuclearLost(card, u)),
      allowed: 0.03,
      emulated: share('electro-nuclear'),
      source: counters,
    }),
    row({
      name: 'P(trigger), upstream electro-nuclear',
      role: 'out',
      expected: seen * upstreamBelow(card),
      allowed: 0.03,
      emulated: share('upstream-electro-nuclear'),
      source: counters,
    }),
    row({
      name: 'P(trigger), ordinary electron',
      role: 'out',
      expected: 2e-6,
      allowed: 0.3,
      emulated: share('ordinary'),
      source: BUDGET,
    }),
    row({
      name: 'upstream bremsstrahlung triggers per EOT',
      role: 'out',
      expected: 5e-5,
      allowed: [0, 5e-5],
      emulated: perElectron(
        (byClass.get('upstream-bremsstrahlung') ?? 0) +
          (byClass.get('upstream-bremsstrahlung-past-s4') ?? 0),
        n * live,
      ),
      source: BUDGET,
    }),
  ];
}

/** Share of particles with all counters, no accidental veto and no neighbour that spoils the sum. */
function countersAndPileUp({ card, counts, ledger }: Sample): number {
  const electrons = ledger.electronsOnTarget / (ledger.scalers.coincidences || 1);
  const rate = beamWeightedRate(counts.scalers) * electrons;
  const window = pileUpWindow(beliefOf(card)).trigger;
  return counted(card) * Math.exp(-rate * window);
}

/**
 * Live fraction against the beam-weighted mean of 1/(1 + tau f r(t)), f the measured presented
 * fraction.
 */
function liveRow(s: Sample, name: string): ValidationRow {
  const { triggers, triggersLive } = s.ledger;
  const value = triggersLive / triggers;
  const error = Math.sqrt((value * (1 - value)) / triggers);
  return row({
    name,
    role: 'out',
    expected: expectedLive(s),
    allowed: 0.002,
    emulated: [value, error],
    source: 'mean of 1/(1 + tau f r) over r(t)',
  });
}

function expectedLive({ card, seed, spills, ledger }: Sample): number {
  const presented = [ledger.outcomes, ledger.clockTriggers].reduce(
    (sum, o) => sum + o.recorded + o.deadTime + o.throttled + o.bufferFull,
    0,
  );
  return analyticLive(card, seed, spills, presented / ledger.electronsOnTarget);
}

/**
 * Beam-weighted mean of the readout's closed form, 1/(1 + tau f r(t)), over the profiles of the first spills.
 * @param fraction presented triggers of all types per electron, f
 */
export function analyticLive(card: Card, seed: string, spills: number, fraction: number): number {
  let weight = 0;
  let live = 0;
  for (let spill = 1; spill <= spills; spill++) {
    const { electrons } = spillProfile(card.beam, spillKey(card, seedKey(seed), spill));
    for (const n of electrons) {
      weight += n;
      live += n * liveAt(card.readout, fraction * (n / SLICE_NS));
    }
  }
  return live / weight;
}

/** Live fraction and eps90 at 7e6 per spill with the dead time doubled, ripple on and off. */
async function deadTimeRows(options: SampleOptions): Promise<ValidationRow[]> {
  const rows: ValidationRow[] = [];
  for (const ripple of [true, false]) {
    // The prescale of the beam term is set so that 7e-4 of the electrons are presented.
    const overrides = [
      'beam.intensity=7e6',
      'beam.startSpike.probability=0',
      'trigger.menu.beam.prescale=7500',
    ];
    if (!ripple) overrides.push('beam.ripple=[]');
    const how = ripple ? 'with ripple' : 'without ripple';
    const once = await sample(options, overrides, spillsOf(LIVE_SPILLS));
    const twice = await sample(
      options,
      [...overrides, 'readout.deadTime=140us'],
      spillsOf(LIVE_SPILLS),
    );
    rows.push(liveRow(once, `live fraction at 7e6, 70 us, ${how}`));
    rows.push(liveRow(twice, `live fraction at 7e6, 140 us, ${how}`));
    const ratio = epsOf(twice) / epsOf(once);
    const expected = Math.sqrt(expectedLive(once) / expectedLive(twice));
    const relative = (s: Sample) => {
      const live = s.ledger.triggersLive / s.ledger.triggers;
      return (1 - live) / (live * s.ledger.triggers);
    };
    const error = 0.5 * ratio * Math.sqrt(relative(once) + relative(twice));
    rows.push(
      row({
        name: `eps90 at 10 MeV, 140 us over 70 us, ${how}`,
        role: 'out',
        expected,
        allowed: 0.002,
        emulated: [ratio, error],
        source: 'sqrt of the ratio of live fractions',
      }),
    );
  }
  return rows;
}

function epsOf({ card, counts }: Sample): number {
  const { limit } = estimateLimit([{ name: 'run', belief: beliefOf(card), counts }], {
    masses: [0.01],
  });
  return limit.eps[0].emulatedExact;
}
