/**
 * Non-interference of the sealed set for the event display (`blinding.test.ts` goes through the commands): what it is told of
 * every sealed event, its Phoenix JSON, and what the searches find, with the reconstructed values of the sealed events
 * exchanged for others at the root.
 */
import { register } from 'node:module';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/event.js';
import { MANY_SEALED } from '../support/sealed.js';

register('../support/exchanged/hooks.js', import.meta.url);
const { state } = await import('../support/exchanged/state.js');
const { exchange, standStill } = await import('../support/exchanged/harness.js');
const { beliefOf } = await import('../../src/core/card/index.js');
const { displayOf, KINDS, nextOf } = await import('../../src/run/display/index.js');
const { phoenixOf } = await import('../../src/run/display/phoenix.js');
const { readPrimitives } = await import('../../src/run/recorded.js');
const { madeRun } = await import('../support/madeRun.js');

standStill();
const found = new Map<string, ReconstructedEvent>();
state.sealed = found;
const MORE = 'nature.upstreamElectroNuclear.ratePerRadiationLength=0.2';
const run = await madeRun('run', [...MANY_SEALED, MORE]);
state.sealed = null;
const belief = beliefOf(run.card);

/** Sealed events are rare: every one of them is looked at, of the others some. */
const numbers: number[] = [];
for (const { event } of readPrimitives(run, 1)) {
  if (event % 50 === 0 || displayOf(run, 1, event).sealed) numbers.push(event);
}

/** All that a screen can be told, by what was asked. */
function told(): Map<string, string> {
  const said = new Map<string, string>();
  for (const event of numbers) {
    const display = displayOf(run, 1, event);
    said.set(`event ${event}`, JSON.stringify([display, phoenixOf(display)]));
  }
  for (const kind of KINDS) {
    let after = { spill: 1, event: 0 };
    for (let n = 0; ; n++) {
      const next = nextOf(run, kind, after);
      said.set(`${kind} ${n}`, JSON.stringify(next));
      if (!next) break;
      after = next;
    }
  }
  return said;
}

function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
}

const isSearch = (name: string) => !name.startsWith('event');

test('with sealed events exchanged no byte differs; with the seal off displays and searches see them', () => {
  const sealed = [...found.values()];
  assert.ok(sealed.length > 8, `${sealed.length} sealed`);
  const plain = told();
  assert.ok([...plain.values()].filter((text) => text.includes('"sealed":true')).length > 8);
  for (const passing of [0, 7]) {
    exchange(sealed, belief, passing);
    assert.equal(differing(plain, told()), []);
    assert.ok(state.exchanged >= sealed.length, `${state.exchanged} exchanged`);
  }
  state.isSealed = false;
  const other = told();
  exchange([], belief, null);
  const seen = differing(told(), other);
  state.isSealed = true;
  assert.ok(seen.filter((name) => !isSearch(name)).length > 8, `${seen}`);
});

test('a failure in the reconstruction of a sealed event tells none of its values', () => {
  const sealed = [...found.values()];
  exchange(sealed, belief, 7);
  state.fails = true;
  const messages: string[] = [];
  for (const ask of [
    ...numbers.map((event) => () => displayOf(run, 1, event)),
    () => nextOf(run, 'A', { spill: 1, event: 0 }),
  ]) {
    try {
      ask();
    } catch (error) {
      messages.push(`${(error as Error).message}\n${(error as Error).stack}`);
    }
  }
  state.fails = false;
  assert.ok(messages.length > 8, `${messages.length} failed`);
  for (const message of messages) {
    assert.match(message, /reconstruction of (an )?event.*failed with RangeError at/);
    assert.not.match(message, /E_ECAL \d|"ecal":|cellTimes/);
  }
});

test.run();
