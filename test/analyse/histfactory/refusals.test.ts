/** Bad workspaces: each is refused as a usage error at its path in the JSON, and no NaN comes out. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type WorkspaceLimit,
  workspaceDiscovery,
  workspaceLimit,
  workspaceTest,
} from '../../../src/analyse/limits/index.js';
import { parseSettings } from '../../../src/analyse/limits/histfactory/index.js';
import { everything, mu, normsys, refusal, workspaceOf } from './model.js';

/** A copy in which the value at a dotted path is another one; undefined: it is gone. */
function changed(workspace: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(workspace);
  const keys = path.split('.');
  const last = keys.pop() as string;
  let node = copy as Record<string, unknown>;
  for (const key of keys) node = node[key] as Record<string, unknown>;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return copy;
}

const limitOf = (workspace: unknown): Promise<WorkspaceLimit> =>
  workspaceLimit(workspace, { method: 'asymptotic', cl: 0.95 });
const refused = async (workspace: unknown, pattern: RegExp) =>
  assert.match(await refusal(() => limitOf(workspace)), pattern);

const good = workspaceOf({ onBackground: [normsys('b', 1.1, 0.9)] });
const S = 'channels.0.samples.0';
const B = 'channels.0.samples.1';
const M = 'measurements.0.config';

test('the workspace itself is a good one', async () => {
  assert.is((await limitOf(good)).converged, true);
  assert.is((await limitOf(everything)).converged, true);
});

test('no workspace at all', async () => {
  for (const json of [null, 3, 'x', undefined])
    await refused(json, /workspace: got .*, expected Object/);
  await refused({}, /channels: missing key\nobservations: missing key/);
});

const shapes: [string, unknown, RegExp][] = [
  // Keys and types
  ['extra', 1, /^extra: unknown key/],
  [`${S}.weight`, 1, /^channels\.0\.samples\.0\.weight: unknown key/],
  [
    `${B}.modifiers.0.data.mid`,
    1,
    /^channels\.0\.samples\.1\.modifiers\.0\.data\.mid: unknown key/,
  ],
  [`${M}.parameters`, undefined, /^measurements\.0\.config\.parameters: missing key/],
  [`${S}.modifiers.0.data`, undefined, /modifiers\.0\.data: missing key/],
  [`${S}.modifiers.0.data`, 1, /modifiers\.0\.data: got 1, expected null/],
  ['version', '2.0.0', /^version: got "2.0.0", expected "1.0.0"/],
  ['channels', {}, /^channels: got Object, expected Array/],
  [`${S}.name`, 7, /samples\.0\.name: got 7, expected string/],
  [`${S}.name`, '', /samples\.0\.name: got "", expected a name that is not empty/],
  [
    `${S}.modifiers.0.type`,
    'normfctor',
    /modifiers\.0\.type: got "normfctor", expected .*"normfactor"/,
  ],
  // Numbers
  [`${S}.data.0`, -1, /samples\.0\.data\.0: got -1, expected a number of at least 0/],
  [`${S}.data.0`, Number.NaN, /samples\.0\.data\.0: got NaN, expected a number/],
  [`${S}.data.0`, Infinity, /samples\.0\.data\.0: got Infinity, expected a number/],
  [`${S}.data.0`, '1', /samples\.0\.data\.0: got "1", expected a number/],
  [`${S}.data.0`, null, /samples\.0\.data\.0: got nothing, expected a number/],
  ['observations.0.data.0', Number.NaN, /^observations\.0\.data\.0: got NaN/],
  ['observations.0.data.0', -2, /^observations\.0\.data\.0: got -2/],
  [`${B}.modifiers.0.data.hi`, 0, /modifiers\.0\.data\.hi: got 0/],
  [`${B}.modifiers.0.data.lo`, -0.9, /modifiers\.0\.data\.lo: got -0.9/],
  // Nothing there
  ['channels', [], /^channels: got \[\], expected at least one channel/],
  ['channels.0.samples', [], /^channels\.0\.samples: got \[\], expected at least one sample/],
  [
    `${S}.data`,
    [],
    /^channels\.0\.samples\.0\.data: got \[\], expected a list of at least one bin/,
  ],
  ['measurements', [], /^measurements: got \[\], expected at least one measurement/],
  ['observations', [], /^observations: nothing of channel "box"/],
  // What does not fit together
  [`${S}.data`, [1, 2], /samples\.1\.data: got 1 bins, expected 2/],
  ['observations.0.data', [1, 2], /^observations\.0\.data: got 2 bins, expected 1/],
  ['observations.0.name', 'bx', /^observations\.0\.name: got "bx", expected one of box/],
  [`${B}.name`, 'signal', /samples\.1\.name: got "signal" twice/],
  [`${B}.modifiers.0.name`, 'mu', /modifiers\.0\.name: got normsys "mu", expected another name/],
  [`${S}.modifiers`, [mu, mu], /modifiers\.1\.name: got normfactor "mu" twice/],
  [
    `${B}.modifiers.0`,
    { name: 'g', type: 'staterror', data: [1, 2] },
    /modifiers\.0\.data: got 2 numbers, expected 1/,
  ],
  [
    `${B}.modifiers.0`,
    { name: 'h', type: 'histosys', data: { hi_data: [1], lo_data: [-1] } },
    /modifiers\.0\.data\.lo_data\.0: got -1/,
  ],
  [
    `${B}.modifiers.0`,
    { name: 'lumi', type: 'lumi', data: null },
    /config\.parameters: nothing about "lumi", expected its auxdata, sigmas, inits, bounds/,
  ],
  // The parameter of interest
  [`${M}.poi`, 'nu', /config\.poi: got "nu", expected the name of a modifier; did you mean "mu"\?/],
  [`${M}.poi`, '', /config\.poi: got ""/],
  [`${S}.data.0`, 0, /config\.poi: got "mu", which changes no expectation/],
  // The parameters
  [`${M}.parameters`, [{ name: 'c' }], /parameters\.0\.name: got "c", expected the name/],
  [`${M}.parameters`, [{ name: 'mu', fixed: true }], /config\.poi: got "mu", which is fixed/],
  [`${M}.parameters`, [{ name: 'mu', fixed: 1 }], /parameters\.0\.fixed: got 1, expected boolean/],
  [
    `${M}.parameters`,
    [{ name: 'mu', inits: [11] }],
    /parameters\.0\.inits\.0: got .* 11 with bounds 0 to 10/,
  ],
  [
    `${M}.parameters`,
    [{ name: 'mu', bounds: [[2, 1]] }],
    /bounds\.0: got 2 to 1, expected the lower/,
  ],
  [`${M}.parameters`, [{ name: 'mu', bounds: [[0.5, 9]] }], /poi: got "mu" with bounds 0\.5 to 9/],
  [
    `${M}.parameters`,
    [{ name: 'mu', sigmas: [1] }],
    /parameters\.0\.sigmas: "mu" \(normfactor\) has no constraint/,
  ],
  [
    `${M}.parameters`,
    [{ name: 'b', inits: [0, 0] }],
    /parameters\.0\.inits: got a list of 2, expected 1/,
  ],
  [`${M}.parameters`, [{ name: 'b', sigmas: [0] }], /parameters\.0\.sigmas\.0: got 0/],
  [`${M}.parameters`, [{ name: 'b' }, { name: 'b' }], /parameters\.1\.name: got "b" twice/],
];

