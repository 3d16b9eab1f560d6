/**
 * Validation of the event builder: fragments that are lost, doubled, late, cut or damaged at random, at rates
 * up to all of them. Whatever happens, the counters close, no event is built of what belongs to others, and
 * what is kept stays within its bound; where a closed form exists, as many events are complete as it says.
 */
import { EventBuilder, type OpenEvent } from '../../analyse/building/builder.js';
import { type Building, emptyBuilding } from '../../analyse/building/report.js';
import type { Fault } from '../../core/card/faults.js';
import type { Belief } from '../../core/card/schema.js';
import { FRONT_ENDS } from '../../core/channels.js';
import { seedKey, Stream } from '../../core/random/index.js';
import { TICKS_PER_NS } from '../../core/ticks.js';
import { encodeFragment, type Fragment } from '../../core/wire/event.js';
import { mergeTally } from '../../core/wire/tally.js';
import type { Sent } from '../../emulate/faults/fault.js';
import { kindOf } from '../../emulate/faults/kinds.js';
import { loadSingleCard } from '../cards.js';
import { crc32 } from '../hash.js';
import { row, type ValidationRow } from './row.js';
import { validation } from './validation.js';

type Settings = Belief['readout']['building'];

/** The trigger, those with sampling ADCs, the tracker. */
const SOURCES = 2 + FRONT_ENDS.length;
/** Events of a burst, 1.07 ms apart as at 7e6 electrons, and none nearer than the dead time. */
const BURST = 4000;
const GAP_TICKS = 1e7;
const DEAD_TICKS = 7e5;
/** Longest way from a front end to the builder. */
const WAY_TICKS = 1e7;
/** Events behind each number. */
const EVENTS = 20_000;
const RATES = [0.01, 0.1, 1];

/** What may happen to a fragment. */
interface Struck {
  readonly name: string;
  /** What is told to the fault. */
  fault(settings: Settings): Fault;
  /** Share of complete events when it strikes a fragment with that rate; null without a closed form. */
  complete(rate: number): number | null;
}

const allSpared = (rate: number) => (1 - rate) ** SOURCES;
/** The rate is that of the part of the table. */
const EACH = { spills: 1, rate: 1 };
const WAY = WAY_TICKS / TICKS_PER_NS;

const STRUCK: readonly Struck[] = [
  { name: 'lost', fault: () => ({ kind: 'lostFragment', ...EACH }), complete: allSpared },
  {
    name: 'doubled',
    fault: ({ timeout }) => ({ kind: 'duplicatedFragment', ...EACH, delay: 2 * timeout }),
    complete: () => 1,
  },
  {
    name: 'delayed within the time-out',
    fault: ({ timeout }) => lateBy(0, timeout - WAY),
    complete: () => 1,
  },
  {
    name: 'delayed beyond the time-out',
    fault: ({ timeout }) => lateBy(2 * timeout, 10 * timeout),
    // Where most are delayed, the time of the stamps is delayed with them.
    complete: (rate) => (rate > 0.2 ? null : allSpared(rate)),
  },
  { name: 'truncated', fault: () => ({ kind: 'truncatedFragment', ...EACH }), complete: allSpared },
  {
    name: 'with flipped bits',
    fault: () => ({ kind: 'flippedBits', ...EACH, bits: 8 }),
    complete: allSpared,
  },
];

function lateBy(min: number, max: number): Fault {
  return { kind: 'lateFragment', ...EACH, delay: { min, max } };
}

/** What came of some bursts. */
interface Tried {
  readonly report: Building;
  readonly events: number;
  /** Bursts whose fragments or events are not each in exactly one column. */
  readonly unaccounted: number;
  /** Events with a part, a number or a time that is not theirs, doubled or out of order. */
  readonly wrong: number;
  /** Most events that were open, and most fragments that were kept, at a time. */
  readonly open: number;
  readonly kept: number;
}

export const building = validation({
  name: 'building',
  describes: 'event building under loss, doubling, delay, cuts and flipped bits',
  options: ['events', 'seed'],
  usual: { events: EVENTS },
  run({ seed, events, report }) {
    const card = loadSingleCard('run3-2018');
    const settings = card.readout.building;
    const bursts = Math.ceil((events ?? EVENTS) / BURST);
    const streamOf = (what: string) => new Stream().seek(seedKey(`${seed}: ${what}`), 0, 0, 0, 0);
    const rows: ValidationRow[] = [];
    for (const fault of STRUCK) {
      report(`building: fragments ${fault.name}`);
      const all = RATES.map((rate) => {
        const what = `${fault.name} at ${100 * rate} %`;
        const tried = tryBursts(settings, bursts, streamOf(what), () => [[fault, rate]]);
        const expected = fault.complete(rate);
        if (expected !== null) rows.push(completeRow(what, expected, tried));
        return tried;
      });
      rows.push(...soundRows(fault.name, settings, all));
    }
    report('building: everything at once');
    const what = 'all of these at rates from 0 to 1';
    const stream = streamOf(what);
    const rates = () => STRUCK.map((fault): [Struck, number] => [fault, stream.uniform()]);
    rows.push(...soundRows(what, settings, [tryBursts(settings, 4 * bursts, stream, rates)]));
    return { rows };
  },
});

function completeRow(what: string, expected: number, { report, events }: Tried): ValidationRow {
  const got = report.complete / events;
  const error = Math.sqrt((expected * (1 - expected)) / events);
  return row({
    name: `${what}: events complete`,
    role: 'out',
    expected,
    allowed: expected < 1 ? 0.005 : 0,
    emulated: [got, error],
    source: `all ${SOURCES} fragments in time`,
  });
}

