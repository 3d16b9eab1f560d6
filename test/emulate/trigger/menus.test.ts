/** The shipped menus: they resolve, their clocks tick, their decisions are made again alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cardYaml, menuHash, resolveCard } from '../../../src/core/card/index.js';
import { triggerNames } from '../../../src/core/card/trigger.js';
import { seedKey } from '../../../src/core/random/index.js';
import { CALIBRATION, PHYSICS, PULSER } from '../../../src/core/wire/ledger.js';
import { emulatePayload, emulateSpill } from '../../../src/emulate/spill.js';
import { Menu } from '../../../src/emulate/trigger/menu.js';
import { decisionOf } from '../../../src/emulate/trigger/record.js';
import { TableTrigger } from '../../../src/run/validate/trigger/evaluator.js';
import { SEED } from '../../support/statistics.js';

const key = seedKey(SEED);
const FAST = ['beam.intensity=150000', 'beam.spill=150 ms', 'nature.admixture.pion=0.02'];

function resolvedWith(menu: string, ...overrides: string[]) {
  const mine = `from: run3-2018.yaml\ntrigger:\n  from: menu/${menu}\n`;
  const read = (path: string) => (path === 'config/mine.yaml' ? mine : readFileSync(path, 'utf8'));
  return resolveCard('config/mine.yaml', { read, overrides });
}

const menus = readdirSync('config/menu');

for (const menu of menus) {
  const resolved = resolvedWith(menu, ...FAST);
  const { card } = resolved;
  const spill = emulateSpill(card, key, 1);

  test(`${menu}: written out and read back it is the same menu`, () => {
    const read = () => cardYaml(resolved);
    const again = resolveCard('card.yaml', { read }).card;
    const sha256 = (text: string) => text;
    assert.is(menuHash(again, sha256), menuHash(card, sha256));
    assert.equal(triggerNames(again.trigger), triggerNames(card.trigger));
  });

  test(`${menu}: every trigger fires; scalers by trigger and by type are those of the triggers`, () => {
    const { scalers, clockTriggers } = spill.ledger;
    const names = triggerNames(card.trigger);
    names.forEach((name, bit) => {
      const own = spill.triggers.filter((p) => p.triggers & (1 << bit));
      assert.is(scalers.fired[bit], own.length, name);
      assert.is(scalers.kept[bit], own.filter((p) => p.event > 0).length, name);
      assert.ok(scalers.met[bit] >= scalers.fired[bit]);
      if (name !== 'beam') assert.ok(own.length > 0, `${name} fires`);
    });
    [0, 1, 2, 3, 4].forEach((bit) => {
      const own = spill.triggers.filter((p) => p.decision & (1 << bit));
      assert.is(scalers.presented[bit], own.length);
    });
    const clocked = Object.values(clockTriggers).reduce((a, b) => a + b, 0);
    assert.is(clocked, spill.triggers.filter((p) => p.kind !== 'particle').length);
    for (const { header, primitives } of spill.events) {
      assert.equal([header.type, header.triggers], [primitives.decision, primitives.triggers]);
    }
  });

  test(`${menu}: calibration triggers come after the spill, where there is no beam`, () => {
    const late = spill.triggers.filter((p) => p.decision & CALIBRATION);
    assert.is(late.length, 10);
    assert.ok(late.every((p) => p.slice >= 150));
    assert.ok(spill.triggers.every((p) => p.slice < 150 || p.decision === CALIBRATION));
    const times = late.map((p) => `${p.kind} ${p.slice - 150}`);
    assert.equal(times.slice(0, 3), ['led 100', 'pedestal 105', 'led 110']);
    const led = spill.events.find((e) => e.primitives.kind === 'led');
    assert.ok(led);
    assert.equal(emulatePayload(card, key, led.primitives), led.bodies);
    assert.is(spill.ledger.scalers.clockTicks, 150 * 1e7, 'they are no part of the burst');
  });

  test(`${menu}: each decision is made again alone, with its prescales`, () => {
    const { entries } = new Menu(card.trigger);
    const states = new Map<number, number>();
    let checked = 0;
    for (const p of spill.triggers) {
      if (p.kind !== 'particle' || checked > 60) continue;
      checked++;
      const record = decisionOf(card, key, p, p.ordinal);
      assert.ok(record?.strobe && record.sums);
      assert.is(record.ordinal, p.ordinal);
      assert.is(record.sums.ecal.total, p.ecalCounts);
      assert.is(record.sums.preshower.total, p.preshowerCounts);
      const bits = record.triggers
        .filter((t) => t.fired)
        .reduce((b, t) => b | (1 << entries.findIndex(({ name }) => name === t.name)), 0);
      assert.is(bits, p.triggers);
      for (const [bit, t] of record.triggers.entries()) {
        if (t.n === null || t.accumulator === null) continue;
        const { keep, of, phase } = t.prescale;
        assert.is((phase + t.n * keep) % of, t.accumulator);
        assert.ok(t.n > (states.get(bit) ?? 0), 'counts go up');
        states.set(bit, t.n);
      }
      if (checked % 20 === 0)
        assert.equal(decisionOf(card, key, p, null), record, 'from the start');
    }
    assert.ok(checked > 30);
    const clock = spill.triggers.find((p) => p.kind === 'random');
    assert.ok(clock);
    const random = decisionOf(card, key, clock, 0);
    assert.equal(
      random?.triggers.map((t) => [t.name, t.fired]),
      [['random', true]],
    );
    assert.is(decisionOf(card, key, { ...clock, index: 99 }, 0), null);
    assert.is(decisionOf(card, key, { ...clock, kind: 'particle', index: 1e6 }, 0), null);
  });
}

test('a pulser ticks with its period and phase, in the spill alone', () => {
  const spill = emulateSpill(resolvedWith('na64-2018.yaml', 'beam.intensity=0').card, key, 1);
  const pulses = spill.triggers.filter((p) => p.decision & PULSER);
  assert.is(pulses.length, 49);
  assert.equal(
    pulses.map((p) => p.slice * 1e7 + p.tick),
    pulses.map((_, k) => 4.8e8 + k * 9.7e8),
  );
});

test('another menu changes no particle: the physics trigger accepts the same ids', () => {
  const of = (menu: string) =>
    emulateSpill(resolvedWith(menu, ...FAST).card, key, 1)
      .triggers.filter((p) => p.decision & PHYSICS)
      .map((p) => `${p.slice}/${p.index}`);
  const nominal = of('physics.yaml');
  const richer = new Set(of('na64-2018.yaml'));
  assert.ok(nominal.length > 100);
  assert.ok(
    nominal.every((id) => richer.has(id)),
    'its condition holds wherever the nominal one does',
  );
});

test('bits follow the names, not their order in the file', () => {
  const { trigger } = resolvedWith('na64-2018.yaml').card;
  const turned = { ...trigger, menu: Object.fromEntries(Object.entries(trigger.menu).reverse()) };
  assert.equal(triggerNames(turned), triggerNames(trigger));
  const one = { time: [5], fired: [15], ecal: [10], preshower: [99] };
  const start = { ordinal: 0, met: triggerNames(trigger).map(() => 0) };
  assert.equal(
    new TableTrigger(turned).decide(one, start),
    new TableTrigger(trigger).decide(one, start),
  );
});

test.run();
