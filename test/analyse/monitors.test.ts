/** The monitors fire on their faults, in the spill alone, and are silent otherwise; a bad spill counts for nothing. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type BuiltSpill, buildSpill } from '../../src/analyse/building/index.js';
import type { Conditions } from '../../src/analyse/calibration/conditions.js';
import { decodeCounts, emptyCounts, isPhysics, mergeCounts } from '../../src/analyse/counts.js';
import { isBad, type Monitor, MONITORS } from '../../src/analyse/monitors/index.js';
import { analyseSpill, reconstructPayload } from '../../src/analyse/spill.js';
import type { Fault } from '../../src/core/card/faults.js';
import { beliefOf, resolveCard } from '../../src/core/card/index.js';
import { ofFrontEnds } from '../../src/core/channels.js';
import { crc32 } from '../../src/run/hash.js';
import { processSpill } from '../../src/run/spill.js';

const read = (path: string) => readFileSync(path, 'utf8');
const overrides = [
  'beam.intensity=4e5',
  'trigger.menu.beam.prescale=4000',
  'trigger.menu.random.rate=60 Hz',
];
const { card } = resolveCard('config/run3-2018.yaml', { read, overrides });
const belief = beliefOf(card);

function make(fault: Fault | null, spill = 1, of = card) {
  const faults = fault && { faults: { it: fault } };
  const job = { card: { ...of, ...faults }, cardHash: '', seed: 'monitors', truth: false };
  return processSpill({ ...job, mode: 'every', fidelity: 'energy' }, spill);
}

/** What is said of a spill, without what goes with it. */
const said = (fault: Fault | null, spill = 1) =>
  make(fault, spill).alarms.map(({ monitor, severity }) => `${monitor} ${severity}`);

const some = { spills: [1], rate: 0.0006 };
const inHcal = { spills: 1, frontEnd: 'hcal', channel: 4 } as const;

/** Of each fault the alarms, in the order of the monitors. */
const EXPECTED: readonly (readonly [Fault, readonly string[]])[] = [
  [{ kind: 'lostFragment', ...some }, ['fragments note']],
  [{ kind: 'lostFragment', ...some, rate: 0.02 }, ['fragments bad']],
  // The copy of the last fragment of an event is late.
  [{ kind: 'duplicatedFragment', ...some, delay: 0 }, ['fragments note', 'fragments note']],
  [{ kind: 'duplicatedFragment', ...some, delay: 1e9 }, ['fragments note']],
  [
    { kind: 'lateFragment', ...some, delay: { min: 1e8, max: 2e8 } },
    ['fragments note', 'fragments note'],
  ],
  [{ kind: 'truncatedFragment', ...some }, ['fragments note', 'fragments note']],
  [{ kind: 'flippedBits', ...some, bits: 4 }, ['fragments note', 'fragments note']],
  [
    { kind: 'numberSlip', spills: [1], source: 'veto', by: 3 },
    ['fragments note', 'fragments note', 'fragments bad'],
  ],
  [{ kind: 'clockSlip', spills: [1], source: 'srd', by: 200 }, ['fragments note', 'fragments bad']],
  [{ kind: 'stalledBoard', spills: [1], source: 'hcal' }, ['fragments bad']],
  [{ kind: 'cutShort', spills: [1], at: 3e9 }, ['beam note']],
  [{ kind: 'spike', spills: [1], start: 1e9, duration: 4e6, factor: 10 }, ['beam note']],
  [
    {
      ...{ kind: 'gainSag', spills: [1], frontEnd: 'ecal' },
      ...{ loss: 0.05, intensity: 4e5, time: 2e8 },
    } as Fault,
    ['energy bad'],
  ],
  [
    { kind: 'deadChannel', spills: [1], frontEnd: 'ecal', channel: 57 },
    ['energy bad', 'channels bad'],
  ],
  [{ kind: 'noisyChannel', ...inHcal, rate: 2e6, energy: 1 }, ['channels bad']],
  [{ kind: 'stuckChannel', ...inHcal, count: 900 }, ['channels bad', 'channels bad']],
];

test('monitors have names of their own and say what they do', () => {
  assert.is(new Set(MONITORS.map(({ name }) => name)).size, MONITORS.length);
  for (const { name, describes, watch } of MONITORS) {
    assert.ok(name.length > 0 && describes.length > 0);
    assert.type(watch(belief, null).finish, 'function');
  }
});

test('each fault has its alarms', () => {
  for (const [fault, alarms] of EXPECTED) {
    assert.equal(said(fault), alarms, JSON.stringify(fault));
  }
});

test('clean spills have none, nor has one behind a fault', () => {
  for (let spill = 1; spill <= 6; spill++) assert.equal(said(null, spill), [], `${spill}`);
  for (const [fault] of EXPECTED.slice(7, 11)) assert.equal(said(fault, 2), [], fault.kind);
});

