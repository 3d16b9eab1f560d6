/** The score of the monitors: what it counts, on results that are made up, and that each kind of fault has its case. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ofFrontEnds } from '../../../src/core/channels.js';
import { emptyLedger } from '../../../src/core/wire/ledger.js';
import { RECORD, SegmentWriter } from '../../../src/core/wire/framing.js';
import { spillway } from '../../../src/core/wire/messages.js';
import { FAULT_KINDS } from '../../../src/emulate/faults/kinds.js';
import type { Alarm } from '../../../src/analyse/monitors/index.js';
import type { StoredSpill } from '../../../src/run/executor/kinds/spill.js';
import { crc32 } from '../../../src/run/hash.js';
import { loadSingleCard } from '../../../src/run/cards.js';
import { processSpill } from '../../../src/run/spill.js';
import type { Fault } from '../../../src/core/card/faults.js';
import { NATURE, openedOf, openedOtherwise } from '../../../src/run/validate/faults/box.js';
import { CASES } from '../../../src/run/validate/faults/cases.js';
import { changedEvents, scoreOf, withRaw } from '../../../src/run/validate/faults/score.js';

function spillWith(labels: readonly number[], alarms: readonly Alarm[], lost: number): StoredSpill {
  const writer = new SegmentWriter(crc32);
  writer.record(RECORD.header, new Uint8Array(0));
  for (const event of labels) {
    writer.record(RECORD.fault, spillway.Fault.encode({ name: 'it', event }).finish());
  }
  const ledger = emptyLedger();
  ledger.outcomes.recorded = 100 - lost;
  ledger.outcomes.lostInBuilding = lost;
  const none = new Uint8Array(0);
  return {
    ...{ spill: 1, spillHash: '', rawHash: '', ledger, counts: none, alarms, unwatched: [] },
    occupancy: ofFrontEnds(() => []),
    profile: { coincidences: [], busy: [] },
    ...{ raw: null, primitives: none, truth: writer.finish() },
  };
}

const alarm = (monitor: string, value: number, events: [number, number][] = []): Alarm => ({
  ...{ monitor, severity: 'note', what: '', value, limit: 0, events },
});
const caseOf = (name: string) => {
  const found = CASES.find((c) => c.name === name);
  if (!found) throw new Error(name);
  return found;
};

test('each kind of fault has a case, and each case a recall to reach', () => {
  const kinds = new Set(CASES.map(({ fault }) => fault.kind));
  assert.equal([...kinds].sort(), Object.keys(FAULT_KINDS).sort());
  for (const { recall, name } of CASES) assert.ok(recall >= 0.9, name);
});

test('an event is found where an alarm names it, spoilt ones that none names are counted', () => {
  const lost = caseOf('lost fragment');
  const all = scoreOf(
    lost,
    spillWith(
      [3, 7],
      [
        alarm('fragments', 2, [
          [3, 3],
          [7, 7],
        ]),
      ],
      2,
    ),
  );
  assert.equal([all.instances, all.found, all.spoilt, all.unflagged, all.open], [2, 2, 2, 0, 0]);
  const half = scoreOf(lost, spillWith([3, 7], [alarm('fragments', 1, [[7, 7]])], 2));
  assert.equal(
    [half.instances, half.found, half.spoilt, half.unflagged, half.open],
    [2, 1, 2, 1, 1],
  );
});

test('a slip spoils the rest of the spill', () => {
  const slip = caseOf('clock slip of 200 ns');
  const whole = scoreOf(slip, spillWith([91], [alarm('fragments', 10, [[91, 100]])], 10));
  assert.equal([whole.found, whole.spoilt, whole.unflagged, whole.open], [1, 10, 0, 0]);
  const part = scoreOf(slip, spillWith([91], [alarm('fragments', 10, [[91, 99]])], 10));
  assert.equal([part.found, part.unflagged, part.open], [1, 1, 1]);
});

test('copies are found by their number, what lasts a spill by a monitor that is asked', () => {
  const copies = scoreOf(
    caseOf('duplicated fragment'),
    spillWith([1, 2, 3], [alarm('fragments', 2)], 0),
  );
  assert.equal([copies.instances, copies.found], [3, 2]);
  const sag = caseOf('ECAL gain sag of 5 %');
  assert.is(scoreOf(sag, spillWith([0], [alarm('energy', 0.05)], 0)).found, 1);
  assert.is(scoreOf(sag, spillWith([0], [alarm('beam', 5)], 0)).found, 0);
  const bad = { ...alarm('energy', 0.05), severity: 'bad' } as const;
  assert.is(scoreOf(sag, spillWith([0], [bad], 0)).bad, 1);
});

test('events that are spared are those of the clean spill: one that another fault changed unseen is counted', () => {
  const card = loadSingleCard('run3-2018', ['beam.intensity=2e4', 'beam.spill=480 ms']);
  const make = (fault?: Fault) => {
    const own = fault ? { ...card, faults: { it: fault } } : card;
    const job = { card: own, cardHash: '', seed: 'spared', truth: false } as const;
    return processSpill({ ...job, mode: 'candidates', fidelity: 'energy' }, 1);
  };
  const some = { spills: 1, rate: 0.1 } as const;
  const clean = make();
  const late = make({ kind: 'lateFragment', ...some, delay: { min: 1, max: 1e8 } });
  assert.ok(late.alarms.length > 0);
  assert.is(changedEvents(card, clean, late), 0);
  const lost = make({ kind: 'lostFragment', ...some });
  assert.is(changedEvents(card, clean, lost), 0);
  assert.ok(changedEvents(card, clean, { ...lost, alarms: [] }) > 0);
  const hidden = { kind: 'deadChannel', spills: 1, frontEnd: 'ecal', channel: 57 } as const;
  assert.ok(changedEvents(card, clean, make(hidden)) > 0);
});

test('the sealed set is compared event by event: what a dead cell makes of it shows', () => {
  const card = loadSingleCard('run3-2018', ['beam.intensity=1e5', NATURE]);
  const make = (fault?: Fault) => {
    const own = fault ? { ...card, faults: { it: fault } } : card;
    const job = { card: own, cardHash: '', seed: 'box', truth: false } as const;
    return withRaw(processSpill({ ...job, mode: 'candidates', fidelity: 'energy' }, 1));
  };
  const clean = openedOf(card, make());
  assert.ok([...clean.values()].includes(true) && [...clean.values()].includes(false));
  const lost = make({ kind: 'lostFragment', spills: 1, rate: 0.1 });
  assert.is(openedOtherwise(clean, openedOf(card, lost), lost), 0);
  assert.ok(openedOtherwise(clean, openedOf(card, lost), { alarms: [] }) > 0);
  const cell = make({ kind: 'deadChannel', spills: 1, frontEnd: 'ecal', channel: 57 });
  assert.ok(openedOtherwise(clean, openedOf(card, cell), cell) > 0);
});

test.run();
