/** Efficiencies from data alone: what counts as a trial and as a pass, on events made by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  isBeamElectron,
  lonelyElectrons,
  overlappingEnergy,
} from '../../src/analyse/measured/electrons.js';
import { addTrials, MEASUREMENTS } from '../../src/analyse/measured/index.js';
import type { MeasuredEvent } from '../../src/analyse/measured/measurement.js';
import { reachOf } from '../../src/analyse/measured/reach.js';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/index.js';
import { ecalChannel } from '../support/channels.js';
import { BEAM, PHYSICS, RANDOM } from '../../src/core/wire/ledger.js';
import { beliefWith } from '../support/card.js';
import { eventOf, pulsesOf } from '../support/event.js';

const belief = beliefWith();
const [cx, cy] = belief.detector.ecal.beamCell;
const MAIN = ecalChannel(1, cx, cy);
const PRESHOWER = ecalChannel(0, cx, cy);
const NEXT = ecalChannel(1, cx + 1, cy);

type Shower = readonly [channel: number, energyGeV: number, timeNs: number];
const electronAt = (time: number): Shower[] => [
  [PRESHOWER, 5, time],
  [MAIN, 80, time + 0.5],
  [NEXT, 14, time - 0.5],
];

/** An electron of full energy that passes every cut. */
const GOOD: ReconstructedEvent = {
  ecal: 99,
  preshower: 5,
  hottest: [cx, cy],
  cellTimes: [],
  chi2: 1,
  hcal: [0.2, 0, 0],
  hcalTotal: 0.2,
  hcalCentral: [0.2, 0, 0],
  hcal0: 0,
  veto: [0, 0, 0],
  srd: [0.01, 0.01, 0.01],
  tracks: 1,
  momentum: 100,
  angle: 0,
  trackChi2: 1,
  straws: [2, 2],
};

function event(
  type: number,
  reconstructed: Partial<ReconstructedEvent> = {},
  pulses: Parameters<typeof eventOf>[0] = {},
): MeasuredEvent {
  return {
    number: 1,
    type,
    calibrated: eventOf(pulses),
    reconstructed: { ...GOOD, ...reconstructed },
    reach: reachOf(belief, null),
  };
}

const probe = (name: string, e: MeasuredEvent) => {
  const found = MEASUREMENTS.find((m) => m.name === name);
  assert.ok(found, name);
  const { passed, of } = found.probe(e, belief);
  return [passed, of];
};

test('names are unique; every measurement keeps to its trigger', () => {
  assert.is(new Set(MEASUREMENTS.map((m) => m.name)).size, MEASUREMENTS.length);
  for (const m of MEASUREMENTS) assert.is(m.probe(event(0), belief).of, 0, m.name);
});

test('electrons in a gate: of full energy, in the beam cell, alone, whole', () => {
  const found = (...showers: Shower[]) => lonelyElectrons(pulsesOf(showers), belief, -400, 250);
  assert.equal(found(...electronAt(-200), ...electronAt(100)), [-199.5, 100.5]);
  assert.equal(found(...electronAt(100), ...electronAt(130)), [], 'too close');
  assert.equal(found([MAIN, 60, 0]), [], 'a hadron');
  assert.equal(found(...electronAt(260)), [], 'at the end');
  assert.ok(isBeamElectron(GOOD, belief));
  assert.not(isBeamElectron({ ...GOOD, ecal: 88 }, belief));
  assert.not(isBeamElectron({ ...GOOD, hottest: [0, 0] }, belief));
});

test('a neighbour weighs in the sums as the trigger has it', () => {
  const { full, zero } = belief.trigger.overlap;
  const at = (time: number) => overlappingEnergy(pulsesOf([[MAIN, 100, time]]), belief, 0);
  assert.is(at(full), 100);
  assert.is(at((full + zero) / 2), 50);
  assert.is(at(-zero), 0);
});

test('S and V: the counters of electrons that nothing asked for', () => {
  const all: Shower[] = [0, 1, 2, 3].map((c) => [c, 3e-4, 50]);
  const e = (counters: Shower[]) => event(RANDOM, {}, { ecal: electronAt(50), counters });
  assert.equal(probe('S and V', e(all)), [1, 1]);
  assert.equal(probe('S and V', e(all.slice(1))), [0, 1]);
  assert.equal(probe('S and V', e([...all, [4, 3e-4, 51]])), [0, 1]);
  assert.equal(probe('S and V', e(all.map(([c, en]) => [c, en, 90]))), [0, 1]);
  assert.equal(probe('S and V', event(BEAM, {}, { ecal: electronAt(50), counters: all })), [0, 0]);
});

