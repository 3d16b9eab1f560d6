/**
 * The event builder under loss, doubling, delay, wrong numbers and wrong stamps: nothing is mixed up,
 * nothing vanishes uncounted, memory stays bounded.
 */
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EventBuilder, type OpenEvent } from '../../../src/analyse/building/builder.js';
import { type Building, emptyBuilding } from '../../../src/analyse/building/report.js';
import type { Fragment } from '../../../src/core/wire/event.js';

const SPILL = 3;
const TOLERANCE = 100; // ns
/** Ticks between two events: far more than the tolerance. */
const GAP = 50_000;

const tickOf = (event: number) => GAP * event;
/** The body tells whose it is. */
const fragment = (source: number, event: number): Fragment => ({
  source,
  spill: SPILL,
  event,
  tick: tickOf(event),
  body: Uint8Array.of(source, event),
});

interface Built {
  events: OpenEvent[];
  report: Building;
  /** Most events that were open at a time. */
  open: number;
}

function build(
  sources: number,
  events: number,
  fragments: readonly Fragment[],
  { timeout = 1e9, pending = 1e5 } = {},
): Built {
  const report = emptyBuilding();
  const builder = new EventBuilder(
    sources,
    SPILL,
    { tolerance: TOLERANCE, timeout, pending },
    report,
  );
  const built: OpenEvent[] = [];
  let open = 0;
  for (const f of fragments) {
    built.push(...builder.push(f));
    open = Math.max(open, builder.size);
  }
  built.push(...builder.flush(events));
  assert.is(builder.size, 0, 'nothing is left');
  return { events: built, report, open };
}

/** A number of no event. */
const FAR = 4_000_000_000;

/** What may happen to a fragment on its way. */
type Mishap =
  | { kind: 'none' }
  | { kind: 'lost' }
  | { kind: 'doubled'; after: number }
  | { kind: 'delayed'; by: number }
  | { kind: 'renumbered'; to: number }
  | { kind: 'slipped'; far: boolean }
  | { kind: 'elsewhere' };

const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Mishap>({ kind: 'none' }) },
  fc.constant<Mishap>({ kind: 'lost' }),
  fc.record({ kind: fc.constant('doubled' as const), after: fc.nat(40) }),
  fc.record({ kind: fc.constant('delayed' as const), by: fc.nat(60) }),
  fc.record({
    kind: fc.constant('renumbered' as const),
    to: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constant(FAR)),
  }),
  fc.record({ kind: fc.constant('slipped' as const), far: fc.boolean() }),
  fc.constant<Mishap>({ kind: 'elsewhere' }),
);

interface Case {
  sources: number;
  events: number;
  mishaps: Mishap[];
}
const cases: fc.Arbitrary<Case> = fc
  .record({ sources: fc.integer({ min: 2, max: 6 }), events: fc.integer({ min: 0, max: 30 }) })
  .chain(({ sources, events }) =>
    fc.record({
      sources: fc.constant(sources),
      events: fc.constant(events),
      mishaps: fc.array(mishap, {
        minLength: sources * events,
        maxLength: sources * events,
      }),
    }),
  );

/** The fragments in the order in which they arrive. */
function arrivals({ sources, events, mishaps }: Case): Fragment[] {
  const sent: { at: number; fragment: Fragment }[] = [];
  let place = 0;
  for (let event = 1; event <= events; event++) {
    for (let source = 0; source < sources; source++, place++) {
      const own = fragment(source, event);
      const m = mishaps[place] as Mishap;
      if (m.kind === 'lost') continue;
      // No two fragments come to the same wrong number far away, or to the same wrong time.
      if (m.kind === 'renumbered') own.event = m.to === FAR ? FAR + place : m.to;
      if (m.kind === 'slipped') own.tick += m.far ? 1e12 + GAP * place : 20_000 + 2000 * source;
      if (m.kind === 'elsewhere') own.spill = SPILL + 1;
      sent.push({ at: place + (m.kind === 'delayed' ? m.by : 0), fragment: own });
      if (m.kind === 'doubled') sent.push({ at: place + m.after, fragment: { ...own } });
    }
  }
  return sent.sort((a, b) => a.at - b.at).map((s) => s.fragment);
}

const SETTINGS = fc.record({
  timeout: fc.constantFrom(0, 2 * GAP, 20 * GAP, 1e9).map((ticks) => ticks / 10),
  pending: fc.constantFrom(1, 4, 20, 1e5),
});

