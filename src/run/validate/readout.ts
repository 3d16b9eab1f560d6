/**
 * Validation of the readout: its models against their closed forms from 0.1 to 100 times the nominal
 * rate, and live time told in four ways under the ripple of the beam.
 */
import { beamWeightedLive, unweightedLive } from '../../analyse/efficiency.js';
import type { Card } from '../../core/card/index.js';
import { seedKey, Stream } from '../../core/random/index.js';
import { nanoseconds, SLICE_NS } from '../../core/ticks.js';
import { emptyLedger, TRIGGER_TYPES } from '../../core/wire/ledger.js';
import { mergeTally } from '../../core/wire/tally.js';
import { spillProfile } from '../../emulate/beam/profile.js';
import { blockingMD1K } from '../../emulate/readout/buffered.js';
import { type Driven, drivePoisson, driveSpill } from '../../emulate/readout/drive.js';
import { liveAt } from '../../emulate/readout/index.js';
import { erlangB } from '../../emulate/readout/throttle.js';
import { emulateSpill, spillKey } from '../../emulate/spill.js';
import { loadSingleCard } from '../cards.js';
import { row, type ValidationRow } from './row.js';
import { type ValidateOptions, validation } from './validation.js';

type Section = Card['readout'];
type Options = Pick<ValidateOptions, 'seed' | 'report'> & { readonly events: number };

/** Presented per electron, and the rate (Hz) that they make of 7e6 electrons in 4.8 s. */
const FRACTION = 7e-4;
const NOMINAL = (FRACTION * 7e6) / 4.8;
const FACTORS = [0.1, 0.3, 1, 3, 10, 30, 100];
const PER_NS = 1e-9;
const BATCHES = 40;
/** Triggers behind each number. */
const EVENTS = 1_000_000;
/** Bytes of an event with the samples of all channels. */
const EVENT_BYTES = 11_000;

export const readout = validation({
  name: 'readout',
  describes: 'dead time, throttle and derandomiser against closed forms; live time in four ways',
  options: ['events', 'seed'],
  usual: { events: EVENTS },
  run({ seed, events, report }) {
    const options = { seed, events: events ?? EVENTS, report };
    return {
      rows: [
        ...curves(options),
        ...derandomiser(options),
        ...throttling(options),
        ...bandwidth(options),
        ...ripple(options),
        ...fourWays(options),
        ...fromScalers(options),
      ],
    };
  },
});

const cardOf = (...overrides: string[]): Card => {
  return loadSingleCard('run3-2018', overrides);
};
const sectionOf = (...overrides: string[]): Section =>
  cardOf(...overrides.map((o) => `readout.${o}`)).readout;
const FIXED = () => sectionOf();
const PARALYSABLE = () => sectionOf('model=paralysable');
const BUFFERED = (depth: number, latency: string) =>
  sectionOf('model=buffered', `depth=${depth}`, `latency=${latency}`);
const THROTTLE = (deadTime: string, windows: string) =>
  sectionOf('model=throttle', `deadTime=${deadTime}`, `windows=${windows}`);

const streamOf = ({ seed }: Options, what: string): Stream =>
  new Stream().seek(seedKey(`${seed}: ${what}`), 0, 0, 0, 0);

const share = (d: Driven) => d.outcomes.recorded / d.presented;

/** Mean over independent batches, with its standard error. */
function meanOf(values: readonly number[]): [mean: number, error: number] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  return [mean, Math.sqrt(squares / (values.length - 1) / values.length)];
}

/** A quantity of the readout driven at a rate (Hz), in batches of together that many triggers. */
function driven(
  section: Section,
  rate: number,
  triggers: number,
  stream: Stream,
  of: (d: Driven) => number,
  bytes = 0,
): [mean: number, error: number] {
  const each = Math.ceil(triggers / BATCHES);
  return meanOf(
    Array.from({ length: BATCHES }, () => of(drivePoisson(section, rate, each, stream, bytes))),
  );
}