test('the sums: what lacks energy and is not sealed', () => {
  const lacking = { ecal: 58, hcalTotal: 30 };
  assert.equal(probe('ECAL and preshower sums', event(BEAM, lacking)), [0, 1]);
  assert.equal(probe('ECAL and preshower sums', event(BEAM | PHYSICS, lacking)), [1, 1]);
  assert.equal(probe('ECAL and preshower sums', event(BEAM, { ecal: 30, hcalTotal: 0 })), [0, 0]);
  assert.equal(probe('ECAL and preshower sums', event(BEAM)), [0, 0]);
  const { full, zero } = belief.trigger.overlap;
  const beside = (ns: number) => event(BEAM, lacking, { ecal: [[MAIN, 58, 0], ...electronAt(ns)] });
  assert.equal(probe('ECAL and preshower sums', beside((full + zero) / 2)), [0, 0]);
  assert.equal(probe('ECAL and preshower sums', beside(zero + 1)), [0, 1]);
});

test('beyond the reach nothing is asked', () => {
  const short = { from: -160, to: 230 };
  const within = (e: MeasuredEvent): MeasuredEvent => ({ ...e, reach: short });
  const counters = [0, 1, 2, 3].map((c): Shower => [c, 3e-4, -200]);
  const early = { ecal: electronAt(-200), counters };
  assert.equal(probe('S and V', event(RANDOM, {}, early)), [1, 1]);
  assert.equal(probe('S and V', within(event(RANDOM, {}, early))), [0, 0]);
  assert.equal(probe('VETO, random', event(RANDOM, {}, early)), [1, 1]);
  assert.equal(probe('VETO, random', within(event(RANDOM, {}, early))), [0, 0]);
  assert.equal(
    probe('VETO, random', within(event(RANDOM, {}, { ecal: electronAt(-100) }))),
    [1, 1],
  );
  assert.equal(probe('pile-up in the trigger gate', within(event(BEAM))), [2, 2]);
});

test('the trigger gate: a neighbour spoils the moments that it is near to', () => {
  assert.equal(probe('pile-up in the trigger gate', event(BEAM)), [6, 6]);
  const near = event(BEAM, {}, { ecal: electronAt(-230) });
  assert.equal(probe('pile-up in the trigger gate', near), [5, 6]);
  // A muon before the moment opens the coincidence, but adds nothing to the sum.
  const counters: Shower[] = [0, 1, 2, 3].map((c) => [c, 3e-4, 100]);
  assert.equal(probe('pile-up in the trigger gate', event(BEAM, {}, { counters })), [5, 6]);
  const late: Shower[] = counters.map(([c, e]) => [c, e, 120]);
  assert.equal(probe('pile-up in the trigger gate', event(BEAM, {}, { counters: late })), [6, 6]);
  const vetoed = event(BEAM, {}, { counters: [[5, 3e-4, -160]] });
  assert.equal(probe('pile-up in the trigger gate', vetoed), [5, 6]);
});

test('tag and probe', () => {
  assert.equal(probe('track', event(BEAM)), [1, 1]);
  assert.equal(probe('track', event(BEAM, { tracks: 2 })), [0, 1]);
  assert.equal(probe('track', event(BEAM, { straws: [6, 1] })), [0, 1]);
  assert.equal(probe('track', event(BEAM, { srd: [0, 0.01, 0.01] })), [0, 0]);
  assert.equal(probe('SRD', event(BEAM, { srd: [0, 0.01, 0.01] })), [0, 1]);
  assert.equal(probe('SRD', event(BEAM, { momentum: 96 })), [0, 0]);
});

test('silences: about a beam electron once, about a random moment by its electrons', () => {
  const loud = { veto: [0, 0.009, 0] } as const;
  assert.equal(probe('VETO', event(BEAM)), [1, 1]);
  assert.equal(probe('VETO', event(BEAM, loud)), [0, 1]);
  const two = { ecal: [...electronAt(-200), ...electronAt(100)] };
  assert.equal(probe('VETO, random', event(RANDOM, { ecal: 0 }, two)), [2, 2]);
  assert.equal(probe('VETO, random', event(RANDOM, loud, two)), [0, 2]);
  assert.equal(probe('VETO, random', event(RANDOM)), [0, 0]);
  assert.equal(probe('HCAL', event(BEAM, { hcalTotal: 1.2 })), [0, 1]);
  assert.equal(probe('HCAL', event(BEAM, { ...loud, hcalTotal: 1.2 })), [0, 0]);
});

test('a module of the HCAL and the muon pair that the others see', () => {
  const pair = { ecal: 40, veto: [0, 0.018, 0], hcalTotal: 10 } as const;
  const name = 'HCAL module, muon pair';
  assert.equal(probe(name, event(PHYSICS, { ...pair, hcal: [3.4, 3.3, 3.5] })), [3, 3]);
  assert.equal(probe(name, event(PHYSICS, { ...pair, hcal: [3.4, 0.1, 3.5] })), [0, 1]);
  assert.equal(probe(name, event(PHYSICS, { ...pair, hcal: [30, 5, 0] })), [0, 0], 'a hadron');
  assert.equal(probe(name, event(BEAM, { ...pair, hcal: [3.4, 3.3, 3.5] })), [0, 0]);
});

test('trials add up', () => {
  assert.equal(addTrials([{ passed: 1, of: 2 }], [{ passed: 3, of: 3 }]), [{ passed: 4, of: 5 }]);
});

test.run();
