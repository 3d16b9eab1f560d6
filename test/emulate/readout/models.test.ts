/**
 * Every model against a twin that is written from its definition and goes tick by tick; what holds for
 * all of them; the closed forms; the ledger with each preset.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Card, resolveCard } from '../../../src/core/card/index.js';
import { seedKey } from '../../../src/core/random/index.js';
import { ledgerGap } from '../../../src/core/wire/ledger.js';
import { total } from '../../../src/core/wire/tally.js';
import { blockingMD1K } from '../../../src/emulate/readout/buffered.js';
import { liveAt, MODELS, Readout } from '../../../src/emulate/readout/index.js';
import { erlangB } from '../../../src/emulate/readout/throttle.js';
import { encodePayload } from '../../../src/core/wire/event.js';
import { emulatePayload, emulateSpill } from '../../../src/emulate/spill.js';
import { SEED } from '../../support/statistics.js';

type Section = Card['readout'];
interface Arrival {
  readonly time: number;
  readonly bytes: number;
}

const gate = {
  before: 0,
  after: 0,
  twoPulse: 0,
  residualGain: { srd: 0, veto: 0, hcal: 0 },
  zeroSuppression: { srd: 0, ecal: 0, veto: 0, hcal: 0, samples: 0 },
  building: { tolerance: 0, timeout: 0, pending: 1 },
  latency: 0,
  pipeline: 0,
};
/** Ticks of 0.1 ns as the nanoseconds of a card. */
const ns = (ticks: number) => ticks / 10;

/** One byte leaves the buffer per tick. */
const buffer = fc.option(
  fc.record({ capacity: fc.integer({ min: 1, max: 60 }), bandwidth: fc.constant(1e10) }),
  { nil: undefined },
);
const dead = fc.integer({ min: 0, max: 30 }).map(ns);
const section: fc.Arbitrary<Section> = fc
  .oneof(
    fc.record({ model: fc.constant('fixed' as const), deadTime: dead }),
    fc.record({ model: fc.constant('paralysable' as const), deadTime: dead }),
    fc.record({
      model: fc.constant('throttle' as const),
      deadTime: dead,
      windows: fc.array(
        fc.record({
          triggers: fc.integer({ min: 1, max: 5 }),
          time: fc.integer({ min: 0, max: 100 }).map(ns),
        }),
        { maxLength: 3 },
      ),
    }),
    fc.record({
      model: fc.constant('buffered' as const),
      deadTime: dead,
      depth: fc.integer({ min: 1, max: 4 }),
      latency: fc.integer({ min: 0, max: 12 }).map(ns),
    }),
  )
  .chain((model) =>
    buffer.map((b) => ({ ...gate, ...model, ...(b ? { buffer: b } : {}) }) as Section),
  );
const arrivals: fc.Arbitrary<Arrival[]> = fc
  .array(
    fc.record({ gap: fc.integer({ min: 0, max: 25 }), bytes: fc.integer({ min: 0, max: 50 }) }),
    {
      maxLength: 60,
    },
  )
  .map((gaps) => {
    let time = 0;
    return gaps.map(({ gap, bytes }) => {
      time += gap;
      return { time, bytes };
    });
  });

/** Outcomes and busy ticks up to `end`, tick by tick. */
function twin(readout: Section, triggers: readonly Arrival[], end: number) {
  const tau = Math.round(readout.deadTime * 10);
  const outcomes: string[] = [];
  const recorded: number[] = [];
  const offered: number[] = [];
  /** Ticks of digitisation left, by event in the derandomiser. */
  const queue: number[] = [];
  let released = Number.NEGATIVE_INFINITY;
  let stored = 0;
  let busy = 0;
  const within = (times: number[], now: number, length: number) =>
    times.filter((t) => now - t < length).length;

  const refusalAt = (now: number): string | null => {
    switch (readout.model) {
      case 'fixed':
        return within(recorded, now, tau) > 0 ? 'deadTime' : null;
      case 'paralysable':
        return within(offered, now, tau) > 0 ? 'deadTime' : null;
      case 'throttle':
        if (within(recorded, now, tau) > 0) return 'deadTime';
        return readout.windows.some(
          (w) => within(recorded, now, Math.round(w.time * 10)) >= w.triggers,
        )
          ? 'throttled'
          : null;
      case 'buffered': {
        const late = Math.round(readout.latency * 10);
        return queue.length >= readout.depth || now - released < late ? 'deadTime' : null;
      }
    }
  };
  const refusal = (now: number) =>
    refusalAt(now) ?? (readout.buffer && stored > readout.buffer.capacity ? 'bufferFull' : null);
  const leave = (now: number) => {
    if (readout.model === 'buffered' && queue.length === readout.depth) released = now;
    queue.shift();
  };

  let next = 0;
  for (let now = 0; now < end; now++) {
    if (now > 0) {
      stored = Math.max(0, stored - 1);
      if (queue.length > 0 && --queue[0] === 0) leave(now);
    }
    for (; next < triggers.length && triggers[next].time === now; next++) {
      const outcome = refusal(now) ?? 'recorded';
      outcomes.push(outcome);
      offered.push(now);
      if (outcome !== 'recorded') continue;
      recorded.push(now);
      stored += triggers[next].bytes;
      if (tau > 0) queue.push(tau);
    }
    if (refusal(now) !== null) busy++;
  }
  return { outcomes, busy };
}

