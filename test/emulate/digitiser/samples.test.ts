/**
 * Samples against the formula of the contract, summed here a second time without tables, and against the
 * noise of the card.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { CHANNELS } from '../../support/channels.js';
import { nominalGain } from '../../../src/core/sampling.js';
import { MAX_SAMPLE } from '../../../src/core/wire/samples.js';
import { periodPs } from '../../../src/emulate/digitiser/spill.js';
import { cardOf } from '../../support/card.js';
import { kolmogorovSmirnov, likely, moments, near } from '../../support/statistics.js';
import {
  digitise,
  digitiserOf,
  everyChannel,
  NOISELESS,
  particle,
  type Pulse,
  STABLE,
} from '../../support/waveform.js';

const quiet = cardOf(...NOISELESS, ...STABLE);

const mean = (values: readonly number[]) => moments(values).mean;
const variance = (values: readonly number[]) => moments(values).rms ** 2;

/** u^n exp(n (1 - u)). */
const shape = (poles: number, u: number) => (u <= 0 ? 0 : u ** poles * Math.exp(poles * (1 - u)));

test('every sample is the sum of the contract: pedestal, heights, shapes, offsets, phase', () => {
  const { sampling } = quiet.detector;
  const digitiser = digitiserOf(quiet);
  for (const [f, name] of FRONT_ENDS.entries()) {
    const of = digitiser.channels[name];
    const pulses: Pulse[] = everyChannel(name).flatMap((c) => {
      const gev = 1 / of.countsPerGeV[c];
      return [
        [c, 900 * gev, -440 + 7 * c],
        [c, 1500 * gev, 0.37 * c],
        [c, 700 * gev, 40 + c],
      ] as Pulse[];
    });
    digitiser.begin(particle(f), 123_457 * (f + 1));
    const { phase, rows } = digitise(quiet, digitiser, name, pulses);
    assert.is(rows.size, CHANNELS[name]);
    for (const c of everyChannel(name)) {
      for (let k = 0; k < sampling.samples; k++) {
        const t = (k - sampling.trigger) * sampling.period - phase;
        let expected = of.pedestal[c];
        for (const [channel, energy, time] of pulses) {
          if (channel !== c) continue;
          const u = (t - time - of.offset[c]) / of.peaking[c];
          expected += energy * of.countsPerGeV[c] * shape(sampling.pulse.poles, u);
        }
        const error = (rows.get(c) as Uint16Array)[k] - expected;
        assert.ok(Math.abs(error) < 0.52, `${name} ${c}, sample ${k}: ${error} off ${expected}`);
      }
    }
  }
});

test('height and time come back from the area and the centre of gravity of a pulse', () => {
  // A whole pedestal: its rounding would add up over the samples.
  const card = cardOf(...NOISELESS, ...STABLE, 'nature.electronics.pedestalSpread=0');
  const { sampling } = card.detector;
  const n = sampling.pulse.poles;
  assert.is(n, 3);
  // Of u^3 exp(3 (1 - u)): area e^3 3! / 3^4, centre 4/3.
  const area = (Math.exp(3) * 6) / 81;
  const digitiser = digitiserOf(card);
  const of = digitiser.channels.ecal;
  for (const time of [0, -11.3, 6.2]) {
    const heights = everyChannel('ecal').map(() => [] as number[]);
    const times = everyChannel('ecal').map(() => [] as number[]);
    for (let event = 0; event < 50; event++) {
      digitiser.begin(particle(event), 77_777 * event);
      const pulses = everyChannel('ecal').map((c): Pulse => [c, 2500 / of.countsPerGeV[c], time]);
      const { phase, rows } = digitise(card, digitiser, 'ecal', pulses);
      for (const [c, row] of rows) {
        let sum = 0;
        let weighted = 0;
        row.forEach((count, k) => {
          const a = count - row[0];
          sum += a;
          weighted += a * ((k - sampling.trigger) * sampling.period - phase);
        });
        heights[c].push((sum * sampling.period) / (area * of.peaking[c]));
        times[c].push(weighted / sum - (4 / 3) * of.peaking[c] - of.offset[c]);
      }
    }
    for (const c of everyChannel('ecal')) {
      assert.ok(
        heights[c].every((h) => Math.abs(h / 2500 - 1) < 0.01),
        `heights of ${c}`,
      );
      assert.ok(Math.abs(mean(heights[c]) / 2500 - 1) < 0.003, `height of ${c}`);
      assert.ok(
        times[c].every((t) => Math.abs(t - time) < 0.3),
        `times of ${c}`,
      );
      assert.ok(Math.abs(mean(times[c]) - time) < 0.1, `${c}: ${mean(times[c])} for ${time} ns`);
    }
  }
});

