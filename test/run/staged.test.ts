/**
 * Staged evaluation: what it sets aside would have passed no cut, and everything else is as if all were made.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Calibration } from '../../src/analyse/calibration/constants.js';
import { decodeCounts } from '../../src/analyse/counts.js';
import { PLOTS } from '../../src/analyse/plots.js';
import { buildSpill } from '../../src/analyse/building/index.js';
import { beliefOf } from '../../src/core/card/index.js';
import { isStaged } from '../../src/core/evaluation.js';
import { ledgerGap } from '../../src/core/wire/ledger.js';
import { takeCalibration } from '../../src/run/calibration.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { crc32 } from '../../src/run/hash.js';
import { processSpill, type SpillJob } from '../../src/run/spill.js';
import { loadSingleCard } from '../../src/run/cards.js';

type Way = readonly [SpillJob['fidelity'], SpillJob['mode'], spill: number];
type Both = ReturnType<typeof make>;

/** Each once: two tests look at the same one. */
const made = new Map<string, Both>();
function both(...way: Way): Both {
  const known = made.get(way.join()) ?? make(way);
  made.set(way.join(), known);
  return known;
}

async function make([fidelity, mode, spill]: Way) {
  const card = loadSingleCard('run3-2018', ['beam.intensity=1.5e6'], 'staged');
  const job: SpillJob = { card, cardHash: 'x', seed: 'staged', mode, fidelity, truth: false };
  const calibration = await calibrationOf(job);
  const all = processSpill({ ...job, calibration }, spill);
  const staged = processSpill({ ...job, calibration, evaluation: 'staged' }, spill);
  return { card, all, staged };
}

const calibrations = new Map<string, Calibration>();
async function calibrationOf(job: SpillJob): Promise<Calibration | null> {
  if (job.fidelity === 'energy') return null;
  const known = calibrations.get(job.seed);
  if (known) return known;
  // Both ways see the same constants: how well they are known does not matter.
  const part = { part: 0, of: 20 };
  const taken = await takeCalibration(job, { executor: inlineExecutor(), repeat: '' }, part);
  calibrations.set(job.seed, taken);
  return taken;
}

for (const [mode, fidelity] of [
  ['every', 'energy'],
  ['candidates', 'energy'],
  ['candidates', 'waveform'],
] as const) {
  test(`${mode}, ${fidelity}: cuts, regions and what shows events that pass the SRD are the same`, async () => {
    let aside = 0;
    for (const spill of [2, 3]) {
      const { all, staged } = await both(fidelity, mode, spill);
      const [a, s] = [decodeCounts(all.counts), decodeCounts(staged.counts)];
      assert.equal(s.cutflow, a.cutflow);
      assert.equal(s.regions, a.regions);
      assert.equal(s.scalers, a.scalers);
      assert.equal(staged.ledger, all.ledger);
      assert.is(ledgerGap(staged.ledger), null);
      assert.is(s.events + s.setAside, a.events);
      assert.is(a.setAside, 0);
      aside += s.setAside / a.physics;
      PLOTS.forEach(({ name, of }, i) => {
        const cells = of === 'triggered' ? [] : [...a.histograms[i].cells()];
        assert.equal([...s.histograms[i].cells()], cells, name);
      });
      assert.ok(a.cutflow[0] > 20, `${a.cutflow[0]} pass the SRD`);
    }
    assert.ok(aside / 2 > 0.8, `set aside ${aside / 2}`);
  });
}

test('the events that are made are the same, to the byte, and have the same numbers', async () => {
  const { card, all, staged } = await both('energy', 'every', 2);
  assert.is(Buffer.compare(staged.primitives, all.primitives), 0);
  const built = [all, staged].map(({ raw }) =>
    buildSpill(raw, crc32, beliefOf(card).readout.building),
  );
  const events = new Map(built[0].events.map((event) => [event.header.event, event]));
  assert.ok(built[1].events.length > 50);
  for (const event of built[1].events) assert.equal(event, events.get(event.header.event));
  assert.is(built[1].building.missing, 0);
});

test('one spill of a hundred is made in full', async () => {
  const { all, staged } = await both('energy', 'candidates', 101);
  assert.equal(decodeCounts(staged.counts), decodeCounts(all.counts));
  const full = Array.from({ length: 1000 }, (_, i) => i + 1).filter((n) => !isStaged('staged', n));
  assert.equal(full, [1, 101, 201, 301, 401, 501, 601, 701, 801, 901]);
  assert.not.ok(isStaged('all', 2));
});

test.run();
