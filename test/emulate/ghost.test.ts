/** Ghosts: they live as beam electrons do, see the spill they visit and leave no trace in it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey } from '../../src/core/random/index.js';
import { SLICE_TICKS } from '../../src/core/ticks.js';
import { encodePayload } from '../../src/core/wire/event.js';
import { spillProfile } from '../../src/emulate/beam/profile.js';
import { drawGhost } from '../../src/emulate/ghost/ghost.js';
import { emulateGhosts } from '../../src/emulate/ghost/index.js';
import { Readout } from '../../src/emulate/readout/index.js';
import { emulateSpill, spillKey } from '../../src/emulate/spill.js';
import { ALL_COUNTERS } from '../../src/emulate/target/fate.js';
import { cardOf, resolved, STEADY } from '../support/card.js';
import { countsChance, likely, moments, near, SEED, share, within } from '../support/statistics.js';

const KEY = seedKey(SEED);
const MASS = 0.01;
const DARK = { mass: MASS, least: 0.5 };
/** A short spill at the rate of 7e6 in 4.8 s. */
const SHORT = ['beam.spill=100ms', 'beam.intensity=146000'];

test('a spill is the same with ghosts and without', () => {
  const models = {
    fixed: [],
    throttle: [
      'readout={model: throttle, deadTime: 5 us, windows: [{triggers: 2, time: 3 ms}], before: 450 ns, ' +
        'after: 290 ns, latency: 1 us, pipeline: 4 us, twoPulse: 20 ns, ' +
        'building: {tolerance: 100 ns, timeout: 20 ms, pending: 64}, ' +
        'zeroSuppression: {srd: 0.5 MeV, ecal: 15 MeV, veto: 1 MeV, hcal: 50 MeV}, ' +
        'buffer: {capacity: 20 kB, bandwidth: 1 MB/s}}',
    ],
  };
  for (const [name, overrides] of Object.entries(models)) {
    const card = resolved([...SHORT, ...overrides]).card;
    const alone = emulateSpill(card, KEY, 1);
    const { emulated, ghosts } = emulateGhosts(card, KEY, 1, { masses: [MASS, 0.5], number: 150 });
    assert.equal(emulated.ledger, alone.ledger, name);
    assert.equal(emulated.triggers, alone.triggers, name);
    assert.is(emulated.events.length, alone.events.length);
    emulated.events.forEach((event, i) => {
      assert.equal(event.header, alone.events[i].header);
      assert.equal(encodePayload(event.bodies), encodePayload(alone.events[i].bodies));
    });
    assert.is(ghosts.length, 300);
    assert.ok(ghosts.some((g) => g.event) && ghosts.some((g) => g.readout !== 'recorded'), name);
  }
});

test('a ghost is a function of its index and mass alone', () => {
  const card = cardOf(...SHORT);
  const few = emulateGhosts(card, KEY, 2, { masses: [MASS], number: 20 });
  const many = emulateGhosts(card, KEY, 2, { masses: [0.1, MASS], number: 40 });
  assert.equal(few.ghosts, many.ghosts.slice(40, 60));
  many.ghosts.slice(0, 40).forEach(({ ghost: heavy }, i) => {
    const { ghost: light } = many.ghosts[40 + i];
    for (const key of ['index', 'slice', 'tick'] as const) assert.is(heavy[key], light[key]);
    assert.is(heavy.fate.momentum, light.fate.momentum);
    assert.is(heavy.fate.fired, light.fate.fired);
  });
});

test('ghosts come as the beam does', () => {
  const card = cardOf();
  const at = spillKey(card, KEY, 3);
  const profile = spillProfile(card.beam, at);
  const n = 20_000;
  const seen = profile.electrons.map(() => 0);
  let late = 0;
  for (let i = 0; i < n; i++) {
    const { slice, tick } = drawGhost(card, at, profile, DARK, i) ?? { slice: -1, tick: -1 };
    seen[slice]++;
    late += tick / SLICE_TICKS;
  }
  const all = profile.electrons.reduce((a, b) => a + b, 0);
  const expected = profile.electrons.map((x) => (n * x) / all);
  likely('slices', countsChance(seen, expected, 1));
  near('mean within a slice', late / n, 0.5, 1 / Math.sqrt(12 * n));
  const empty = cardOf('beam.intensity=0');
  assert.is(drawGhost(empty, at, spillProfile(empty.beam, at), DARK, 0), null);
});