test('a pulse in time begins at the sample of the trigger, nominal gain reaches the full scale', () => {
  const nominal = cardOf(
    ...NOISELESS,
    ...STABLE,
    'nature.electronics.gain.spread=0',
    'nature.electronics.pedestalSpread=0',
    'nature.electronics.timeOffset=0 ns',
    'nature.electronics.peakingSpread=0',
  );
  const { sampling } = nominal.detector;
  const digitiser = digitiserOf(nominal);
  for (let event = 0; event < 50; event++) {
    digitiser.begin(particle(event), 1000 * event);
    const pulses: Pulse[] = [
      [0, 20, 0],
      [36, 75, 0],
    ];
    const { rows, phase } = digitise(nominal, digitiser, 'ecal', pulses);
    for (const [c, energy] of [
      [0, 20],
      [36, 75],
    ]) {
      const row = rows.get(c) as Uint16Array;
      for (let k = 0; k <= sampling.trigger; k++) assert.is(row[k], sampling.pedestal);
      const counts = energy / nominalGain(nominal.detector, 'ecal', c);
      assert.is(Math.round(counts), Math.round((MAX_SAMPLE - sampling.pedestal) / 2));
      const top = Math.max(...row) - sampling.pedestal;
      assert.ok(top <= counts + 0.5 && top > 0.93 * counts, `${top} of ${counts}, phase ${phase}`);
    }
  }
});

test('a pulse long before and one behind the trigger are in the samples as far as they reach', () => {
  // Slower and faster than nominal, so that they reach.
  const slow = cardOf(...NOISELESS, ...STABLE, 'detector.sampling.pulse.peaking=120 ns');
  const early = digitiserOf(slow);
  early.begin(particle(0), 0);
  const at = (pulses: Pulse[]) => digitise(slow, early, 'ecal', pulses).rows.get(40) as Uint16Array;
  const before = at([[40, 100, -440]]);
  const without = at([]);
  assert.ok(before[0] > without[0] + 100, `${before[0]} and ${without[0]}`);
  const fast = cardOf(
    ...[...NOISELESS, ...STABLE, 'detector.sampling.pulse.peaking=8 ns'],
    ...['detector.sampling.trigger=8', 'nature.electronics.timeOffset=0 ns'],
  );
  const late = digitiserOf(fast);
  let seen = 0;
  for (let event = 0; event < 100; event++) {
    late.begin(particle(event), 1234 * event);
    const { rows, phase } = digitise(fast, late, 'ecal', [[40, 100, 280]]);
    const row = rows.get(40) as Uint16Array;
    const last = (31 - 8) * fast.detector.sampling.period - phase;
    if (last > 282) {
      seen++;
      assert.ok(row[31] > row[0] + 30, `phase ${phase}: ${row[31]}`);
    }
  }
  assert.ok(seen > 50);
});

