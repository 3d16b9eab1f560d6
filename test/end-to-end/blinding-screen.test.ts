/**
 * Non-interference of the sealed set with everything that a screen is told: state and stream, metrics, events, exports, of a live
 * emulation and of a replay. As blinding.test.ts, whose exchange of reconstructed values it takes.
 */
import * as fs from 'node:fs';
import { register } from 'node:module';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/event.js';
import { resolved } from '../support/card.js';
import { MANY_SEALED } from '../support/sealed.js';

register('../support/exchanged/hooks.js', import.meta.url);
const { state } = await import('../support/exchanged/state.js');
const { exchange, standStill } = await import('../support/exchanged/harness.js');
const { beliefOf } = await import('../../src/core/card/index.js');
const { seedKey } = await import('../../src/core/random/index.js');
const { isPhysics } = await import('../../src/analyse/counts.js');
const { isSealed } = await import('../../src/analyse/selection/regions.js');
const { reconstructPayload } = await import('../../src/analyse/spill.js');
const { emulateSpill } = await import('../../src/emulate/spill.js');
const { inlineExecutor } = await import('../../src/run/executor/inline.js');
const { KINDS } = await import('../../src/run/display/index.js');
const { LiveReplay } = await import('../../src/run/live/replay.js');
const { LiveSession } = await import('../../src/run/live/session.js');
const { createApp } = await import('../../src/show/server/app.js');
type Source = InstanceType<typeof LiveSession> | InstanceType<typeof LiveReplay>;

const { card } = resolved(MANY_SEALED);
const belief = beliefOf(card);
const sealed: { own: ReconstructedEvent; event: number }[] = [];
for (const { header, bodies } of emulateSpill(card, seedKey(card.run.seed), 1).events) {
  const own = reconstructPayload(belief, bodies);
  if (isPhysics(header.type as number) && isSealed(own, belief)) {
    sealed.push({ own, event: header.event as number });
  }
}

standStill();

const PORT = 4864;
const ADDRESSES = [
  ...['/api/state', '/metrics', `/api/event?run=1&spill=1&event=${sealed[0]?.event}`],
  `/api/event/phoenix?run=1&spill=1&event=${sealed[0]?.event}`,
  ...KINDS.map((kind) => `/api/event/next?run=1&kind=${kind}&spill=0&event=0`),
];
/**
 * Where the same is told with the seal off, too: metrics count events, whatever they are; I, II, A and C lie outside of the
 * sealed region, faults are of fragments; Phoenix has cells, and tracks of a fit that is not exchanged.
 */
const SAME = [/metrics$/, /kind=/, /phoenix/];

/** Runs it to its end. */
async function ended(source: Source): Promise<void> {
  const over = new Promise<void>((resolve) => {
    const end = source.follow(() => {
      const { control, totals } = source.live();
      if (control.possible.includes('start') && totals.spills > 0) {
        end();
        resolve();
      }
    });
  });
  source.ask('start');
  await over;
}

/** What a browser, a program and Prometheus are told of it. */
async function told(source: Source, name: string): Promise<[string, string][]> {
  const options = { source, pages: new Map(), bound: '127.0.0.1', port: PORT, names: [] };
  const { app, hub } = createApp({
    ...options,
    executor: inlineExecutor(),
    token: null,
    now: Date.now,
    log: () => {},
  });
  const headers = { host: `127.0.0.1:${PORT}` };
  const said: [string, string][] = [];
  for (const address of ADDRESSES) {
    const text = await (await app.request(address, { headers })).text();
    const own = address === '/metrics' ? text.replace(/^.*(process|nodejs)_.*$/gm, '') : text;
    said.push([`${name} ${address}`, own]);
  }
  const stream = (await app.request('/api/stream', { headers })).body?.getReader();
  await stream?.read();
  said.push([`${name} stream`, Buffer.from((await stream?.read())?.value ?? []).toString()]);
  await stream?.cancel();
  hub.close();
  return said;
}

async function derived(passing: number | null): Promise<Map<string, string>> {
  exchange(
    sealed.map(({ own }) => own),
    belief,
    passing,
  );
  fs.rmSync('session', { recursive: true, force: true });
  const session = new LiveSession({
    ...{ card: 'run3-2018', set: MANY_SEALED, spills: 1, workers: 1, directory: 'session' },
    ...{ speed: 'max', reference: null, now: Date.now, figures: () => [], report: () => {} },
    ...{ mode: 'every', fidelity: 'energy', evaluation: 'all', nature: 'nominal', raw: 'keep' },
    ...{ truth: false, storePrimitives: 'kept' },
  });
  await ended(session);
  const live = await told(session, 'live');
  await session.close('done');
  const directory = 'session/001';
  const how = { speed: 'max', reference: null, now: Date.now } as const;
  const replay = new LiveReplay({ directory, workers: 1, ...how });
  await ended(replay);
  const replayed = await told(replay, 'replay');
  await replay.close('done');
  return new Map([...live, ...replayed]);
}

const differing = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
  [...a].flatMap(([name, text]) => (b.get(name) === text ? [] : [name]));

test('a screen is told the same, whatever the sealed events are', async () => {
  assert.ok(sealed.length >= 10, `${sealed.length} sealed`);
  const plain = await derived(null);
  assert.match(plain.get('live /api/state') ?? '', new RegExp(`"sealed":${sealed.length}`));
  assert.match(plain.get(`live ${ADDRESSES[2]}`) ?? '', /"sealed":true/);
  for (const passing of [0, 17]) {
    assert.equal(differing(plain, await derived(passing)), []);
    assert.ok(state.exchanged > 2 * sealed.length, `${state.exchanged} exchanged`);
  }
});

test('with the seal off it is told something else', async () => {
  state.isSealed = false;
  const own = await derived(null);
  const names = differing(own, await derived(17));
  state.isSealed = true;
  const wrong = [...own.keys()].filter((name) => {
    return names.includes(name) === SAME.some((same) => same.test(name));
  });
  assert.equal(wrong, []);
});

test.run();
