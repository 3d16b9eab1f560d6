/** Pulses from samples that are made here by the contract, without the emulator. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PulseFit } from '../../src/analyse/pulses/fit.js';
import { PulseReader } from '../../src/analyse/pulses/reader.js';
import { Template } from '../../src/analyse/pulses/template.js';
import { conditionsOf } from '../../src/analyse/calibration/conditions.js';
import { nominalConstants } from '../../src/analyse/calibration/constants.js';
import { noDrift } from '../../src/analyse/calibration/drift.js';
import { readPulses } from '../../src/analyse/calibration/pulses.js';
import type { Calibration } from '../../src/analyse/calibration/constants.js';
import { FRONT_ENDS } from '../../src/core/channels.js';
import { CHANNELS } from '../support/channels.js';
import { type PulseShape, pulseAt } from '../../src/core/pulse.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { packSamples } from '../../src/core/wire/samples.js';
import { beliefWith } from '../support/card.js';
import { integral, moments, near, SEED, within } from '../support/statistics.js';

const belief = beliefWith();
const { sampling } = belief.detector;
const { period, samples, trigger, pulse, pedestal } = sampling;
const NOISE = Math.sqrt(1 + 1 / 12);
const stream = new Stream();

type Pulse = readonly [height: number, time: number];

/** Samples of a channel at a phase, counts. */
function trace(pulses: readonly Pulse[], phase: number, shape: PulseShape = pulse, noise = 1) {
  return Uint16Array.from({ length: samples }, (_, k) => {
    let v = pedestal + noise * stream.normal();
    for (const [height, time] of pulses) {
      v += height * pulseAt(shape, (k - trigger) * period - phase - time);
    }
    return Math.max(0, Math.min(4095, Math.round(v)));
  });
}

/** Of a saturated channel, ns. */
const RECOVERY = 200;
const template = new Template(pulse);
const fit = new PulseFit(samples, period, RECOVERY);

/** Fits at random phases and calls back with what was found, in order of time. */
function repeated(n: number, pulses: readonly Pulse[], each: (found: Pulse[]) => void): void {
  stream.seek(seedKey(SEED), pulses.length, pulses[0][0], pulses[0][1] + 1000, 0);
  for (let i = 0; i < n; i++) {
    const phase = period * stream.uniform();
    const data = trace(pulses, phase);
    const first = -trigger * period - phase;
    const size = fit.fit({ data, from: 0, first, pedestal, noise: NOISE, template });
    const found = Array.from({ length: size }, (_, p): Pulse => [fit.height[p], fit.time[p]]);
    each(found.sort((a, b) => a[1] - b[1]));
  }
}

test('template: height and slope are those of the pulse', () => {
  for (const shape of [pulse, { poles: 2.2, peaking: 41 }, { poles: 4, peaking: 12.5 }]) {
    const own = new Template(shape);
    for (let t = -5; t < own.end + 20; t += 0.37) {
      const slopeOf = (height: (time: number) => number) =>
        (height(t + 0.01) - height(t - 0.01)) / 0.02;
      const slope = slopeOf((time) => pulseAt(shape, time));
      assert.ok(Math.abs(own.heightAt(t) - pulseAt(shape, t)) < 2e-4, `height at ${t}`);
      assert.ok(Math.abs(slopeOf((time) => own.heightAt(time)) - slope) < 1e-3, `slope at ${t}`);
    }
  }
});

test('one pulse: no bias, and the spread of the optimal filter', () => {
  // By numbers, not by the closed form of the validation.
  const f2 = integral((t) => pulseAt(pulse, t) ** 2, 0, 300);
  const g2 = integral(
    (t) => ((pulseAt(pulse, t + 0.01) - pulseAt(pulse, t - 0.01)) / 0.02) ** 2,
    0,
    300,
  );
  for (const height of [12, 60, 1000, 3900]) {
    const heights: number[] = [];
    const times: number[] = [];
    repeated(2000, [[height, 1.5]], (found) => {
      assert.is(found.length, 1);
      heights.push(found[0][0]);
      times.push(found[0][1]);
    });
    const [h, t] = [moments(heights), moments(times)];
    within(`height ${height}`, h.mean / height, 0.995, 1.005);
    near('its spread', h.rms, NOISE * Math.sqrt(period / f2), (0.05 * h.rms) / 2);
    within('time', t.mean, 1.5 - 0.1, 1.5 + 0.1);
    near('its spread', t.rms, (NOISE / height) * Math.sqrt(period / g2), (0.06 * t.rms) / 2);
  }
});

