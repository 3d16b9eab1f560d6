/**
 * Validation of the backgrounds: estimates from counts drawn about a known truth, to which they are blind. The amplitude of (iii) and the
 * size of region A are those of 2.84e11 electrons.
 */
import { beliefOf } from '../../../core/card/index.js';
import { seedKey } from '../../../core/random/index.js';
import { loadSingleCard } from '../../cards.js';
import { PAPER, row, share, type ValidationRow } from '../row.js';
import { validation } from '../validation.js';
import { countedExperiments, past, SIGNAL, type Tally } from './counted.js';
import { decayRows } from './decays.js';
import { TRUE_SHAPES, truthOf, type TruthOptions } from './truth.js';

/** Of the true shape; of the other truths a fifth as many. */
const EXPERIMENTS = 10_000;
const OTHERS = 0.2;

export const backgrounds = validation({
  name: 'backgrounds',
  describes: 'backgrounds in the box from drawn counts, against the truth they were drawn about',
  options: ['experiments', 'seed'],
  usual: { experiments: EXPERIMENTS },
  run({ experiments, seed, report }) {
    const number = experiments ?? EXPERIMENTS;
    const fewer = Math.ceil(OTHERS * number);
    const belief = beliefOf(loadSingleCard('run3-2018', [], seed));
    const key = seedKey(seed);
    const tallies = TRUE_SHAPES.map((shape, i) => {
      report(`backgrounds: ${shape.name}`);
      return countedExperiments(
        truthOf({ ...nominal(belief), shape }),
        belief,
        key,
        i,
        i === 0 ? number : fewer,
      );
    });
    report('backgrounds: a thin HCAL with holes');
    const thin = truthOf({ ...nominal(belief), ...THIN });
    const leaking = countedExperiments(thin, belief, key, TRUE_SHAPES.length, fewer);
    return {
      rows: [
        ...fitRows(tallies[0]),
        ...TRUE_SHAPES.slice(1).map(({ name }, i) => otherShapeRow(name, tallies[i + 1])),
        ...coverageRows('', tallies[0]),
        ...coverageRows(', thin HCAL with holes', leaking),
        ...decayRows(seed),
      ],
    };
  },
});

/** Of 2.84e11 electrons. Sideband C and the slopes are nature's; shares of muons are such that Table I's number comes out. */
const nominal = ({ analysis, trigger, detector }: ReturnType<typeof beliefOf>): TruthOptions => ({
  electrons: analysis.background.electrons,
  shape: TRUE_SHAPES[0],
  ...{ beamEnergy: analysis.beamEnergy, edge: analysis.box.ecal, seal: analysis.seal.ecal },
  turnOn: {
    ...{ threshold: trigger.ecal.threshold, width: trigger.ecal.smear },
    from: "the card's sum",
    events: 0,
  },
  beamLine: { events: 0.43, slope: 6 },
  madeInDump: { events: 1.7e6, slope: 15.3 },
  regionA: { events: 1.4e4, past: sameModules(past(detector.hcal.interactionLengths)) },
  // More of the pairs beside the sealed set range out, in all modules and in the last.
  muons: {
    below: { pairs: 1.2e6, unseen: 1.4e-4, inPart: 0.01 },
    beside: { pairs: 2e5, unseen: 2e-4, inPart: 0.015 },
    veto: 1e-4,
  },
  holes: { pairs: 1e6, first: 2e-3, second: 2e-3, together: 0.02 },
  beam: { hadrons: 4000, electrons: 5e6 },
});

const sameModules = (share: number) => [share, share, share] as const;

/** Where the limits rest on events, not on their absence, and HCAL1 is not the module that lets most pass. */
const THIN: Partial<TruthOptions> = {
  regionA: { events: 1.4e4, past: [0.05, 0.08, 0.08] },
  holes: { pairs: 1e6, first: 0.02, second: 0.03, together: 0.1 },
};

const DRAWN = 'drawn counts';

function fitRows(t: Tally): ValidationRow[] {
  const mean = t.pulls / t.fitted;
  const spread = Math.sqrt(t.squares / t.fitted - mean * mean);
  return [
    row({
      name: '(iii) true shape: bias of ln N over its error',
      role: 'out',
      expected: 0,
      allowed: [-0.1, 0.1],
      emulated: [mean, spread / Math.sqrt(t.fitted)],
      source: `${DRAWN}; ${(t.sideband / t.experiments).toFixed(1)} events in sideband C`,
    }),
    row({
      name: '(iii) true shape: coverage of the 68 % interval',
      role: 'out',
      expected: 0.683,
      allowed: [0.65, 0.72],
      emulated: share(t.statistical, t.fitted),
      source: DRAWN,
    }),
    row({
      name: '(iii) relative error, all of it',
      role: 'out',
      expected: 0.16 / 0.43,
      allowed: 0.25,
      emulated: [Math.hypot(t.errors.statistical, t.errors.systematic) / t.fitted, 0],
      source: `${PAPER}, 0.43 +- 0.16; here ${percent(t.errors.statistical / t.fitted)} of sideband C, slope and norm, and ${percent(t.errors.systematic / t.fitted)} of the functions`,
    }),
    row({
      name: '(iii) relative error of the norm alone',
      role: 'out',
      expected: 0.13,
      allowed: 0.1,
      emulated: [1 / Math.sqrt(t.sideband / t.experiments), 0],
      source: '63 events up to 80 GeV, before the turn-on',
    }),
  ];
}

const percent = (x: number) => `${(100 * x).toFixed(0)} %`;

const otherShapeRow = (name: string, t: Tally): ValidationRow =>
  row({
    name: `(iii) ${name}: the whole error covers`,
    role: 'out',
    expected: 0.68,
    allowed: [0.68, 1],
    emulated: share(t.whole, t.fitted),
    source: `${DRAWN}; mean pull ${(t.pulls / t.fitted).toFixed(2)}, functions ${percent(t.errors.systematic / t.fitted)}`,
  });

function coverageRows(where: string, t: Tally): ValidationRow[] {
  const rows = [
    [`(i)${where}: coverage of the 68 % interval`, t.dimuons, 0.65],
    [`(iv)${where}: the 90 % limit covers`, t.dump, 0.9],
    [`(v)${where}: the 90 % limit covers`, t.holes, 0.9],
    [`all${where}: the 90 % limit covers a signal of ${SIGNAL}`, t.combined, 0.9],
  ] as const;
  return rows
    .filter(([, { of }]) => of > 0)
    .map(([name, { covered, of }, least]) =>
      row({
        ...{ name, role: 'out', expected: least, allowed: [least, 1] },
        emulated: share(covered, of),
        source: `${DRAWN}; ${of} made`,
      }),
    );
}
