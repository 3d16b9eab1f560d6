/** An A' of nature: a class of the beam of its own rate, and without it every spill as it was. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { beliefOf } from '../../src/core/card/index.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { leadYield } from '../../src/core/signal/index.js';
import { encodePayload } from '../../src/core/wire/event.js';
import { spillProfile } from '../../src/emulate/beam/profile.js';
import { Timeline } from '../../src/emulate/beam/timeline.js';
import { emulateSpill, spillKey } from '../../src/emulate/spill.js';
import { darkPhoton } from '../../src/emulate/target/darkPhoton.js';
import { clearFate, emptyFate } from '../../src/emulate/target/fate.js';
import { CLASSES } from '../../src/emulate/target/index.js';
import { cardOf, DARK_PHOTON, STEADY } from '../support/card.js';
import { SEED, within } from '../support/statistics.js';

const KEY = seedKey(SEED);
const SHORT = ['beam.spill=50ms', 'beam.intensity=7e4', 'beam.empty=0', 'beam.cutShort=0'];
const KIND = CLASSES.indexOf(darkPhoton);

test("a card without an A' has none, and analysis is not told of one", () => {
  assert.is(darkPhoton.rate(cardOf()), 0);
  assert.equal(beliefOf(cardOf(DARK_PHOTON)), beliefOf(cardOf()));
});

test("of A' there are eps^2 times the yield in each range of energies, from a fifth of the beam's on", () => {
  const card = cardOf(DARK_PHOTON, 'nature.upstreamMaterial=0');
  const stream = new Stream();
  const fate = emptyFate();
  stream.seek(KEY, 1, 2, 3, 4);
  const n = 40_000;
  const { bins } = leadYield(0.01, 100, { least: 20, width: 10 });
  const found = bins.map(() => 0);
  for (let i = 0; i < n; i++) {
    clearFate(fate, card.beam.momentum);
    darkPhoton.draw(card, stream, fate);
    assert.ok(fate.em > 0 && fate.em < 80.1, `${fate.em} GeV left`);
    found[Math.max(0, Math.floor((80 - fate.em) / 10))]++;
  }
  const each = darkPhoton.rate(card) / n;
  bins.forEach(({ fromGeV, perEot }, i) => {
    const expected = 1e-6 * perEot;
    // Of both integrals.
    const allowed = 4 * each * Math.sqrt(found[i]) + 0.002 * expected;
    within(`${fromGeV} GeV`, each * found[i], expected - allowed, expected + allowed);
  });
});

for (const mode of ['every', 'candidates'] as const) {
  test(`${mode}: a mixing strength of 0 moves no random number`, () => {
    const without = cardOf(...SHORT);
    const zero = cardOf(...SHORT, 'nature.darkPhoton={mass: 10 MeV, epsilon: 0}');
    const [a, b] = [without, zero].map((card) => emulateSpill(card, KEY, 1, { mode }));
    assert.equal(b.ledger, a.ledger);
    assert.equal(b.triggers, a.triggers);
    assert.equal(
      b.events.map(({ bodies }) => encodePayload(bodies)),
      a.events.map(({ bodies }) => encodePayload(bodies)),
    );
  });

  test(`${mode}: as many A' among the beam particles as their rate says`, () => {
    const dark = 'nature.darkPhoton={mass: 2 MeV, epsilon: 0.1}';
    const card = cardOf(...SHORT, ...STEADY, dark);
    let found = 0;
    let expected = 0;
    for (let spill = 1; spill <= 4; spill++) {
      const at = spillKey(card, KEY, spill);
      const profile = spillProfile(card.beam, at);
      const timeline = new Timeline(card, at, profile, mode);
      for (let s = 0; s < profile.electrons.length; s++) {
        const slice = timeline.moveTo(s);
        for (let i = 0; i < slice.size; i++) if (slice.kind[i] === KIND) found++;
        expected += profile.electrons[s] * darkPhoton.rate(card);
      }
    }
    assert.ok(expected > 300, `${expected}`);
    assert.ok(Math.abs(found - expected) < 4 * Math.sqrt(expected), `${found} of ${expected}`);
  });
}

test.run();