test('at the ends of the gate of VETO and HCAL a pulse is read as within it', () => {
  for (const { window } of [belief.analysis.cuts.veto, belief.analysis.cuts.hcal]) {
    for (const time of [window.from, window.to]) {
      const heights: number[] = [];
      repeated(1000, [[200, time]], (found) => {
        assert.is(found.length, 1);
        heights.push(found[0][0]);
      });
      const { mean, rms } = moments(heights);
      within(`height at ${time} ns`, mean / 200, 0.995, 1.005);
      within('its spread', rms, 0, 1.2 * NOISE);
    }
  }
});

test('two and three pulses are found and fitted together', () => {
  for (const pulses of [
    [
      [1000, 0],
      [1000, 15],
    ],
    [
      [1000, 0],
      [80, 40],
    ],
    [
      [80, -30],
      [2000, 20],
    ],
    [
      [500, -60],
      [900, 0],
      [300, 45],
    ],
  ] as const) {
    const sums = pulses.map(() => 0);
    let complete = 0;
    repeated(300, pulses, (found) => {
      if (found.length !== pulses.length) return;
      complete++;
      found.forEach(([height], p) => {
        sums[p] += height;
      });
    });
    within(`found of ${JSON.stringify(pulses)}`, complete, 297, 300);
    pulses.forEach(([height], p) => {
      within(`pulse ${p}`, sums[p] / complete / height, 0.98, 1.02);
    });
  }
});

test('two pulses that cannot be told apart keep their sum', () => {
  let sum = 0;
  repeated(
    300,
    [
      [1000, 0],
      [500, 3],
    ],
    (found) => {
      sum += found.reduce((s, [height]) => s + height, 0);
    },
  );
  within('sum', sum / 300 / 1500, 0.99, 1.01);
});

test('saturated samples are left out: a pulse above the range is told from its sides', () => {
  const heights: number[] = [];
  repeated(300, [[6000, 0]], (found) => heights.push(found[0][0]));
  within('height', moments(heights).mean / 6000, 0.99, 1.01);
});

test('what pulls a saturated channel down does not lower its pulse', () => {
  const keep = Math.exp(-period / RECOVERY);
  for (const share of [0.02, 0.2]) {
    const heights: number[] = [];
    const times: number[] = [];
    stream.seek(seedKey(SEED), 6000, Math.round(1000 * share), 0, 0);
    for (let i = 0; i < 300; i++) {
      const phase = period * stream.uniform();
      let x = 0;
      const data = Uint16Array.from({ length: samples }, (_, k) => {
        const signal = 6000 * pulseAt(pulse, (k - trigger) * period - phase);
        const v = pedestal + signal - x + stream.normal();
        x = keep * (x + share * Math.max(0, pedestal + signal - x - 4095));
        return Math.max(0, Math.min(4095, Math.round(v)));
      });
      const first = -trigger * period - phase;
      fit.fit({ data, from: 0, first, pedestal, noise: NOISE, template });
      heights.push(fit.height[0]);
      times.push(fit.time[0]);
    }
    within('height', moments(heights).mean / 6000, 0.998, 1.002);
    within('time', moments(times).mean, -0.05, 0.05);
  }
});

test('without a pulse nothing is found', () => {
  let found = 0;
  repeated(3000, [[0, 0]], (pulses) => {
    found += pulses.length;
  });
  within('noise above 4.5 sigma', found, 0, 5);
});

test('a small pulse at a known time is told from others, also from one that it was found as one with', () => {
  for (const [small, other] of [
    [3, [800, -110]],
    [6, [6, 28]],
    [6, [5, -32]],
  ] as const) {
    const heights: number[] = [];
    const others: number[] = [];
    const alone: number[] = [];
    repeated(3000, [[small, 0], other], (found) => {
      if (found.length !== 1) return;
      alone.push(found[0][0]);
      heights.push(fit.heightBeside(0));
      others.push(fit.height[0]);
    });
    const [h, o] = [moments(heights), moments(others)];
    console.log(
      `  ${small} at 0 beside ${other}: ${h.mean.toFixed(2)} and ${o.mean.toFixed(2)}, as one ${moments(alone).mean.toFixed(2)}, ${heights.length}`,
    );
    assert.ok(heights.length > 500);
    within(`of ${small} counts`, h.mean, small - 0.5 - 4 * h.error, small + 0.5 + 4 * h.error);
    within(`of ${other[0]}`, o.mean / other[0], 0.9, 1.1);
  }
});

const nominal = {
  frontEnds: Object.fromEntries(FRONT_ENDS.map((n) => [n, nominalConstants(belief, n)])),
} as unknown as Calibration;
const conditions = conditionsOf(belief, nominal, noDrift(belief.detector));

const waveforms = (channel: number[], pulses: readonly Pulse[][], phasePs = 4321) => ({
  channel,
  samples: packSamples(pulses.flatMap((p) => [...trace(p, phasePs / 1000)])),
  phasePs,
});