test('every model does what its definition says, tick by tick', () => {
  fc.assert(
    fc.property(section, arrivals, fc.integer({ min: 1, max: 300 }), (readout, triggers, rest) => {
      const end = (triggers[triggers.length - 1]?.time ?? 0) + rest;
      const expected = twin(readout, triggers, end);
      const own = new Readout(readout);
      triggers.forEach(({ time, bytes }, i) => {
        const busy = own.isBusy(time);
        const outcome = own.offer(time);
        assert.is(outcome, expected.outcomes[i], `trigger ${i} at ${time}`);
        assert.is(busy, outcome !== 'recorded', `busy at ${time}`);
        if (outcome === 'recorded') own.store(bytes);
      });
      assert.is(own.busyTicks(end), expected.busy);
    }),
    { numRuns: 3000, seed: 1 },
  );
});

test('busy time only grows, and is never longer than the spill', () => {
  fc.assert(
    fc.property(section, arrivals, (readout, triggers) => {
      const own = new Readout(readout);
      let before = 0;
      for (const { time, bytes } of triggers) {
        if (own.offer(time) === 'recorded') own.store(bytes);
        const busy = own.busyTicks(time);
        assert.ok(busy >= before && busy <= time, `${busy} of ${time}`);
        before = busy;
      }
    }),
    { numRuns: 500, seed: 2 },
  );
});

test('without dead time, windows and buffer nothing is lost', () => {
  const all: Section[] = [
    { model: 'fixed', deadTime: 0, ...gate },
    { model: 'paralysable', deadTime: 0, ...gate },
    { model: 'throttle', deadTime: 0, windows: [], ...gate },
    { model: 'buffered', deadTime: 0, depth: 1, ...gate },
  ];
  for (const readout of all) {
    const own = new Readout(readout);
    for (const time of [5, 5, 5, 6]) assert.is(own.offer(time), 'recorded', readout.model);
    assert.is(own.busyTicks(100), 0);
    assert.is(liveAt(readout, 1), 1);
  }
});

test('limits of the models are one another', () => {
  // A derandomiser of one place, and one trigger per window, are the fixed dead time.
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 40 }), (triggers, tau) => {
      const deadTime = ns(tau);
      const readouts = [
        new Readout({ model: 'fixed', deadTime, ...gate }),
        new Readout({ model: 'buffered', deadTime, depth: 1, ...gate }),
        new Readout({
          model: 'throttle',
          deadTime: 0,
          windows: [{ triggers: 1, time: deadTime }],
          ...gate,
        }),
      ];
      for (const { time } of triggers) {
        const [a, ...others] = readouts.map((r) => r.offer(time) === 'recorded');
        assert.ok(others.every((o) => o === a));
      }
    }),
    { seed: 3 },
  );
});

test('M/D/1/K: one place is Erlang, and more agree with the chain stepped until it rests', () => {
  for (const load of [0, 0.01, 0.07, 0.7, 3, 40, 600]) {
    assert.ok(Math.abs(blockingMD1K(load, 1) - load / (1 + load)) < 1e-12, `load ${load}`);
  }
  for (const load of [0.05, 0.5, 0.95, 1.5, 4]) {
    for (const capacity of [2, 3, 5, 12]) {
      const expected = blockingByIteration(load, capacity);
      const got = blockingMD1K(load, capacity);
      assert.ok(Math.abs(got - expected) < 1e-9, `${load}, ${capacity}: ${got}, ${expected}`);
    }
  }
  for (const load of [1, 5, 60, 499, 501, 1e5]) {
    const got = blockingMD1K(load, 64);
    assert.ok(got >= 0 && got >= 1 - 1 / load - 1e-12 && got < 1, `load ${load}: ${got}`);
  }
});

