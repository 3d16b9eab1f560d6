/** The pulses of S1..S4, V1, V2: they agree with the discriminators that fired, for every particle. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { spillProfile } from '../../src/emulate/beam/profile.js';
import { EverySlice } from '../../src/emulate/beam/everySlice.js';
import { counters, lossInCounter } from '../../src/emulate/detector/counters.js';
import { spillKey } from '../../src/emulate/spill.js';
import { throughCounters } from '../../src/emulate/target/counters.js';
import { CLASSES } from '../../src/emulate/target/index.js';
import { cardOf } from '../support/card.js';
import {
  countsChance,
  kolmogorovSmirnov,
  likely,
  normalCdf,
  SEED,
  share,
} from '../support/statistics.js';

const key = seedKey(SEED);

test('a counter that fired has a pulse above its threshold, a silent one below or none', () => {
  const card = cardOf('beam.intensity=7e6');
  const { threshold } = card.detector.counters;
  const at = spillKey(card, key, 1);
  const slice = new EverySlice(card, at);
  const stream = new Stream();
  const halo = CLASSES.findIndex(({ name }) => name === 'halo-muon');
  const seen = { fired: 0, silent: 0, missed: 0, partial: 0, halo: 0, haloVeto: 0, veto: 0 };
  const profile = spillProfile(card.beam, at).electrons;
  for (let s = 0; s < 40; s++) {
    slice.draw(s, profile[s]);
    for (let i = 0; i < slice.size; i++) {
      const fate = slice.fateOf(i);
      const pulses = new Array<number>(6).fill(0);
      stream.seek(key, s, i, 0, 0);
      counters.respond(card, fate, stream, (channel, energy) => {
        assert.is(pulses[channel], 0, 'one pulse each');
        pulses[channel] = energy;
      });
      const fired = slice.fired[i];
      if (slice.kind[i] === halo) {
        seen.halo++;
        if (fired) seen.haloVeto++;
        assert.is(fired & 15, 0, 'it misses S1..S4');
      }
      for (let c = 0; c < 6; c++) {
        const bit = 1 << c;
        assert.is(pulses[c] > threshold, (fired & bit) !== 0, `counter ${c} of ${s}/${i}`);
        if (fired & bit) seen.fired++;
        else if (pulses[c] > 0) seen.silent++;
        if (c >= 4) continue;
        if (!(fate.counters & bit)) {
          seen.missed++;
          assert.is(pulses[c], 0, 'nothing where the particle does not go');
        }
      }
      if (fate.counters === 7 && fired === 7) seen.partial++;
      if (fired & 48) seen.veto++;
    }
  }
  assert.ok(seen.silent > 200 && seen.missed > 1000 && seen.partial > 500 && seen.veto > 500);
  share('halo muons that veto', seen.haloVeto, seen.halo, 0.1);
});

test('on the axis each of S1..S4 fires by itself, and V1 or V2 by chance', () => {
  const section = { ...cardOf().detector.counters, efficiency: 0.8, selfVeto: 0.3 };
  const stream = new Stream().seek(key, 5, 6, 7, 8);
  const n = 100_000;
  const seen = new Array<number>(64).fill(0);
  for (let i = 0; i < n; i++) seen[throughCounters(section, stream)]++;
  const all = seen.map((_, fired) => fired);
  const sum = (of: readonly number[], where: (fired: number) => boolean) =>
    all.reduce((total, fired) => total + (where(fired) ? of[fired] : 0), 0);
  const expected = all.map((fired) => {
    const s = [0, 1, 2, 3].filter((c) => fired & (1 << c)).length;
    const v = [0.7, 0.15, 0.15, 0][fired >> 4];
    return n * v * 0.8 ** s * 0.2 ** (4 - s);
  });
  likely('what fires', countsChance(seen, expected));
  for (let c = 0; c < 4; c++) {
    share(
      `S${c + 1}`,
      sum(seen, (fired) => (fired & (1 << c)) !== 0),
      n,
      0.8,
    );
  }
  share(
    'V1',
    sum(seen, (fired) => (fired & 16) !== 0),
    n,
    0.15,
  );
  share(
    'V2',
    sum(seen, (fired) => (fired & 32) !== 0),
    n,
    0.15,
  );
  const perfect = { ...section, efficiency: 1, selfVeto: 0 };
  for (let i = 0; i < 100; i++) assert.is(throughCounters(perfect, stream), 15);
});

test('the energy loss is a Landau-like one about the minimum-ionising particle, with noise', () => {
  const section = { ...cardOf().detector.counters, noise: 0 };
  const stream = new Stream().seek(key, 1, 2, 3, 4);
  const losses = Float64Array.from({ length: 20_000 }, () => lossInCounter(section, stream));
  // Moyal: the chance to be below lambda is that of |Z| > exp(-lambda / 2).
  const below = (e: number) =>
    2 * (1 - normalCdf(Math.exp(-(e / section.mip - 1) / section.width / 2)));
  likely('energy loss', kolmogorovSmirnov(losses, below));
});

test.run();
