/** The tracker's hits: trajectories, efficiencies, resolutions, secondaries and what is read out. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { clusters } from '../../src/analyse/reconstruction/track/cluster.js';
import { trackerHits } from '../../src/analyse/calibration/index.js';
import type { Card } from '../../src/core/card/index.js';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { multiplexed, PLANE, trackerChannel, trackerLayout } from '../../src/core/tracker.js';
import { PulseList } from '../../src/emulate/detector/pulses.js';
import { tracker } from '../../src/emulate/detector/tracker/index.js';
import { apvHeight } from '../../src/core/apv.js';
import { readOut } from '../../src/emulate/detector/tracker/readout.js';
import { follow, scattering } from '../../src/emulate/detector/tracker/trajectory.js';
import { emptyFate, type Fate } from '../../src/emulate/target/fate.js';
import { cardOf } from '../support/card.js';
import { moments, near, SEED, share, within } from '../support/statistics.js';

const key = seedKey(SEED);
const card = cardOf();
const KINDS = ['micromegas', 'gem', 'straw'] as const;
const each = (name: string, value: number) =>
  KINDS.map((kind) => `detector.tracker.${kind}.${name}=${value}`);
const NO_SECONDARIES = ['knockOn', 'photon'].map(
  (s) => `detector.tracker.secondaries.${s}.perRadiationLength=0`,
);
const NO_MATERIAL = [...each('material', 0), 'nature.upstreamMaterial=0'];

const electron = (changes: Partial<Fate> = {}): Fate => ({
  ...emptyFate(),
  momentum: 100,
  track: 100,
  radiates: 100,
  ...changes,
});
const stream = (i: number) => new Stream().seek(key, 40, i, 0, 0);

function hitsOf(of: Card, fate: Fate, i: number, timeNs = 0, list = new PulseList()): PulseList {
  tracker.respond(of, fate, stream(i), (c, q, t) => list.add(c, q, t + timeNs));
  return list;
}
const read = (of: Card, list: PulseList) => trackerHits(readOut(of, list));

test('channels: no two pairs of neighbouring strips share both channels', () => {
  const pairs = new Set<string>();
  const used = new Map<number, number>();
  for (let strip = 0; strip < 320; strip++) {
    const c = multiplexed(strip, 64);
    used.set(c, (used.get(c) ?? 0) + 1);
    if (strip % 64 === 63) continue; // between blocks
    const pair = [c, multiplexed(strip + 1, 64)].sort((a, b) => a - b).join();
    assert.not.ok(pairs.has(pair), `strip ${strip}: pair ${pair}`);
    pairs.add(pair);
  }
  assert.equal([used.size, new Set(used.values())], [64, new Set([5])]);
});

test('trajectory: two straight lines and the bend of 21 mrad at 100 GeV between them', () => {
  const of = cardOf(...NO_MATERIAL);
  const stations = trackerLayout(of.detector.tracker);
  const out = { x: new Float64Array(10), y: new Float64Array(10) };
  const fate = electron({
    momentum: 99,
    track: 90,
    beamX: 3,
    beamY: -2,
    angleX: 1e-4,
    angleY: 2e-4,
  });
  follow(of, stations, fate, stream(0), out);
  // Forwards, from S1: what arrives at the ECAL at beamX undisturbed is bent 21 mrad x 100/99 there.
  const nominal = 0.021;
  const slope = 1e-4 - nominal * (100 / 99 - 1);
  const atMagnets = 3 + 1e-4 * (4500 - 25_000);
  for (const [i, { z }] of stations.entries()) {
    const behind = slope + nominal * (100 / 90 - 1);
    const x = atMagnets + (z - 4500) * (z < 4500 ? slope : behind);
    assert.ok(Math.abs(out.x[i] - x) < 1e-9, `x at ${z} mm: ${out.x[i]}, expected ${x}`);
    assert.ok(Math.abs(out.y[i] - (-2 + 2e-4 * (z - 25_000))) < 1e-9);
  }
});

test('trajectory: a kink leaves the line where it lies, and nothing of the way before', () => {
  const of = cardOf(...NO_MATERIAL);
  const stations = trackerLayout(of.detector.tracker);
  const kink = { z: 23_000, x: 2e-3, y: -1e-3 };
  const [plain, kinked] = [0, 1].map(() => ({ x: new Float64Array(10), y: new Float64Array(10) }));
  const straight = electron({ beamX: 1, angleX: 1e-4, angleY: 2e-4 });
  const turned = { ...straight, kink, angleX: 1e-4 + kink.x, angleY: 2e-4 + kink.y };
  follow(of, stations, straight, stream(0), plain);
  follow(of, stations, turned, stream(0), kinked);
  for (const [i, { z }] of stations.entries()) {
    const way = Math.max(0, z - 23_000);
    assert.ok(Math.abs(kinked.x[i] - plain.x[i] - way * 2e-3) < 1e-9, `x at ${z}`);
    assert.ok(Math.abs(kinked.y[i] - plain.y[i] + way * 1e-3) < 1e-9, `y at ${z}`);
  }
});

test('trajectory: scattered by the formula of the Particle Data Group', () => {
  // 1 % of a radiation length at 100 GeV: 13.6 MeV / 100 GeV x 0.1 x (1 - 0.038 x 4.605) = 11.2 urad.
  assert.ok(Math.abs(scattering(100, 0.01) - 11.22e-6) < 0.02e-6);
  const stations = trackerLayout(card.detector.tracker);
  const out = { x: new Float64Array(10), y: new Float64Array(10) };
  const y = Float64Array.from({ length: 20_000 }, (_, i) => {
    follow(card, stations, electron(), stream(i), out);
    return out.y[0];
  });
  const layers = stations.map((s) => [s.z, s.material] as const);
  const { upstreamMaterial, beforeMagnets } = card.nature;
  const inMagnets = [4500, upstreamMaterial * (1 - beforeMagnets)] as const;
  let variance = 0;
  for (const [z, t] of [...layers.slice(1), inMagnets]) {
    variance += (scattering(100, t) * (z - stations[0].z)) ** 2;
  }
  const m = moments(y);
  near('displacement at MM1', m.rms, Math.sqrt(variance), m.rms / Math.sqrt(2 * y.length));
});

test('efficiency: a plane is hit as often as its chamber works; straws twice', () => {
  const of = cardOf(...NO_SECONDARIES, ...each('noise', 0));
  const stations = trackerLayout(of.detector.tracker);
  const n = 4000;
  const hit = new Array(2 * stations.length).fill(0);
  let tubes = 0;
  for (let i = 0; i < n; i++) {
    const hits = read(of, hitsOf(of, electron(), i));
    for (const plane of new Set(hits.strip.map((c) => Math.floor(c / PLANE)))) hit[plane]++;
    tubes += hits.tube.length;
  }
  stations.forEach(({ strips, name }, s) => {
    if (!strips) return;
    for (const view of [0, 1]) share(`${name} ${view}`, hit[2 * s + view], n, strips.efficiency);
  });
  share('tubes', tubes, 8 * n, of.detector.tracker.straw.efficiency);
});

test('resolution: the centre of gravity of a cluster has the resolution of its chamber', () => {
  const of = cardOf(...NO_SECONDARIES, ...NO_MATERIAL, ...each('efficiency', 1));
  const stations = trackerLayout(of.detector.tracker);
  const found = stations.map((): number[] => []);
  for (let i = 0; i < 3000; i++) {
    const x = -10 + (20 * i) / 3000;
    const planes = clusters(stations, read(of, hitsOf(of, electron({ beamX: x }), i)));
    stations.forEach(({ strips }, s) => {
      const [cluster, ...more] = planes[2 * s] ?? [];
      if (strips && cluster && more.length === 0) found[s].push(cluster.at - x);
    });
  }
  stations.forEach(({ strips, name }, s) => {
    if (!strips) return;
    const { mean, rms, error, n } = moments(found[s]);
    assert.ok(n > 2900, `${name}: ${n} clusters`);
    near(`${name}: no bias`, mean, 0, error);
    within(`${name}: resolution`, rms / strips.resolution, 0.96, 1.1);
  });
});

test('dead channels are silent', () => {
  const { dead } = card.detector.tracker.straw;
  assert.ok(dead.length > 0);
  const stations = trackerLayout(card.detector.tracker);
  const edge = wireOf63();
  for (let i = 0; i < 300; i++) {
    const hits = read(card, hitsOf(card, electron({ beamX: edge }), i));
    for (const c of hits.tube) {
      assert.not.ok(stations[c >> 9].dead[(c >> 8) & 1][c & 255], `tube ${c}`);
    }
  }
  function wireOf63() {
    const { tubes, diameter } = card.detector.tracker.straw;
    return ((tubes - 1) / 4) * diameter;
  }
});

test('no particle, no hits; outside of the chambers none either', () => {
  assert.equal(read(card, hitsOf(card, electron({ track: 0 }), 1)).strip, []);
  const far = read(card, hitsOf(card, electron({ beamX: 500, radiates: 0 }), 1));
  assert.equal([far.strip, far.tube], [[], []]);
});

test('secondaries: synchrotron photons add hits of electrons, hadrons made upstream many', () => {
  const mean = (fate: Fate, of = card) => {
    let n = 0;
    for (let i = 0; i < 1500; i++) n += read(of, hitsOf(of, fate, i)).tube.length;
    return n / 1500;
  };
  const hadron = mean(electron({ radiates: 0 }));
  const radiating = mean(electron());
  const sprayed = mean(electron({ secondaries: 4 }));
  console.log(`  tubes: hadron ${hadron}, electron ${radiating}, with four hadrons ${sprayed}`);
  // 43 photons over 21 mrad, a quarter of them in the straws, behind 1.4 and 2.4 % of a radiation length.
  within('of photons', radiating - hadron, 0.1, 1);
  within('of hadrons', sprayed - radiating, 12, 32);
  within(
    'knock-on electrons',
    hadron - mean(electron({ radiates: 0 }), cardOf(...NO_SECONDARIES)),
    0.01,
    0.5,
  );
});

type Shaping = Parameters<typeof apvHeight>[0];
const apvGain = (chamber: Shaping, time: number) =>
  Math.max(...[0, 1, 2].map((k) => apvHeight(chamber, time, k)));

test('APV: the gain is 1 in time, falls for what comes later, and lasts for what came before', () => {
  const { micromegas } = card.detector.tracker;
  assert.is(apvGain(micromegas, 0), 1);
  assert.is(apvGain(micromegas, micromegas.shaping), 0);
  within('50 ns late', apvGain(micromegas, 50), 0.2, 0.5);
  within('150 ns early', apvGain(micromegas, -150), 0.2, 0.6);
  within('400 ns early', apvGain(micromegas, -400), 0, 0.03);
});

test('read out: what shares a channel is one hit; what is small is none; tubes are blind for a time', () => {
  const { micromegas, straw } = card.detector.tracker;
  const list = new PulseList();
  const strip = trackerChannel(0, 1, 5);
  list.add(strip, 100, 0);
  list.add(strip, 100, -20);
  list.add(trackerChannel(0, 1, 6), micromegas.threshold * 0.9, 0);
  const first = trackerLayout(card.detector.tracker).findIndex((s) => s.strips === null);
  const tube = trackerChannel(first, 0, 30);
  for (const t of [10, straw.deadTime, straw.deadTime + 11]) list.add(tube, 1, t);
  const hits = read(card, list);
  assert.equal(hits.strip, [strip]);
  const samples = [0, 1, 2].map(
    (k) => 100 * (apvHeight(micromegas, 0, k) + apvHeight(micromegas, -20, k)),
  );
  assert.is(hits.amplitude[0], Math.round(Math.max(...samples)));
  within('time of two hits', hits.time[0], -15, -5);
  assert.equal(hits.tube, [tube, tube]);
  assert.equal(
    hits.tdc,
    [10, straw.deadTime + 11].map((t) => straw.tdc.zero + t),
  );
});

test('noise: as many hits as the card says', () => {
  const n = 2000;
  let strips = 0;
  let tubes = 0;
  for (let i = 0; i < n; i++) {
    const list = new PulseList();
    tracker.noise?.(card, stream(i), (c, q, t) => list.add(c, q, t));
    const stations = trackerLayout(card.detector.tracker);
    for (const k of list.order()) {
      if (stations[list.channel[k] >> 9].strips) strips++;
      else tubes++;
    }
  }
  const { micromegas, straw } = card.detector.tracker;
  near('strips', strips / n, 16 * micromegas.noise, Math.sqrt((16 * micromegas.noise) / n));
  near('tubes', tubes / n, 4 * straw.noise * (63 / 64), Math.sqrt((4 * straw.noise) / n));
});

test.run();