/** Live fraction of Poisson triggers, ripple off. */
function curves(options: Options): ValidationRow[] {
  const models: [string, Section, string][] = [
    ['fixed', FIXED(), '1/(1 + r tau)'],
    ['paralysable', PARALYSABLE(), 'exp(-r tau)'],
  ];
  return models.flatMap(([name, section, formula]) => {
    options.report(`readout: ${name}`);
    return FACTORS.map((factor) => {
      const rate = factor * NOMINAL;
      const what = `${name}: live at ${factor} x nominal rate`;
      const got = driven(section, rate, options.events, streamOf(options, what), share);
      return row({
        name: what,
        role: 'out',
        expected: liveAt(section, rate * PER_NS),
        allowed: 0.002,
        emulated: got,
        source: formula,
      });
    });
  });
}

/** Blocking of the queue M/D/1/K. */
function derandomiser(options: Options): ValidationRow[] {
  options.report('readout: buffered');
  const lost = (d: Driven) => 1 - share(d);
  const source = 'M/D/1/K, chain embedded at departures';
  const tau = FIXED().deadTime;
  const at = (depth: number, factor: number) => {
    const rate = factor * NOMINAL;
    const what = `buffered: lost at ${factor} x nominal rate, depth ${depth}`;
    // Losses are rare at the nominal rate.
    const events = factor > 1 ? options.events : 5 * options.events;
    const got = driven(BUFFERED(depth, '0 us'), rate, events, streamOf(options, what), lost);
    const expected = blockingMD1K(rate * PER_NS * tau, depth);
    return row({ name: what, role: 'out', expected, allowed: 0.005, emulated: got, source });
  };
  const what = 'buffered: lost at 1 kHz, as in the preset';
  const events = 5 * options.events;
  const got = driven(BUFFERED(3, '1 us'), 1000, events, streamOf(options, what), lost);
  return [
    ...FACTORS.filter((factor) => factor >= 1).map((factor) => at(3, factor)),
    ...[1, 2, 4, 8].map((depth) => at(depth, 10)),
    row({
      name: what,
      role: 'out',
      expected: 5e-5,
      allowed: [4e-5, 1e-4],
      emulated: got,
      source: '5e-5, about, with three places',
    }),
  ];
}

/** Each rule of the throttle alone is a loss system; together they are bounded by them. */
function throttling(options: Options): ValidationRow[] {
  options.report('readout: throttle');
  const rules: [string, Section, number, number][] = [
    ['5 us distance', THROTTLE('5us', '[]'), 1, 5],
    ['3 in 75 us', THROTTLE('0us', '[{triggers: 3, time: 75us}]'), 3, 75],
    ['10 in 250 us', THROTTLE('0us', '[{triggers: 10, time: 250us}]'), 10, 250],
  ];
  const expected = (rate: number) =>
    rules.map(([, , servers, us]) => 1 - erlangB(servers, rate * us * 1e-6));
  const rows = rules.flatMap(([name, section], i) =>
    [1, 10, 100].map((factor) => {
      const rate = factor * NOMINAL;
      const what = `throttle, ${name} alone: live at ${factor} x nominal rate`;
      const got = driven(section, rate, options.events, streamOf(options, what), share);
      return row({
        name: what,
        role: 'out',
        expected: expected(rate)[i],
        allowed: 0.002,
        emulated: got,
        source: 'Erlang B',
      });
    }),
  );
  const all = THROTTLE('5us', '[{triggers: 3, time: 75us}, {triggers: 10, time: 250us}]');
  const live = (what: string, rate: number) =>
    driven(all, rate, options.events, streamOf(options, what), share);
  const nominal = 'throttle: live at 1 kHz';
  rows.push(
    row({
      name: nominal,
      role: 'out',
      expected: 0.995,
      allowed: 0.0005,
      emulated: live(nominal, 1000),
      source: 'three rules of the TCS',
    }),
  );
  for (const factor of [1, 10, 100]) {
    const what = `throttle: live at ${factor} x nominal rate`;
    const alone = expected(factor * NOMINAL);
    const least = alone.reduce((a, b) => a * b);
    const most = Math.min(...alone);
    const got = live(what, factor * NOMINAL);
    rows.push(
      row({
        name: what,
        role: 'out',
        expected: most,
        allowed: [least, most],
        emulated: got,
        source: 'product to least of the rules',
      }),
    );
  }
  return rows;
}

