/** The monitor of channels where front ends send samples: dead and noisy ones are found, and clean spills have no alarm. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildSpill } from '../../src/analyse/building/index.js';
import { Monitoring } from '../../src/analyse/monitors/index.js';
import type { Fault } from '../../src/core/card/faults.js';
import { beliefOf, resolveCard } from '../../src/core/card/index.js';
import type { Fidelity } from '../../src/core/fidelity.js';
import { seedKey } from '../../src/core/random/index.js';
import { emulateSpill } from '../../src/emulate/spill.js';
import { crc32 } from '../../src/run/hash.js';
import { rawSpill, type SpillJob } from '../../src/run/spill.js';

const read = (path: string) => readFileSync(path, 'utf8');
const OVERRIDES = ['beam.intensity=4e5', 'trigger.menu.beam.prescale=4000'];

/** What the monitor makes of the raw data of a spill alone. */
function watched(
  fault: Fault | null,
  spill = 1,
  fidelity: Fidelity = 'waveform',
  more: readonly string[] = [],
) {
  const { card: own } = resolveCard('config/run3-2018.yaml', {
    read,
    overrides: [...OVERRIDES, ...more],
  });
  const card = fault ? { ...own, faults: { it: fault } } : own;
  const job: SpillJob = {
    ...{ card, cardHash: '', seed: 'channels', mode: 'candidates', fidelity, truth: false },
  };
  const raw = rawSpill(job, spill, emulateSpill(card, seedKey(job.seed), spill, job));
  const belief = beliefOf(card);
  const monitoring = new Monitoring(belief, null);
  const built = buildSpill(raw, crc32, belief.readout.building);
  for (const { header, bodies } of built.events) {
    monitoring.event({ type: header.type ?? 0, bodies, reconstructed: null });
  }
  const { alarms, unwatched } = monitoring.finish(built);
  const of = (said: typeof alarms) =>
    said.filter(({ monitor }) => monitor === 'channels').map(({ what }) => what);
  return { alarms: of(alarms), unwatched: of(unwatched) };
}

const dead = (frontEnd: 'ecal' | 'hcal' | 'veto' | 'srd' | 'counters', channel: number): Fault => ({
  ...{ kind: 'deadChannel', spills: 1, frontEnd, channel },
});

test('samples: clean spills have no alarm, and say which channels have too few pulses', () => {
  for (let spill = 1; spill <= 4; spill++) {
    const { alarms, unwatched } = watched(null, spill);
    assert.equal(alarms, [], `${spill}`);
    assert.match(unwatched[0], /^pulses due of each channel of hcal 9 to 17, .*veto 0 to 5$/);
  }
});

test('samples: a channel without pulses is silent, though its pedestal is read out', () => {
  for (const [frontEnd, channel] of [
    ['ecal', 21],
    ['ecal', 57],
    ['ecal', 56],
    ['hcal', 4],
    ['hcal', 0],
    ['srd', 1],
    ['counters', 2],
  ] as const) {
    const { alarms } = watched(dead(frontEnd, channel));
    assert.equal(alarms, [`pulses of ${frontEnd} ${channel}, which is silent`]);
  }
  const suppressed = ['readout.zeroSuppression.samples=12'];
  assert.equal(watched(null, 1, 'waveform', suppressed).alarms, []);
  assert.equal(watched(dead('srd', 1), 1, 'waveform', suppressed).alarms.length, 1);
});

test('samples: what cannot be missed in a spill is no alarm', () => {
  // A corner, which sees nothing clear of its noise, and a tube of which too few pulses are due.
  assert.equal(watched(dead('ecal', 36)).alarms, []);
  const { alarms, unwatched } = watched(dead('veto', 3));
  assert.equal(alarms, []);
  assert.match(unwatched[0], /veto 0 to 5/);
});

test('either fidelity: a noisy channel has its pulses alone', () => {
  // Of pulses before the samples a tail is left.
  for (const [fidelity, rate] of [
    ['waveform', 2e6],
    ['energy', 1e6],
  ] as const) {
    for (const channel of [4, 20, 31]) {
      const fault: Fault = {
        ...{ kind: 'noisyChannel', spills: 1, frontEnd: 'hcal', channel, rate, energy: 1 },
      };
      const { alarms } = watched(fault, 1, fidelity);
      assert.is(alarms.length, 1, `${fidelity} ${channel}`);
      assert.match(alarms[0], new RegExp(`events with a pulse of hcal ${channel} alone$`));
    }
  }
});

test('samples: a stuck channel is read out alike', () => {
  const stuck: Fault = { kind: 'stuckChannel', spills: 1, frontEnd: 'srd', channel: 2, count: 300 };
  assert.equal(
    watched(stuck).alarms.map((what) => what.replace(/^.*(?=srd)/, '')),
    ['srd 2, which is silent', 'srd 2'],
  );
});

test('a front end or a module of one channel has its pulses there and nowhere else', () => {
  const one = [
    ...['detector.srd.modules=1', 'detector.hcal.cells=[1,1]', 'detector.hcal.pitch=582mm'],
    'trigger.menu.beam.prescale=1000',
  ];
  assert.equal(watched(null, 1, 'energy', one).alarms, []);
});

test('the middle of HCAL0 at four times the intensity is not hot', () => {
  const beam = ['beam.intensity=5e5', 'beam.spill=80 ms', 'trigger.menu.random.rate=3 kHz'];
  for (const fidelity of ['waveform', 'energy'] as const) {
    assert.equal(watched(null, 2, fidelity, beam).alarms, []);
  }
});

test.run();