test('a front end: energies in GeV, sorted by channel and time; quiet cells are read in time', () => {
  stream.seek(seedKey(SEED), 5, 0, 0, 0);
  const { ecal } = conditions.frontEnds;
  const w = waveforms(
    [40, 41, 42],
    [
      [
        [500, 0],
        [400, 100],
      ],
      [],
      [[-3, 0]],
    ],
  );
  const found = readPulses('ecal', w, ecal, sampling, 0, 0);
  assert.equal(found.channel, [40, 40, 41, 42]);
  within('first', found.energy[0] / ecal.gain[40], 495, 505);
  within('second', found.time[1] - found.time[0], 99.5, 100.5);
  assert.is(found.time[2], 0);
  within('noise', found.energy[2] / ecal.gain[41], -4, 4);
  within('below the pedestal', found.energy[3] / ecal.gain[42], -7, 0);
  // Small energies of either sign go.
  const suppression = 2 * Math.abs(found.energy[3]);
  const suppressed = readPulses('ecal', w, { ...ecal, suppression }, sampling, 0, 0);
  assert.equal(suppressed.channel, [40, 40]);
  const kept = readPulses('ecal', w, { ...ecal, suppression: suppression / 4 }, sampling, 0, 0);
  assert.ok(kept.energy[kept.energy.length - 1] < 0);
});

test('a quiet cell is read in time as if a neighbour that the tallest channel shows were not there', () => {
  stream.seek(seedKey(SEED), 8, 0, 0, 0);
  const { ecal } = conditions.frontEnds;
  for (const at of [-45, -30, 30, 45]) {
    const read = (tall: Pulse[]) =>
      moments(
        Array.from({ length: 500 }, () => {
          const w = waveforms([40, 41], [tall, [[3, at]]]);
          const { channel, energy, time } = readPulses('ecal', w, ecal, sampling, 0, 0);
          const inTime = channel.findIndex((c, i) => c === 41 && time[i] === 0);
          return energy[inTime] / ecal.gain[41];
        }),
      );
    const known = read([
      [400, 0],
      [900, at],
    ]);
    const unknown = read([[400, 0]]);
    console.log(
      `  3 counts at ${at} ns: ${known.mean.toFixed(2)} in time, ${unknown.mean.toFixed(2)} if not known`,
    );
    within(`beside ${at}`, known.mean, -0.1 - 4 * known.error, 0.1 + 4 * known.error);
    assert.ok(unknown.mean > known.mean + 0.3);
  }
});

test('drift and its course scale the energy', () => {
  stream.seek(seedKey(SEED), 6, 0, 0, 0);
  const drift = noDrift(belief.detector);
  const ecal = { channel: drift.ecal.channel.fill(0.8), tick: [0, 1000], course: [1, 0.5] };
  const own = conditionsOf(belief, nominal, { ...drift, ecal }).frontEnds.ecal;
  const w = waveforms([40], [[[400, 0]]]);
  const at = (tick: number) => readPulses('ecal', w, own, sampling, 0, tick).energy[0];
  const plain = readPulses('ecal', w, conditions.frontEnds.ecal, sampling, 0, 0).energy[0];
  near('at the start', at(0), plain / 0.8, 1e-9);
  near('in the middle', at(500), plain / 0.8 / 0.75, 1e-9);
  near('behind the last flash', at(5000), plain / 0.8 / 0.5, 1e-9);
});

test('the same samples give the same pulses, whatever was read before', () => {
  stream.seek(seedKey(SEED), 7, 0, 0, 0);
  const w = waveforms(
    [0, 1],
    [
      [
        [900, -20],
        [70, 30],
      ],
      [
        [3000, 5],
        [2500, 17],
      ],
    ],
  );
  const read = () => readPulses('hcal', w, conditions.frontEnds.hcal, sampling, 0, 0);
  const before = read();
  repeated(
    20,
    [
      [4000, 0],
      [3000, 8],
    ],
    () => {},
  );
  assert.equal(read(), before);
});

test('samples that do not fit the channels are refused', () => {
  const own = conditions.frontEnds.veto;
  const bytes = packSamples(new Uint16Array(2 * samples));
  for (const [w, part] of [
    [{ channel: [0, CHANNELS.veto], samples: bytes }, /channel 6 of 6/],
    [{ channel: [1, 0], samples: bytes }, /out of order/],
    [{ channel: [1, 1], samples: bytes }, /out of order/],
    [{ channel: [0], samples: bytes }, /got 96 bytes, expected 48/],
    [{ channel: [0, 1], samples: bytes, phasePs: 12_900 }, /phase/],
    [{ channel: [0, 1], samples: bytes, phasePs: 12_860 }, /phase 12.86 ns, expected below 12.86/],
  ] as const) {
    assert.throws(
      () => new PulseReader('veto', { ...w, channel: [...w.channel] }, own, sampling),
      (e: Error) => e instanceof RangeError && part.test(e.message),
    );
  }
});

test.run();