for (const [path, value, pattern] of shapes) {
  test(`${path} = ${JSON.stringify(value)}`, () => refused(changed(good, path, value), pattern));
}

test('every problem is told, not only the first', async () => {
  const twice = changed(changed(good, `${S}.data.0`, -1), `${B}.data.0`, 'x');
  assert.is((await refusal(() => limitOf(twice))).split('\n').length, 2);
});

test('events where nothing is expected', async () => {
  await refused(
    workspaceOf({ signal: [2, 0], background: [4, 0], observed: [5, 1] }),
    /observations\.0\.data\.1: got 1, expected 0: no sample of channels\.0 expects anything/,
  );
  assert.is(
    (await limitOf(workspaceOf({ signal: [2, 0], background: [4, 0], observed: [5, 0] })))
      .converged,
    true,
  );
});

test('an interest parameter that multiplies only a bin of nothing', async () => {
  const onSignal = [mu, { name: 'zero', type: 'normfactor', data: null }];
  const parameters = [{ name: 'zero', inits: [0], fixed: true }];
  await refused(
    workspaceOf({ onSignal, parameters }),
    /poi: got "mu", which changes no expectation/,
  );
});

test('fewer than 0 events expected at first', async () => {
  const onBackground = [{ name: 'k', type: 'normfactor', data: null }];
  const parameters = [{ name: 'k', inits: [-2], bounds: [[-5, 5]] }];
  await refused(
    workspaceOf({ onBackground, parameters }),
    /channels\.0: got -6 events expected in bin 0 at the initial values, expected a number, 0 or more/,
  );
});

