/** Ghosts through the chain of the data: every loss has one cause, and the spill keeps its bytes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CUTS, select } from '../../src/analyse/selection/index.js';
import { inBox } from '../../src/analyse/selection/regions.js';
import { beliefOf } from '../../src/core/card/index.js';
import { seedKey } from '../../src/core/random/index.js';
import { emulateGhosts } from '../../src/emulate/ghost/index.js';
import { type EmulatedSpill, emulateSpill } from '../../src/emulate/spill.js';
import { FACTORS, factorOf, flowOf, processGhosts } from '../../src/run/ghosts.js';
import { processSpill, rawSpill } from '../../src/run/spill.js';
import { cardOf } from '../support/card.js';
import { SEED, within } from '../support/statistics.js';

const NUMBER = 1600;
const card = cardOf('beam.spill=200ms', 'beam.intensity=3e5');
const job = {
  card,
  cardHash: 'a card',
  seed: SEED,
  mode: 'every',
  fidelity: 'energy',
  truth: false,
} as const;
const analysed = processGhosts(job, 1, { masses: [0.001], number: NUMBER });

test('the raw data of the spill are those that a run writes', () => {
  const { emulated } = analysed;
  const run = processSpill(job, 1);
  assert.equal(rawSpill(job, 1, emulated), run.raw);
  assert.equal(emulated.ledger, run.ledger);
});

test('so are those of samples', () => {
  const short = cardOf('beam.spill=20ms', 'beam.intensity=3e4');
  const [key, fidelity] = [seedKey(SEED), 'waveform'] as const;
  const { emulated } = emulateGhosts(short, key, 1, { masses: [0.001], number: 1, fidelity });
  const bodies = ({ events }: Pick<EmulatedSpill, 'events'>) => events.map((e) => e.bodies);
  assert.ok(emulated.events.length > 10);
  assert.equal(bodies(emulated), bodies(emulateSpill(short, key, 1, { fidelity })));
});

test('every cut belongs to one factor', () => {
  for (const cut of CUTS) assert.ok(FACTORS.includes(factorOf(cut.name)));
  assert.throws(() => factorOf('a new cut'), /belongs to no factor/);
});

test('a ghost is accepted, or lost at one factor; the product is the total', () => {
  const { answers } = analysed;
  const belief = beliefOf(card);
  assert.is(answers.length, NUMBER);
  let direct = 0;
  for (const { event, accepted, lostAt, rescued, reconstructed } of answers) {
    assert.is(accepted, lostAt === null);
    assert.ok(accepted || !rescued);
    assert.is(reconstructed !== null, event.event !== null);
    if (!event.geometry && !accepted) assert.is(lostAt, 'geometry');
    if (lostAt === 'live') assert.ok(event.geometry && event.alone && event.readout !== 'recorded');
    if (lostAt === 'VETO') assert.ok(reconstructed?.veto.some((e) => e >= 0.0045));
    if (reconstructed && inBox(reconstructed, select(reconstructed, belief), belief)) direct++;
  }
  const flow = flowOf(answers);
  assert.is(flow.length, FACTORS.length + 1);
  assert.is(flow[0], NUMBER);
  assert.is(flow[FACTORS.length], direct);
  const product = FACTORS.reduce((p, _, i) => (p * flow[i + 1]) / flow[i], 1);
  assert.ok(Math.abs(product - direct / NUMBER) < 1e-12);
  within('efficiency', direct / NUMBER, 0.4, 0.62);
  const lostAt = new Set(answers.map((a) => a.lostAt));
  const whole = ['gained at the edge', 'pile-up offline'];
  for (const f of FACTORS) assert.ok(lostAt.has(f) || whole.includes(f), f);
});

test('ghosts below the yield come in behind the box edge, and nowhere else', () => {
  const { answers } = processGhosts(job, 1, { masses: [0.001], number: 500, above: 45 });
  const outside = answers.filter((a) => !a.inYield);
  within('share below the yield', outside.length / answers.length, 0.1, 0.2);
  for (const { event } of outside) within('share', event.ghost.share, 0.45, 0.5);
  const edge = FACTORS.indexOf('gained at the edge');
  const all = flowOf(answers);
  const inside = flowOf(answers.filter((a) => a.inYield));
  assert.equal(all.slice(0, edge + 1), inside.slice(0, edge + 1));
  const gained = all[edge + 1] - all[edge];
  assert.ok(gained > 0 && gained < outside.length / 3, `${gained} of ${outside.length}`);
  assert.is(all[FACTORS.length], answers.filter((a) => a.accepted).length);
});

test.run();