/** The same chain by repeating its steps until nothing changes. */
function blockingByIteration(load: number, capacity: number): number {
  const arrive: number[] = [Math.exp(-load)];
  for (let k = 1; k < 80; k++) arrive.push((arrive[k - 1] * load) / k);
  let state = Array.from({ length: capacity }, () => 1 / capacity);
  for (let step = 0; step < 20_000; step++) {
    const next = state.map(() => 0);
    state.forEach((p, i) => {
      arrive.forEach((a, k) => {
        next[Math.min(capacity - 1, Math.max(0, i - 1) + k)] += p * a;
      });
    });
    state = next;
  }
  return 1 - 1 / (state[0] + load);
}

test('Erlang: one server, two servers, no load', () => {
  assert.is(erlangB(1, 0.25), 0.2);
  assert.ok(Math.abs(erlangB(2, 1) - 0.2) < 1e-15);
  assert.is(erlangB(3, 0), 0);
});

// ---- presets ----

const presets = readdirSync('config/readout').map((file) => file.replace('.yaml', ''));

/** Run III with the readout of a preset. */
function preset(name: string, ...overrides: string[]): Card {
  const mine = `from: run3-2018.yaml\nreadout:\n  from: readout/${name}.yaml\n`;
  const read = (path: string) => (path === 'config/mine.yaml' ? mine : readFileSync(path, 'utf8'));
  return resolveCard('config/mine.yaml', { read, overrides }).card;
}

test('each model has a preset of its name', () => {
  assert.equal(presets.slice().sort(), [...Object.keys(MODELS), 'bandwidth'].sort());
  for (const name of Object.keys(MODELS)) assert.is(preset(name).readout.model, name);
  assert.is(liveAt(preset('throttle').readout, 1e-6).toFixed(3), '0.995');
  const lost = 1 - liveAt(preset('buffered').readout, 0.93e-6);
  assert.ok(Math.abs(lost - 5e-5) < 2e-6, `${lost}`);
});

const key = seedKey(SEED);
const BUSY = ['beam.intensity=700000', 'beam.spill=480 ms', 'nature.admixture.pion=0.1'];

for (const name of presets) {
  test(`${name}: the ledger closes, and its outcomes are those of the model`, () => {
    const card = preset(name, ...BUSY, 'trigger.menu.random.rate=2 kHz');
    const { ledger, events, triggers } = emulateSpill(card, key, 1);
    assert.is(ledgerGap(ledger), null);
    const { outcomes, clockTriggers, scalers } = ledger;
    assert.is(events.length, outcomes.recorded + clockTriggers.recorded);
    const columns = ['deadTime', 'throttled', 'bufferFull', 'recorded'] as const;
    const presented = columns.reduce((n, c) => n + outcomes[c] + clockTriggers[c], 0);
    assert.is(presented, triggers.length);
    assert.is(
      total({ ...clockTriggers }),
      columns.reduce((n, c) => n + clockTriggers[c], 0),
    );
    assert.is(ledger.triggersLive, scalers.accepted[0]);
    const seen = columns.filter((c) => outcomes[c] > 0);
    const expected = {
      throttle: ['deadTime', 'throttled', 'recorded'],
      bandwidth: ['deadTime', 'bufferFull', 'recorded'],
    }[name] ?? ['deadTime', 'recorded'];
    assert.equal(seen, expected);
    assert.ok(scalers.busyCoincidences > 0 && scalers.busyCoincidences < scalers.coincidences);
    assert.ok(scalers.busyTicks > 0 && scalers.busyTicks < scalers.clockTicks);
  });
}

test('what the readout lost changes no payload: it is a function of the id', () => {
  const cards = presets.map((name) => preset(name, ...BUSY, 'beam.intensity=100000'));
  const spills = cards.map((card) => emulateSpill(card, key, 1));
  const payloads = new Map<string, Uint8Array>();
  let shared = 0;
  for (const { events } of spills) {
    for (const { primitives: p, bodies } of events) {
      const payload = encodePayload(bodies);
      const id = `${p.kind} ${p.slice} ${p.index}`;
      const other = payloads.get(id);
      if (other) {
        shared++;
        assert.is(Buffer.compare(other, payload), 0, id);
      }
      payloads.set(id, payload);
    }
  }
  assert.ok(shared > 100);
  const bandwidth = presets.indexOf('bandwidth');
  const some = spills[bandwidth].events[50];
  const again = emulatePayload(cards[bandwidth], key, some.primitives);
  assert.equal(again, some.bodies);
});

test.run();