test("what the A' takes is missing in the ECAL; upstream a ghost is any beam electron", () => {
  const card = cardOf();
  const at = spillKey(card, KEY, 4);
  const profile = spillProfile(card.beam, at);
  const n = 6000;
  const balance: number[] = [];
  const momenta: number[] = [];
  let fired = 0;
  let through = 0;
  for (let i = 0; i < n; i++) {
    const ghost = drawGhost(card, at, profile, DARK, i);
    assert.ok(ghost);
    const { fate, share, depth } = ghost;
    const energy = share * fate.momentum;
    assert.ok(share > 0.5);
    momenta.push(fate.momentum);
    if (fate.counters !== ALL_COUNTERS) continue;
    through++;
    if (fate.fired === ALL_COUNTERS) fired++;
    assert.ok(depth >= 0 && depth <= 10);
    const radiated = fate.radiated.reduce((sum, p) => sum + p.energy, 0);
    assert.ok(radiated <= fate.momentum - energy + 1e-9);
    for (const p of fate.radiated) assert.ok(p.depth <= depth && p.energy > 0);
    // Without hard bremsstrahlung before the target nothing else is lost.
    if (fate.track === fate.momentum) balance.push(fate.em + energy - fate.momentum);
  }
  const { mean, error, rms } = moments(balance);
  near('energy that is missing beside it, GeV', mean, 0, error);
  // 10 % sqrt(E) and 1 % E of the visible energy, 0 to 50 GeV.
  within('resolution, GeV', rms, 0.4, 0.8);
  near('momentum', moments(momenta).mean, 100, 1 / Math.sqrt(n));
  const { efficiency, selfVeto } = card.detector.counters;
  share('S and V', fired, through, efficiency ** 4 * (1 - selfVeto));
});

test('without neighbours a ghost is triggered as if alone; beside an electron it is not', () => {
  const quiet = cardOf(...STEADY, 'beam.spill=200ms', 'beam.intensity=20');
  const window = { from: -26, to: 26 };
  const request = { masses: [MASS], number: 400, without: window };
  const alone = emulateGhosts(quiet, KEY, 1, request).ghosts;
  for (const ghost of alone) {
    assert.is(ghost.triggered, ghost.alone);
    assert.is(ghost.event !== null, ghost.triggered && ghost.readout === 'recorded');
    if (ghost.event) assert.is(ghost.event.undisturbed, ghost.event.bodies);
  }
  share('triggered', alone.filter((g) => g.triggered).length, 400, 0.85);
  // Two electrons per 36 ns: hardly a moment is free of them.
  const crowded = cardOf(...STEADY, 'beam.spill=20ms', 'beam.intensity=1100000');
  // One that is triggered there has a gap about it, but not one of 400 ns.
  const wide = { ...request, number: 100, without: { from: -200, to: 200 } };
  const lost = emulateGhosts(crowded, KEY, 1, wide).ghosts;
  within('triggered', lost.filter((g) => g.triggered).length, 0, 25);
  // Muons beside the counters disturb no trigger, but the event: a quarter have one in the window.
  const halo = cardOf(
    ...[...STEADY, 'beam.spill=20ms', 'beam.intensity=110000', 'nature.admixture.haloMuon=1'],
  );
  const events = emulateGhosts(halo, KEY, 1, request).ghosts.flatMap(({ event }) => event ?? []);
  const disturbed = events.filter((e) => e.undisturbed !== e.bodies);
  within('disturbed', disturbed.length / events.length, 0.12, 0.4);
  for (const { undisturbed, bodies } of disturbed) {
    assert.not.equal(encodePayload(undisturbed), encodePayload(bodies));
  }
});

test('asking the readout changes nothing and says what it would do', () => {
  const { readout } = cardOf();
  const asked = new Readout(readout);
  const silent = new Readout(readout);
  for (let time = 0; time < 5e7; time += 123_457) {
    for (let k = 0; k < 5; k++) asked.wouldBe(time + k);
    const would = asked.wouldBe(time);
    const outcome = asked.offer(time);
    assert.is(outcome, would);
    assert.is(outcome, silent.offer(time));
  }
});

test.run();