/** The buffer behind: idle at nominal, and full bandwidth when it binds. */
function bandwidth(options: Options): ValidationRow[] {
  options.report('readout: bandwidth');
  const events = options.events / 4;
  const idle = 'buffer of 1 MB, 500 MB/s: lost at nominal rate';
  const wide = sectionOf('buffer={capacity: 1 MB, bandwidth: 500 MB/s}');
  const full = (d: Driven) => d.outcomes.bufferFull / d.presented;
  const flow = (d: Driven) => (d.outcomes.recorded * EVENT_BYTES) / d.seconds / 1e6;
  const offered = 'recorded at nominal rate, MB/s';
  const bound = 'buffer of 0.1 MB, 6 MB/s: recorded at nominal rate, MB/s';
  const narrow = sectionOf('buffer={capacity: 100 kB, bandwidth: 6 MB/s}');
  const run = (section: Section, what: string, of: (d: Driven) => number) =>
    driven(section, NOMINAL, events, streamOf(options, what), of, EVENT_BYTES);
  return [
    row({
      name: idle,
      role: 'out',
      expected: 0,
      allowed: [0, 0],
      emulated: run(wide, idle, full),
      source: 'the bandwidth of iFDAQ, sustained',
    }),
    row({
      name: offered,
      role: 'out',
      expected: 11,
      allowed: [9, 12],
      emulated: run(FIXED(), offered, flow),
      source: 'about 11 kB at about 1 kHz',
    }),
    row({
      name: bound,
      role: 'out',
      expected: 6,
      allowed: 0.001,
      emulated: run(narrow, bound, flow),
      source: 'its bandwidth',
    }),
  ];
}

/** Expected electrons by slice, spill by spill, with ripple and without start spike. */
function profiles({ seed }: Options, intensity: number, spills: number): Float64Array[] {
  const card = cardOf(`beam.intensity=${intensity}`, 'beam.startSpike.probability=0');
  const key = seedKey(seed);
  return Array.from(
    { length: spills },
    (_, i) => spillProfile(card.beam, spillKey(card, key, i + 1)).electrons,
  );
}

/**
 * Mean of the closed form over r(t), weighted with the beam and with the time.
 * @param clock triggers that are not the beam's, per ns
 */
function analytic(section: Section, spills: readonly Float64Array[], fraction: number, clock = 0) {
  let beam = 0;
  let weighted = 0;
  let time = 0;
  let slices = 0;
  for (const electrons of spills) {
    for (const n of electrons) {
      const live = liveAt(section, fraction * (n / SLICE_NS) + clock);
      beam += n;
      weighted += n * live;
      time += live;
      slices++;
    }
  }
  return { beam: weighted / beam, time: time / slices };
}

const RIPPLE_SPILLS = 40;

/** Live fractions of the fixed dead time under ripple, against intensity. */
function ripple(options: Options): ValidationRow[] {
  const expected: [number, number, ValidationRow['role']][] = [
    [1.4e6, 0.985, 'out'],
    [3e6, 0.968, 'out'],
    [5e6, 0.949, 'out'],
    [6e6, 0.939, 'out'],
    [7e6, 0.93, 'fit'],
    [9e6, 0.911, 'out'],
  ];
  return expected.map(([intensity, live, role]) => {
    const what = `fixed, ripple: live at ${intensity / 1e6}e6 per spill`;
    options.report(`readout: ${what}`);
    const stream = streamOf(options, what);
    const spills = profiles(options, intensity, RIPPLE_SPILLS);
    const got = spills.map((electrons) => driveSpill(FIXED(), electrons, FRACTION, stream));
    return row({
      name: what,
      role,
      expected: live,
      allowed: 0.001,
      emulated: meanOf(got.map(share)),
      source: 'beam-weighted, f = 7e-4',
    });
  });
}