function soundRows(what: string, { pending }: Settings, tried: readonly Tried[]): ValidationRow[] {
  const sum = (of: (t: Tried) => number) => tried.reduce((total, t) => total + of(t), 0);
  const most = (of: (t: Tried) => number) => Math.max(...tried.map(of));
  const fragments = sum((t) => t.report.fragments);
  const places = 2 * SOURCES * pending;
  return [
    row({
      name: `${what}: bursts that do not close`,
      role: 'out',
      expected: 0,
      allowed: [0, 0],
      emulated: [sum((t) => t.unaccounted), 0],
      source: `each of ${fragments} fragments, each event in one column`,
    }),
    row({
      name: `${what}: events built wrong`,
      role: 'out',
      expected: 0,
      allowed: [0, 0],
      emulated: [sum((t) => t.wrong), 0],
      source: 'number, time and source in each body',
    }),
    row({
      name: `${what}: most events open`,
      role: 'out',
      expected: pending,
      allowed: [0, pending],
      emulated: [most((t) => t.open), 0],
      source: 'card',
    }),
    row({
      name: `${what}: most fragments kept`,
      role: 'out',
      expected: places,
      allowed: [0, places],
      emulated: [most((t) => t.kept), 0],
      source: 'two places for each source of each open event',
    }),
  ];
}

/** @param faults what strikes in the next burst, and how often */
function tryBursts(
  settings: Settings,
  bursts: number,
  stream: Stream,
  faults: () => readonly (readonly [Struck, number])[],
): Tried {
  let report = emptyBuilding();
  const worst = { unaccounted: 0, wrong: 0, open: 0, kept: 0 };
  /** What comes after the end of its burst, into the next. */
  let left: Sent[] = [];
  for (let spill = 1; spill <= bursts; spill++) {
    const striking = faults();
    const { sent, end } = burst(spill, striking, stream, settings);
    const arriving = [...left, ...sent.filter(({ at }) => at <= end)].sort((a, b) => a.at - b.at);
    left = sent.filter(({ at }) => at > end).map((s) => ({ ...s, at: s.at - end }));
    const own = emptyBuilding();
    const builder = new EventBuilder(SOURCES, spill, settings, own);
    const built: OpenEvent[] = [];
    for (const { bytes } of arriving) {
      built.push(...builder.receive(bytes, crc32));
      worst.open = Math.max(worst.open, builder.size);
      worst.kept = Math.max(worst.kept, own.fragments - counted(own));
    }
    built.push(...builder.flush(BURST));
    const events = own.complete + own.incomplete + own.missing;
    const closes = counted(own) === arriving.length && own.fragments === arriving.length;
    if (!closes || events !== BURST || builder.size > 0) worst.unaccounted++;
    worst.wrong += built.filter((e, i) => isWrong(e, spill, built[i - 1])).length;
    report = mergeTally(report, own);
  }
  return { report, events: bursts * BURST, ...worst };
}

/** Fragments that stand in a column. */
const counted = (b: Building) =>
  b.used + b.duplicates + b.late + b.misplaced + b.damaged + b.strays;

/** The fragments of one burst, and when it ends. */
function burst(
  spill: number,
  faults: readonly (readonly [Struck, number])[],
  stream: Stream,
  settings: Settings,
): { sent: Sent[]; end: number } {
  const striking = faults.map(([{ fault }, rate]) => [fault(settings), rate] as const);
  let sent: Sent[] = [];
  let tick = 0;
  for (let event = 1; event <= BURST; event++) {
    tick += DEAD_TICKS + Math.floor(GAP_TICKS * stream.exponential());
    for (let source = 0; source < SOURCES; source++) {
      const fragment = { source, spill, event, tick, body: bodyOf(spill, event, source) };
      let own = [sentAt(fragment, tick + WAY_TICKS * stream.uniform())];
      for (const [fault, rate] of striking) {
        const strike = (s: Sent) => kindOf(fault).strike?.(fault, s, stream) ?? [s];
        own = own.flatMap((s) => (stream.uniform() < rate ? strike(s) : [s]));
      }
      sent = push(sent, own);
    }
  }
  // The burst ends when nothing is in time any more.
  return { sent, end: tick + settings.timeout * TICKS_PER_NS };
}

const push = <T>(list: T[], more: readonly T[]): T[] => {
  list.push(...more);
  return list;
};

const sentAt = (fragment: Fragment, at: number): Sent => ({
  source: fragment.source,
  event: fragment.event,
  bytes: encodeFragment(fragment, crc32).slice(),
  at,
});

/** Tells whose it is; of a length of its own. */
function bodyOf(spill: number, event: number, source: number): Uint8Array {
  const body = new Uint8Array(9 + ((7 * event + source) % 40)).fill(source);
  const view = new DataView(body.buffer);
  view.setUint32(0, spill);
  view.setUint32(4, event);
  view.setUint8(8, source);
  return body;
}

function isWrong(e: OpenEvent, spill: number, before: OpenEvent | undefined): boolean {
  if (before && (before.event >= e.event || before.tick >= e.tick)) return true;
  if (e.complete !== e.bodies.every((b) => b !== null)) return true;
  return e.bodies.some((body, source) => {
    if (body === null) return false;
    const own = bodyOf(spill, e.event, source);
    return body.length !== own.length || body.some((byte, i) => byte !== own[i]);
  });
}