test('noise: of a channel, and the part that the channels of a module share', () => {
  const card = cardOf('detector.sampling.commonNoise=0.8', 'detector.sampling.jitter=0 ns');
  const { noise, commonNoise, moduleChannels, samples } = card.detector.sampling;
  const digitiser = digitiserOf(card);
  const channels = CHANNELS.ecal;
  const columns = Array.from({ length: channels }, () => [] as number[]);
  for (let event = 0; event < 400; event++) {
    digitiser.begin(particle(event), 0);
    for (const [c, row] of digitise(card, digitiser, 'ecal', []).rows) columns[c].push(...row);
  }
  const n = 400 * samples;
  const expected = noise * noise + commonNoise * commonNoise + 1 / 12;
  const all = columns.map(variance);
  all.forEach((v, c) => {
    near(`noise of ${c}`, v, expected, expected * Math.sqrt(2 / n));
  });
  columns.forEach((column, c) => {
    const { pedestal } = digitiser.channels.ecal;
    near(`pedestal of ${c}`, mean(column), pedestal[c], Math.sqrt(expected / n));
  });
  const covariance = (a: number, b: number) => {
    const [ma, mb] = [mean(columns[a]), mean(columns[b])];
    return mean(columns[a].map((x, i) => (x - ma) * (columns[b][i] - mb)));
  };
  const error = expected / Math.sqrt(n);
  for (const [a, b] of [
    [0, 31],
    [32, 63],
    [64, 71],
  ]) {
    near(`${a} and ${b}`, covariance(a, b), commonNoise * commonNoise, error);
  }
  assert.is(moduleChannels, 32);
  for (const [a, b] of [
    [31, 32],
    [0, 64],
  ]) {
    near(`${a} and ${b}`, covariance(a, b), 0, error);
  }
});

test('the clock of a front end jitters about the phase that all of them measured', () => {
  const card = cardOf(...NOISELESS, ...STABLE, 'detector.sampling.jitter=1 ns');
  const digitiser = digitiserOf(card);
  const { sampling } = card.detector;
  const of = digitiser.channels.ecal;
  const c = 40;
  const off: number[] = [];
  for (let event = 0; event < 3000; event++) {
    digitiser.begin(particle(event), 997 * event);
    const pulse: Pulse = [c, 3000 / of.countsPerGeV[c], 0];
    const ecal = digitise(card, digitiser, 'ecal', [pulse]);
    assert.is(digitise(card, digitiser, 'hcal', []).phase, ecal.phase);
    const row = ecal.rows.get(c) as Uint16Array;
    let [sum, weighted] = [0, 0];
    row.forEach((count, k) => {
      const a = count - row[0];
      sum += a;
      weighted += a * ((k - sampling.trigger) * sampling.period - ecal.phase);
    });
    off.push(weighted / sum - (4 / 3) * of.peaking[c] - of.offset[c]);
  }
  assert.ok(Math.abs(mean(off)) < 0.1, `${mean(off)}`);
  assert.ok(Math.abs(Math.sqrt(variance(off)) - 1) < 0.06, `${Math.sqrt(variance(off))}`);
});

test('the phase is that of a clock that runs freely', () => {
  const period = periodPs(quiet);
  for (const spill of [1, 2]) {
    const digitiser = digitiserOf(quiet, spill);
    const phases: number[] = [];
    let ofClock = -1;
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      // Times of 0.1 ns that share no factor with the period.
      const [slice, tick] = [i % 4800, (i * 7_654_321) % 10_000_000];
      digitiser.begin(particle(i, slice), tick);
      const { phase } = digitise(quiet, digitiser, 'srd', []);
      const ps = Math.round(1000 * phase);
      assert.ok(ps >= 0 && ps < period);
      phases.push(ps / period);
      const clock = (((100 * (slice * 1e7 + tick) - ps) % period) + period) % period;
      if (ofClock < 0) ofClock = clock;
      assert.is(clock, ofClock, 'one clock for the spill');
    }
    likely(
      'phases are uniform',
      kolmogorovSmirnov(phases, (x) => x),
    );
  }
});

test.run();