/** The readout driven alone, at two intensities. */
function fourWays(options: Options): ValidationRow[] {
  return [7e6, 9e6].flatMap((intensity) => {
    const where = `at ${intensity / 1e6}e6, ripple`;
    options.report(`readout: four live times ${where}`);
    const stream = streamOf(options, where);
    const spills = profiles(options, intensity, 2 * RIPPLE_SPILLS);
    const got = spills.map((electrons) => driveSpill(FIXED(), electrons, FRACTION, stream));
    const { beam, time } = analytic(FIXED(), spills, FRACTION);
    const bySpill = (of: (d: Driven) => number) => meanOf(got.map(of));
    return [
      row({
        name: `live ${where}: accepted over presented`,
        role: 'out',
        expected: beam,
        allowed: 0.0005,
        emulated: bySpill(share),
        source: 'integral over r(t)',
      }),
      row({
        name: `live ${where}: beam-weighted busy integral`,
        role: 'out',
        expected: beam,
        allowed: 0.0005,
        emulated: bySpill((d) => 1 - d.beamBusy),
        source: 'integral over r(t)',
      }),
      row({
        name: `live ${where}: naive, share of time not busy`,
        role: 'out',
        expected: time,
        allowed: 0.0005,
        emulated: bySpill((d) => 1 - d.busy),
        source: 'time mean of the closed form',
      }),
      row({
        name: `live ${where}: naive less beam-weighted`,
        role: 'out',
        expected: time - beam,
        allowed: [0.004, 0.006],
        emulated: bySpill((d) => d.beamBusy - d.busy),
        source: '0.4 to 0.6 % under ripple',
      }),
    ];
  });
}

const CHAIN_SPILLS = 10;

/**
 * The same from the scalers of emulated spills: a tenth of the electrons, of which ten times as many
 * trigger, being pions.
 */
function fromScalers(options: Options): ValidationRow[] {
  const card = cardOf(
    'beam.intensity=7e5',
    'beam.startSpike.probability=0',
    'nature.admixture.pion=0.062',
    'trigger.menu.random.rate=0 Hz',
  );
  const key = seedKey(options.seed);
  let ledger = emptyLedger();
  const singles: { share: number; beam: number; naive: number }[] = [];
  const spills: Float64Array[] = [];
  for (let spill = 1; spill <= CHAIN_SPILLS; spill++) {
    options.report(`readout: scalers, spill ${spill} of ${CHAIN_SPILLS}`);
    const own = emulateSpill(card, key, spill).ledger;
    ledger = mergeTally(ledger, own);
    const { deadTime, recorded } = own.outcomes;
    const { scalers } = own;
    singles.push({
      share: recorded / (recorded + deadTime),
      beam: beamWeightedLive(scalers),
      naive: unweightedLive(scalers),
    });
    spills.push(spillProfile(card.beam, spillKey(card, key, spill)).electrons);
  }
  const { outcomes, electronsOnTarget } = ledger;
  const fraction = (outcomes.recorded + outcomes.deadTime) / electronsOnTarget;
  // The pulser takes its share of the time: 7e-4 at 10 Hz.
  const { presented, clockTicks } = ledger.scalers;
  const clock = presented[TRIGGER_TYPES.indexOf('pulser')] / nanoseconds(clockTicks);
  const { beam, time } = analytic(card.readout, spills, fraction, clock);
  const where = `in the chain, f = ${fraction.toExponential(1)}, 7e5`;
  const mean = (of: (s: (typeof singles)[number]) => number) => meanOf(singles.map(of));
  return [
    row({
      name: `live ${where}: accepted over presented`,
      role: 'out',
      expected: beam,
      allowed: 0.001,
      emulated: mean((s) => s.share),
      source: 'integral over r(t)',
    }),
    row({
      name: `live ${where}: busy coincidences`,
      role: 'out',
      expected: beam,
      allowed: 0.001,
      emulated: mean((s) => s.beam),
      source: 'integral over r(t)',
    }),
    row({
      name: `live ${where}: naive, busy clock`,
      role: 'out',
      expected: time,
      allowed: 0.001,
      emulated: mean((s) => s.naive),
      source: 'time mean of the closed form',
    }),
    row({
      name: `live ${where}: naive less busy coincidences`,
      role: 'out',
      expected: time - beam,
      allowed: [0.004, 0.006],
      emulated: mean((s) => s.naive - s.beam),
      source: '0.4 to 0.6 % under ripple',
    }),
  ];
}
