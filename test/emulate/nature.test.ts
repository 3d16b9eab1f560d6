/** Drawn natures: how far they are from the card, what they share, and that nothing else of the card moves. */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isWithin, rangeAt } from '../../src/core/card/index.js';
import { checksOf } from '../../src/core/card/checks.js';
import { leavesOf } from '../../src/core/card/tree.js';
import { log } from '../../src/core/math.js';
import { seedKey } from '../../src/core/random/index.js';
import { drawNature } from '../../src/emulate/nature/draw.js';
import { PARAMETERS } from '../../src/emulate/nature/parameters.js';
import { streamOf } from '../../src/emulate/streams.js';
import { cardOf, resolved } from '../support/card.js';
import { within } from '../support/statistics.js';

const card = cardOf();
const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((inner, key) => (inner as Record<string, unknown>)[key], value);
const SEEDS = 800;
const drawn = Array.from({ length: SEEDS }, (_, i) => drawNature(card, seedKey(`nature ${i}`)));

test('every number is a log-normal one about that of the card, cut off at three standard deviations', () => {
  // Variance of a standard normal number within +-3 (Johnson, Kotz, Balakrishnan, 13.10.1): 0.9866^2.
  const spread = 0.98658;
  for (const { name, moves, width } of PARAMETERS) {
    const factors = drawn.map(({ values }) => {
      const { nominal, drawn: value } = values.find((v) => v.parameter === name) ?? {
        nominal: 0,
        drawn: 0,
      };
      return moves[0].of === 'value' ? value / nominal : (1 - value) / (1 - nominal);
    });
    const z = factors.map((factor) => log(factor) / width);
    const mean = z.reduce((a, b) => a + b, 0) / SEEDS;
    const rms = Math.sqrt(z.reduce((a, b) => a + (b - mean) ** 2, 0) / SEEDS);
    // Four standard errors.
    within(
      `${name}, mean`,
      mean,
      (-4 * spread) / Math.sqrt(SEEDS),
      (4 * spread) / Math.sqrt(SEEDS),
    );
    within(
      `${name}, rms`,
      rms,
      spread * (1 - 4 / Math.sqrt(2 * SEEDS)),
      spread * (1 + 4 / Math.sqrt(2 * SEEDS)),
    );
    for (const each of z) within(`${name}, cut`, each, -3 - 1e-9, 3 + 1e-9);
  }
});

test('what the paper gives: 10 % of dimuons, 2 % of the trigger by its counters', () => {
  const rms = (of: readonly number[]) => {
    const mean = of.reduce((a, b) => a + b, 0) / of.length;
    return Math.sqrt(of.reduce((a, b) => a + (b - mean) ** 2, 0) / of.length) / mean;
  };
  within('dimuons', rms(drawn.map((d) => d.card.nature.dimuon.rate)), 0.09, 0.11);
  const counters = drawn.map(({ card: { detector } }) => {
    const { efficiency: s, selfVeto } = detector.counters;
    return s * s * s * s * (1 - selfVeto);
  });
  within('trigger', rms(counters), 0.018, 0.022);
});

test('numbers of a drawn card are in range, fit each other, and nothing but the table has moved', () => {
  const moved = new Set(PARAMETERS.flatMap(({ moves }) => moves.map(({ path }) => path)));
  for (const name of ['run1-2016', 'run2-2017', 'run3-2018']) {
    const { card: own, tree } = resolved([], name);
    for (let i = 0; i < 20; i++) {
      const nature = drawNature(own, seedKey(`fits ${i}`));
      assert.equal(checksOf(nature.card), []);
      for (const { path, drawn: value } of nature.values) {
        assert.ok(isWithin(value, rangeAt(path)), path);
        assert.is(at(nature.card, path), value, path);
      }
      for (const [path] of leavesOf(tree)) {
        const same = at(nature.card, path) === at(own, path) || typeof at(own, path) === 'object';
        assert.is(same, !moved.has(path), path);
      }
    }
  }
});

test('a card at the end of a range stays in it, nothing stays nothing', () => {
  const edge = cardOf('nature.upstreamMaterial=0.15', 'nature.admixture.pion=0');
  const materials = Array.from({ length: 50 }, (_, i) => {
    const { card: of } = drawNature(edge, seedKey(`edge ${i}`));
    assert.is(of.nature.admixture.pion, 0);
    return of.nature.upstreamMaterial;
  });
  assert.ok(materials.every((x) => x <= 0.15));
  assert.ok(materials.some((x) => x < 0.14));
});

test('runs of one seed share their physics and have beams of their own; seeds share nothing', () => {
  const [first, second, third] = ['run1-2016', 'run2-2017', 'run3-2018'].map((name) =>
    drawNature(resolved([], name).card, seedKey('campaign')),
  );
  const factor = (of: typeof first, i: number) => of.values[i].drawn / of.values[i].nominal;
  for (const [i, { path, common }] of first.values.entries()) {
    for (const other of [second, third]) {
      assert.is(Math.abs(factor(other, i) / factor(first, i) - 1) < 1e-12, common, path);
    }
  }
  const other = drawNature(card, seedKey('another'));
  for (const [i, { path }] of third.values.entries()) {
    assert.is.not(factor(other, i), factor(third, i), path);
  }
});

test('a parameter is addressed by its name: another one moves none', () => {
  const names = PARAMETERS.map(({ name }) => streamOf(name));
  assert.is(new Set(names).size, names.length);
  const key = seedKey('alone');
  const all = drawNature(card, key).values;
  for (const parameter of PARAMETERS) {
    const alone = drawNature(card, key, [parameter]).values;
    assert.equal(
      alone,
      all.filter((v) => v.parameter === parameter.name),
    );
  }
  // What a seed gives is a promise: these move only with an entry under Physics in CHANGELOG.md.
  assert.is(all[0].drawn, 0.00002318558802750681);
  assert.is(all.find(({ path }) => path === 'nature.hadron.srdFake')?.drawn, 0.0011870056946980223);
  const digest = createHash('sha256').update(JSON.stringify(all.map(({ drawn }) => drawn)));
  assert.is(digest.digest('hex').slice(0, 16), '126bd4115ebe29ce');
});

test.run();