test('a spill of too few events is no alarm: it says what is not watched, and a fault there is not seen', () => {
  const few = resolveCard('config/run3-2018.yaml', { read, overrides: ['beam.intensity=1e5'] });
  const dead: Fault = { kind: 'deadChannel', spills: 1, frontEnd: 'srd', channel: 1 };
  for (const fault of [null, dead]) {
    const { alarms, unwatched, counts } = make(fault, 1, few.card);
    assert.equal(alarms, []);
    assert.equal(
      unwatched.map(({ monitor, severity, value, limit }) => [monitor, severity, value <= limit]),
      [
        ['energy', 'unwatched', true],
        ['channels', 'unwatched', true],
      ],
    );
    assert.match(unwatched[1].what, /hcal 0 to 8, .*veto 0 to 5, srd 0 to 2, counters 0 to 3$/);
    assert.is(decodeCounts(counts).badSpills, 0);
  }
});

test('with enough of them each monitor watches', () => {
  // Below the least of the run, 5e6.
  const low = resolveCard('config/run3-2018.yaml', { read, overrides: ['beam.intensity=3e6'] });
  const job = { card: low.card, cardHash: '', seed: 'monitors', truth: false };
  const { alarms, unwatched } = processSpill({ ...job, mode: 'candidates', fidelity: 'energy' }, 1);
  assert.equal([alarms, unwatched], [[], []]);
});

test('gains without a flash of the LED are not watched', () => {
  const conditionsOf = (gain: number) =>
    ({
      frontEnds: ofFrontEnds(() => ({ drift: { channel: Float64Array.of(1, gain) } })),
    }) as unknown as Conditions;
  const gains = MONITORS.find(({ name }) => name === 'gains') as Monitor;
  const of = (conditions: Conditions | null) =>
    gains.watch(belief, conditions).finish({} as BuiltSpill);
  assert.equal(of(null), []);
  assert.equal(of(conditionsOf(1.01)), []);
  assert.equal(
    of(conditionsOf(1)).map(({ severity }) => severity),
    ['unwatched'],
  );
  assert.equal([...new Set(of(conditionsOf(1.2)).map(({ severity }) => severity))], ['bad']);
});

test('an alarm names the events that could not be built', () => {
  const { alarms, ledger } = make({ kind: 'clockSlip', spills: 1, source: 'srd', by: 200 });
  const [{ events = [], value }] = alarms.slice(-1);
  assert.is(events.length, 1);
  assert.is(events[0][1] - events[0][0] + 1, value);
  const { outcomes, clockTriggers } = ledger;
  assert.is(outcomes.lostInBuilding + clockTriggers.lostInBuilding, value);
});

test('a cell is hit where its pulse is clear of the noise: the middle of the ECAL, not its rim', () => {
  const { ecal } = make(null).occupancy;
  const rim = (i: number) => [0, 5].includes(Math.floor(i / 6)) || [0, 5].includes(i % 6);
  const of = (keep: (i: number) => boolean) =>
    ecal.slice(36).reduce((sum, n, i) => (keep(i) ? sum + n : sum), 0);
  assert.ok(of((i) => !rim(i)) > 5 * of(rim), `${ecal.slice(36)}`);
});

test('a bad spill counts for nothing, so that exposure and events are those of the others', () => {
  const stalled: Fault = { kind: 'stalledBoard', spills: [1], source: 'hcal' };
  const bad = decodeCounts(make(stalled).counts);
  const { building, ...rest } = bad;
  assert.equal(
    { ...rest, building: emptyCounts().building },
    { ...emptyCounts(), spills: 1, badSpills: 1 },
  );
  assert.ok(building.incomplete > 0);
  const good = decodeCounts(make(stalled, 2).counts);
  assert.equal(good, decodeCounts(make(null, 2).counts));
  const sum = mergeCounts(bad, good);
  assert.equal([sum.spills, sum.badSpills], [2, 1]);
  assert.equal([sum.events, sum.scalers], [good.events, good.scalers]);
});

test('a note leaves the counts alone', () => {
  const noted = make({ kind: 'duplicatedFragment', ...some, delay: 1e9 });
  assert.not.ok(isBad(noted.alarms));
  const { building: _own, ...counts } = decodeCounts(noted.counts);
  const { building: _clean, ...clean } = decodeCounts(make(null).counts);
  assert.equal(counts, clean);
});

test('what is sealed moves no alarm, the box open or closed', () => {
  const { raw } = make({ kind: 'lostFragment', ...some });
  const { events } = buildSpill(raw, crc32, belief.readout.building);
  const physics = new Set(
    events.filter(({ header }) => isPhysics(header.type ?? 0)).map(({ header }) => header.event),
  );
  const alarmsWith = (seal: 'open' | 'closed', ecal: number) =>
    analyseSpill(belief, raw, crc32, seal, null, (b, bodies, conditions, tick, event) => {
      const own = reconstructPayload(b, bodies, conditions, tick);
      return physics.has(event) ? { ...own, ecal, hcalTotal: 0 } : own;
    }).alarms;
  const closed = alarmsWith('closed', 20);
  assert.ok(closed.length > 0);
  assert.equal(alarmsWith('closed', 50), closed);
  assert.equal(alarmsWith('open', 50), closed);
});

test.run();