test('whatever happens, every fragment and every event is counted once, and none is mixed up', () => {
  fc.assert(
    fc.property(cases, SETTINGS, (c, settings) => {
      const fragments = arrivals(c);
      const { events, report: r, open } = build(c.sources, c.events, fragments, settings);
      assert.is(r.fragments, fragments.length);
      assert.is(r.used + r.duplicates + r.late + r.misplaced + r.strays, r.fragments);
      assert.is(r.complete + r.incomplete + r.missing >= c.events, true);
      assert.ok(open <= settings.pending, `${open} open`);
      events.forEach((e, i) => {
        assert.ok(i === 0 || e.event > (events[i - 1] as OpenEvent).event, 'in order');
        assert.is(
          e.complete,
          e.bodies.every((b) => b !== null),
        );
        if (!e.complete) return;
        assert.equal(
          e.bodies,
          e.bodies.map((_, source) => Uint8Array.of(source, e.event)),
        );
      });
    }),
    { numRuns: 2000, seed: 8 },
  );
});

test('with time and room enough, an event is complete exactly when every source sent its fragment', () => {
  fc.assert(
    fc.property(cases, (c) => {
      const fragments = arrivals(c);
      const { events, report } = build(c.sources, c.events, fragments);
      // The other way about: ask each event for a time at which every source sent its fragment.
      const whole = Array.from({ length: c.events }, (_, i) => i + 1).filter((event) => {
        const own = fragments.filter((f) => f.spill === SPILL && f.event === event);
        const sent = (source: number, tick: number) =>
          own.some((f) => f.source === source && f.tick === tick);
        return own.some(({ tick }) =>
          Array.from({ length: c.sources }, (_, i) => i).every((source) => sent(source, tick)),
        );
      });
      // Fragments with wrong numbers may take the two places that are kept of a source.
      const crowded = (event: number) =>
        Array.from({ length: c.sources }, (_, source) => source).some(
          (source) => fragments.filter((f) => f.source === source && f.event === event).length > 2,
        );
      const complete = events.filter((e) => e.complete).map((e) => e.event);
      for (const event of whole) {
        assert.ok(complete.includes(event) || crowded(event), `event ${event}`);
      }
      for (const event of complete) assert.ok(whole.includes(event), `event ${event}`);
      assert.is(report.complete + report.incomplete + report.missing, c.events);
    }),
    { numRuns: 2000, seed: 9 },
  );
});

const all = (sources: number, events: number) =>
  Array.from({ length: events }, (_, e) =>
    Array.from({ length: sources }, (_, source) => fragment(source, e + 1)),
  ).flat();

test('in any order within the time-out nothing is lost', () => {
  const shuffled = all(4, 8).sort(
    (a, b) => (a.body[1] ^ 5) - (b.body[1] ^ 5) || b.source - a.source,
  );
  const { events, report } = build(4, 8, shuffled, { timeout: GAP });
  assert.equal(
    events.map((e) => e.event),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  assert.is(report.complete, 8);
});

test('long pauses between events time nothing out', () => {
  const rare = all(3, 20).map((f) => ({ ...f, tick: f.tick * 1000 }));
  const { report } = build(3, 20, rare, { timeout: 10 });
  assert.is(report.complete, 20);
});

test('a source that dies: every event leaves flagged, by its time, with few of them open', () => {
  const fragments = all(3, 1000).filter((f) => f.source !== 2);
  const timeout = (3 * GAP) / 10;
  const { events, report, open } = build(3, 1000, fragments, { timeout });
  assert.is(report.incomplete, 1000);
  assert.ok(events.every((e) => e.bodies[2] === null && e.bodies[0] !== null));
  assert.ok(open <= 5, `${open} open`);
  // With an endless time-out the room is what bounds it.
  assert.is(build(3, 1000, fragments, { pending: 7 }).open, 7);
});

test('one wrong stamp or number moves nothing else', () => {
  const fragments = all(3, 50);
  (fragments[30] as Fragment).tick += 1e12;
  (fragments[61] as Fragment).event = 1e9;
  const { report } = build(3, 50, fragments, { timeout: (5 * GAP) / 10, pending: 10 });
  assert.equal([report.complete, report.incomplete, report.missing], [48, 2, 0]);
  assert.equal([report.misplaced, report.strays], [1, 1]);
});

test('a clock that slips: its fragments fit no event', () => {
  const fragments = all(4, 30).map((f) =>
    f.source === 3 && f.event > 10 ? { ...f, tick: f.tick + 10 * TOLERANCE + 1 } : f,
  );
  const { report } = build(4, 30, fragments);
  assert.equal([report.complete, report.incomplete, report.misplaced], [10, 20, 20]);
  // Within the tolerance it does no harm.
  const near = all(4, 30).map((f) => (f.source === 3 ? { ...f, tick: f.tick + 1000 } : f));
  assert.is(build(4, 30, near).report.complete, 30);
});

test.run();
