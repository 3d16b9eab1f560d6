/**
 * What a waveform costs: CPU time per event to digitise and pack the samples of all channels.
 *
 *   npm run build && node --import tsx bench/waveform.ts [events]
 *
 * One thread; the ratio to a step of a linear congruential generator in the same process tells more than
 * the time.
 */
import { CHANNELS, FRONT_ENDS } from '../dist/core/channels.js';
import { seedKey, Stream } from '../dist/core/random/index.js';
import { spillway } from '../dist/core/wire/messages.js';
import { PulseList } from '../dist/emulate/detector/pulses.js';
import { Digitiser } from '../dist/emulate/digitiser/index.js';
import { emulateSpill } from '../dist/emulate/spill.js';
import { loadCard } from '../dist/run/cards.js';

const events = Number(process.argv[2] ?? 5000);
/** Pulses of an event at 7e6 electrons per spill. */
const PULSES = { ecal: 90, hcal: 6, veto: 4, srd: 6, counters: 9 };

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const step = () => {
  let state = 1;
  return (
    cpuSeconds(() => {
      for (let i = 0; i < 3e8; i++) state = (Math.imul(state, 1664525) + 1013904223) | 0;
      if (state === 0) console.log('never');
    }) / 3e8
  );
};

const resolved = loadCard('run3-2018', ['beam.intensity=7e6']);
if (resolved.kind !== 'card') throw new Error('run3-2018 is a card');
const { card } = resolved;
const key = seedKey('bench');
const at = { key, run: 3, spill: 1 };
const digitiser = new Digitiser(card, at, new Float64Array(4800).fill(7e6 / 4800));
const stream = new Stream().seek(key, 0, 0, 0, 0);
const lists = FRONT_ENDS.map((name) => {
  const list = new PulseList();
  for (let i = 0; i < PULSES[name]; i++) {
    const channel = Math.floor(CHANNELS[name] * stream.uniform());
    list.add(channel, 1e-3 * stream.exponential(), 740 * stream.uniform() - 450);
  }
  return list;
});

function digitise(): number {
  let bytes = 0;
  for (let i = 0; i < events; i++) {
    digitiser.begin({ spill: 1, slice: i % 4800, kind: 'particle', index: i }, 1000 * i);
    FRONT_ENDS.forEach((name, f) => {
      const waveforms = digitiser.digitise(name, lists[f]);
      bytes += spillway.Body.encode({ waveforms }).finish().length;
    });
  }
  return bytes;
}

digitise();
const tick = step();
let bytes = 0;
const seconds = cpuSeconds(() => (bytes = digitise())) / events;
console.log(
  `digitise and encode: ${(1e6 * seconds).toFixed(1)} us per event, ${(seconds / tick).toFixed(0)} calibrator steps ` +
    `of ${(1e9 * tick).toFixed(2)} ns; ${(bytes / events).toFixed(0)} bytes`,
);
for (const fidelity of ['energy', 'waveform'] as const) {
  let recorded = 0;
  const spent = cpuSeconds(() => {
    recorded = emulateSpill(card, key, 1, { fidelity }).events.length;
  });
  const times = `${spent.toFixed(2)} s, ${(spent / tick / 1e6).toFixed(0)}e6 steps`;
  console.log(`a spill in fidelity ${fidelity}: ${times}, ${recorded} events`);
}