test('names across channels: gammas stay in theirs, and shapefactors have equal bins', async () => {
  const other = (type: string, data: unknown) => {
    const copy = structuredClone(everything) as {
      channels: { samples: { modifiers: unknown[] }[] }[];
    };
    copy.channels[1].samples[0].modifiers.push({ name: 'mc', type, data });
    return copy;
  };
  await refused(
    other('staterror', [1, 1]),
    /channels\.1\.samples\.0\.modifiers\.2\.name: got "mc", expected a name of its own: .* one channel/,
  );
  await refused(other('shapesys', [1, 1]), /expected another name than that of .*, a staterror/);
  const short = changed(
    changed(everything, 'channels.1.samples.0.data', [40]),
    'observations.0.data',
    [43],
  );
  await refused(
    short,
    /modifiers\.0\.name: got 1 bins, expected 2 bins as at channels\.0\.samples\.1/,
  );
});

test('more events than can be drawn or summed over, whoever would have to', async () => {
  const huge = workspaceOf({ background: [1e300] });
  for (const method of ['toys', 'exact', 'fc', 'bayes'] as const) {
    const told = await refusal(() => workspaceLimit(huge, { method, cl: 0.9 }));
    assert.match(told, /got a mean of 1e\+300, expected 0 to 1000000000 events/, method);
  }
  const seen = workspaceOf({ observed: [1e15] });
  const told = await refusal(() => workspaceLimit(seen, { method: 'exact', cl: 0.9 }));
  assert.match(told, /observations: got 1000000000000000, expected whole numbers of events to/);
});

test('a discovery of anything that is allowed has no NaN', async () => {
  for (const workspace of [
    workspaceOf({ background: [1e300] }),
    workspaceOf({ background: [1e-300], observed: [3] }),
    workspaceOf({ background: [0], observed: [0] }),
    workspaceOf({ signal: [1e308] }),
    workspaceOf({ observed: [1e15] }),
  ]) {
    const answer = await workspaceDiscovery(workspace, { method: 'asymptotic' });
    for (const value of numbersOf(answer)) assert.ok(Number.isFinite(value));
  }
});

test('options', async () => {
  const ask = (more: object) =>
    refusal(() => workspaceLimit(good, { method: 'asymptotic', cl: 0.95, ...more }));
  assert.match(await ask({ cl: 95 }), /cl: got 95/);
  assert.match(await ask({ cl: Number.NaN }), /cl: got NaN/);
  assert.match(await ask({ measurement: 'n' }), /measurements: got "n", expected one of m/);
  assert.match(
    await ask({ modifierSettings: { normsys: { interpcode: 'code0' } } }),
    /normsys\.interpcode: got "code0", expected .*"code1".*"code4"/,
  );
  assert.match(await ask({ modifierSettings: { shapesys: {} } }), /shapesys: unknown key/);
  for (const testMu of [-1, 11, Number.NaN]) {
    const told = await refusal(() => workspaceTest(good, { method: 'asymptotic', testMu }));
    assert.match(told, /test mu: got .*, expected 0 to 10, the bound of mu/);
  }
});

test('who gives some settings gets code1 and code0 for the rest, as in pyhf', async () => {
  assert.equal(parseSettings({}), {
    normsys: { interpcode: 'code1' },
    histosys: { interpcode: 'code0' },
  });
});

/** Every number of an answer, at any depth. */
function* numbersOf(value: unknown): Generator<number> {
  if (typeof value === 'number') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) yield* numbersOf(part);
  }
}

const open: [string, unknown, RegExp][] = [
  [
    'a limit beyond the bound of mu',
    workspaceOf({ parameters: [{ name: 'mu', bounds: [[0, 2]] }] }),
    /^[1-6] of 6 limits not found up to 2, the bound of mu$/,
  ],
  [
    'events that no background can explain: there is no fit at mu = 0',
    workspaceOf({ background: [0], observed: [3] }),
    /^\d+ of \d+ fits did not converge$/,
  ],
];

for (const [what, workspace, reason] of open) {
  test(`${what}: not converged, null and a reason, never a number or NaN`, async () => {
    const limit = await limitOf(workspace);
    assert.is(limit.converged, false);
    assert.ok([limit.observed, ...limit.expected].includes(null));
    assert.match(limit.failures[0], reason);
    for (const value of numbersOf(limit)) assert.ok(Number.isFinite(value));
  });
}

test('extreme but allowed: numbers all the same', async () => {
  const extreme = [
    workspaceOf({ background: [1e4], observed: [0] }),
    workspaceOf({ background: [1e-9], observed: [0] }),
    workspaceOf({ signal: [1e6], background: [1e8], observed: [1e8] }),
    workspaceOf({
      background: [1e5],
      observed: [1e3],
      parameters: [{ name: 'mu', bounds: [[0, 1e6]] }],
    }),
  ];
  for (const workspace of extreme) {
    const answer = await workspaceTest(workspace, { method: 'asymptotic', testMu: 1 });
    assert.is(answer.converged, true, JSON.stringify(answer));
    for (const value of numbersOf(answer)) assert.ok(Number.isFinite(value));
  }
});

test.run();
