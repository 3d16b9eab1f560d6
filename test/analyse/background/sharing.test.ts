/** Estimates from several runs together: those of their sum, and what each run has of them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Background,
  CARD_RATE,
  estimateBackgrounds,
  type Exposed,
} from '../../../src/analyse/background/index.js';
import { type Counts, emptyCounts } from '../../../src/analyse/counts.js';
import { beliefWith } from '../../support/card.js';

const belief = beliefWith();
const near = (x: number, expected: number, relative = 1e-9) =>
  assert.ok(Math.abs(x / expected - 1) < relative, `${x}, expected ${expected}`);

interface Given {
  /** Events of sideband C in each bin of 0.5 GeV between 55 and 80 GeV. */
  readonly sidebandC?: (energy: number) => number;
  /** Times as many hadrons made in the dump. */
  readonly dump?: number;
  readonly hadrons?: number;
  readonly live?: number;
  readonly electrons?: number;
}

const fill = (counts: Counts, name: string, cells: readonly (readonly [number, number])[]) =>
  counts.histograms.find((h) => h.name === name)?.restore(cells);

function run({
  sidebandC = () => 0,
  dump = 1,
  hadrons = 0,
  live = 1,
  electrons = 1e11,
}: Given): Exposed {
  const counts = emptyCounts();
  counts.scalers.presented[0] = 1000;
  counts.scalers.accepted[0] = 1000 * live;
  const bins = Array.from({ length: 50 }, (_, i) => 111 + i);
  const middle = (bin: number) => (bin - 0.5) / 2;
  fill(
    counts,
    'sideband-c',
    bins.map((bin) => [bin, sidebandC(middle(bin))] as const),
  );
  const dumpBins = Array.from({ length: 120 }, (_, i) => 41 + i);
  fill(
    counts,
    'made-in-dump',
    dumpBins.map(
      (bin) => [bin, dump * Math.round(2000 * Math.exp((middle(bin) - 80) / 15))] as const,
    ),
  );
  fill(counts, 'beam-hadrons', [[100, hadrons]]);
  fill(counts, 'srd-electrons', [[50, 1e6]]);
  return { belief, counts, electrons };
}

const of = ({ sources }: Background, name: string) => {
  const found = sources.find((s) => s.name === name);
  assert.ok(found, name);
  return found;
};
const beamLine = (b: Background) => of(b, 'hadrons made in the beam line');
const sum = (found: readonly Background[], of: (b: Background) => number) =>
  found.reduce((n, b) => n + of(b), 0);

/** 12 events of the 36 of three runs. */
const third = (energy: number) => (energy > 70 && energy < 76 ? 1 : 0);
const triple = (energy: number) => 3 * third(energy);

test('runs too small to be fitted each are fitted together: the estimate and the error of their sum', () => {
  const [alone] = estimateBackgrounds([run({ sidebandC: third })]);
  assert.is(beamLine(alone).method, CARD_RATE);
  const three = estimateBackgrounds([1, 2, 3].map(() => run({ sidebandC: third })));
  const [whole] = estimateBackgrounds([run({ sidebandC: triple, dump: 3, electrons: 3e11 })]);
  assert.is.not(beamLine(whole).method, CARD_RATE);
  near(
    sum(three, (b) => beamLine(b).events),
    beamLine(whole).events,
  );
  for (const b of three) {
    near(beamLine(b).events, beamLine(whole).events / 3);
    // Errors of ln N are those of the sum, and not of a third of its counts.
    near(b.logErrors.counts, whole.logErrors.counts);
    near(b.logErrors.systematic, whole.logErrors.systematic);
    near(b.logErrors.inputs, whole.logErrors.inputs);
    assert.is(beamLine(b).slope, beamLine(whole).slope);
  }
  assert.match(three[0].method, '3 runs together');
});

test('errors of ln N: of the counted by its share in the events, of the typed in as published', () => {
  const [b] = estimateBackgrounds([run({ sidebandC: triple })]);
  const counted = beamLine(b);
  near(b.logErrors.counts, (counted.statistical ?? 0) / b.events);
  near(b.logErrors.systematic, (counted.systematic ?? 0) / b.events);
  // Table I without (iii): 0.007, 0.01, 0.044 and 0.01 of 2.84e11 electrons.
  const typed = (Math.hypot(0.007, 0.01, 0.044, 0.01) * 1e11) / 2.84e11;
  near(Math.exp(b.logErrors.inputs), 1 + typed / b.events);
});

test('what is counted is shared by the electrons that came while the readout was free, the card by all', () => {
  const runs = [
    run({ sidebandC: triple }),
    run({ sidebandC: triple, live: 0.5 }),
    run({ electrons: 2e11 }),
  ];
  const found = estimateBackgrounds(runs);
  const all = sum(found, (b) => beamLine(b).events);
  [1 / 3.5, 0.5 / 3.5, 2 / 3.5].forEach((share, i) => {
    near(beamLine(found[i]).events / all, share);
    near(of(found[i], 'dimuons').events, (0.024 * runs[i].electrons) / 2.84e11);
  });
});

test('decays are shared by the hadrons of each beam as far as they are known', () => {
  const decays = (hadrons: readonly number[]) =>
    estimateBackgrounds(hadrons.map((n) => run({ hadrons: n }))).map(
      (b) => of(b, 'decays in flight').events,
    );
  const [many, twice] = decays([1e4, 2e4]);
  near(twice / many, 2, 0.002);
  // Of 10 and 20 hadrons little is known: half way to equal shares, for 30 in all.
  const [few, more] = decays([10, 20]);
  near(more / few, (20 + 20) / (10 + 20));
});

test('runs whose cards count other things are not summed', () => {
  const other = beliefWith('analysis.box.ecal=45 GeV', 'analysis.seal.ecal=50 GeV');
  const [a, b] = estimateBackgrounds([
    run({ sidebandC: third }),
    { ...run({ sidebandC: third }), belief: other },
  ]);
  assert.equal([a.method, b.method], [CARD_RATE, CARD_RATE]);
  // Cuts are efficiencies: run I with another threshold of the SRD is summed.
  const srd = beliefWith('analysis.cuts.srd.threshold=1 MeV');
  const alike = estimateBackgrounds([
    run({ sidebandC: third }),
    { ...run({ sidebandC: third }), belief: srd },
  ]);
  for (const c of alike) assert.is.not(c.method, CARD_RATE);
});

test('runs that do not share a sideband as supposed are named', () => {
  const equal = estimateBackgrounds([run({ sidebandC: triple }), run({ sidebandC: triple })]);
  assert.equal(
    beamLine(equal[0])
      .warnings.join()
      .match(/the runs have/),
    null,
  );
  const unequal = estimateBackgrounds([
    run({ sidebandC: (e) => 6 * third(e) }),
    run({ sidebandC: third }),
  ]);
  assert.match(beamLine(unequal[0]).warnings.join(), 'the runs have 72, 12 of its events');
});

test.run();
