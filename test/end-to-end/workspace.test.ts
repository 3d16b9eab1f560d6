/** `spillway limit --workspace`: what it prints, its exit codes and refusals. */
import * as fs from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type {
  WorkspaceDiscovery,
  WorkspaceLimit,
  WorkspaceTest,
} from '../../dist/analyse/limits/index.js';
import { exitHere, expectExit, expectJson, fresh, jsonHere, spillwayHere } from './cli.js';

process.chdir(fresh());

// pyhf's documented example (pyhf.simplemodels.uncorrelated_background).
const workspace = (parameters: object[] = []) => ({
  channels: [
    {
      name: 'singlechannel',
      samples: [
        {
          name: 'signal',
          data: [12, 11],
          modifiers: [{ name: 'mu', type: 'normfactor', data: null }],
        },
        {
          name: 'background',
          data: [50, 52],
          modifiers: [{ name: 'gamma', type: 'shapesys', data: [3, 7] }],
        },
      ],
    },
  ],
  observations: [{ name: 'singlechannel', data: [51, 48] }],
  measurements: [
    { name: 'first', config: { poi: 'mu', parameters } },
    {
      name: 'narrow',
      config: { poi: 'mu', parameters: [{ name: 'mu', inits: [0.1], bounds: [[0, 0.5]] }] },
    },
  ],
  version: '1.0.0',
});
fs.writeFileSync('two-bins.json', JSON.stringify(workspace()));
const asked = ['limit', '--workspace', 'two-bins.json'];

test('--json: the limit', async () => {
  const limit = await jsonHere<WorkspaceLimit>(asked);
  assert.equal(
    [limit.schema, limit.cl, limit.method, limit.measurement, limit.poi, limit.converged],
    ['spillway.workspace-limit/1', 0.95, 'asymptotic', 'first', 'mu', true],
  );
  assert.equal(limit.modifierSettings.normsys, { interpcode: 'code4' });
  assert.is(limit.expected.length, 5);
  assert.equal(limit.fit.parameters, ['mu', 'gamma[0]', 'gamma[1]']);
  assert.is(limit.fit.values.length, 3);
  assert.is(limit.fit.errors.length, 3);
  assert.equal([limit.fits.failed, limit.failures], [0, []]);
  const at90 = await jsonHere<WorkspaceLimit>([...asked, '--cl', '0.9']);
  assert.ok((at90.observed as number) < (limit.observed as number));
});

test('--test-mu: q~ of pyhf, and the limit is where CLs is 0.05', async () => {
  const one = await jsonHere<WorkspaceTest>([...asked, '--test-mu', '1', '--method', 'asymptotic']);
  assert.is(one.schema, 'spillway.workspace-test/1');
  assert.is(one.testMu, 1);
  assert.ok(Math.abs((one.qMuTilde as number) - 3.93824492) < 2e-8);
  assert.ok(Math.abs((one.cls as number) - (one.clsb as number) / (one.clb as number)) < 1e-15);
  const limit = await jsonHere<WorkspaceLimit>(asked);
  const there = await jsonHere<WorkspaceTest>([...asked, '--test-mu', String(limit.observed)]);
  assert.ok(Math.abs((there.cls as number) - 0.05) < 1e-8);
  const median = await jsonHere<WorkspaceTest>([...asked, '--test-mu', String(limit.expected[2])]);
  assert.ok(Math.abs((median.clsExpected[2] as number) - 0.05) < 1e-8);
});

/** In a process of its own, whose worker threads need no loader. */
const here = { cwd: process.cwd() };
const toysOf = (args: readonly string[]) => expectJson<WorkspaceTest>(args, here);

test('--method toys: seed and number, the same again, and in words', () => {
  const drawn = [...asked, '--method', 'toys', '--test-mu', '1', '--toys', '200'];
  const one = toysOf(drawn);
  assert.equal([one.method, one.toys?.seed, one.toys?.number], ['toys', 'limit', 200]);
  assert.equal([one.toys?.made, one.toys?.failed], [400, 0]);
  assert.equal(toysOf(drawn), one);
  const other = toysOf([...drawn, '--seed', 'other']);
  assert.not.equal(other.clsExpected, one.clsExpected);
  const { stdout } = expectExit(0, drawn, here);
  assert.match(stdout, /^200 toys of seed "limit": 0 of 400 fits of them did not converge$/m);
  assert.match(stdout, /^p-value \+- 0\.0\d+$/m);
});

test('--workers: the same toys', () => {
  const drawn = [...asked, '--method', 'toys', '--test-mu', '1', '--toys', '300'];
  const one = toysOf([...drawn, '--workers', '1']);
  assert.equal(toysOf([...drawn, '--workers', '2']), one);
});

test('--discovery: JSON, words and refusals', async () => {
  const discovery = await jsonHere<WorkspaceDiscovery>([...asked, '--discovery']);
  assert.equal(
    [discovery.schema, discovery.method, discovery.q0, discovery.converged],
    ['spillway.discovery/1', 'asymptotic', 0, true],
  );
  assert.equal(
    discovery.nuisances.map(({ name }) => name),
    ['gamma[0]', 'gamma[1]'],
  );
  const drawn = [...asked, '--discovery', '--method', 'toys', '--toys', '200'];
  const { stdout } = expectExit(0, drawn, here);
  assert.match(stdout, /^background alone +\| asymptotic +\| toys$/m);
  assert.match(stdout, /^gamma\[1\] +\| -?0\.\d+ +\| 0\.\d+ /m);
  assert.match(stdout, /^p-value, toys +\| 0\.\d+ \+- 0\.\d+$/m);
  const refused = async (more: readonly string[], pattern: RegExp) => {
    const { stderr } = await exitHere(2, [...asked, '--discovery', ...more]);
    assert.match(stderr, pattern);
  };
  await refused(['--cl', '0.9'], /--cl: is of a limit, and --discovery asks for none/);
  await refused(['--test-mu', '1'], /--discovery: got --test-mu besides/);
  await refused(['--method', 'bayes'], /got the method bayes, which has limits alone/);
});

test('--method bayes: null with the reason, and exit 0, where it has no answer', async () => {
  const { stdout } = await exitHere(0, [...asked, '--method', 'bayes']);
  assert.match(stdout, /^NO ANSWER: expected limits: of several bins the method bayes has none/m);
  const limit = await jsonHere<WorkspaceLimit>([...asked, '--method', 'bayes']);
  assert.equal([limit.method, limit.expected[2], limit.converged], ['bayes', null, true]);
  const { stderr } = await exitHere(2, [...asked, '--method', 'fc', '--test-mu', '1']);
  assert.match(stderr, /test mu: got the method fc, which has no CLs/);
});

test('in words', async () => {
  const { stdout } = await exitHere(0, asked);
  assert.match(stdout, /^measurement first, CL 0\.95$/m);
  assert.match(stdout, /^expected \(median\) +\| 1\.0\d+$/m);
  assert.match(stdout, /^observed +\| 1\.01\d+$/m);
  assert.match(stdout, /^gamma\[0\] +\| \d\.\d+ +\| 0\.\d+$/m);
  assert.match(stdout, /fits, 0 did not converge$/m);
  const tested = await exitHere(0, [...asked, '--test-mu', '1']);
  assert.match(tested.stdout, /^CLs, observed +\| 0\.0\d+$/m);
});

test('codes of interpolation', async () => {
  const settings = '{"normsys":{"interpcode":"code1"}}';
  const limit = await jsonHere<WorkspaceLimit>([...asked, '--modifier-settings', settings]);
  assert.equal(limit.modifierSettings, {
    normsys: { interpcode: 'code1' },
    histosys: { interpcode: 'code0' },
  });
});

test('exit 1 and null where there is no limit, with the reason', async () => {
  const { exit, stdout } = await spillwayHere([...asked, '--measurement', 'narrow', '--json']);
  assert.is(exit, 1);
  const limit = JSON.parse(stdout) as WorkspaceLimit;
  assert.is(limit.converged, false);
  assert.is(limit.expected[4], null);
  assert.match(limit.failures[0], /^\d of 6 limits not found up to 0\.5, the bound of mu$/);
  const { stdout: words } = await exitHere(1, [...asked, '--measurement', 'narrow']);
  assert.match(words, /^\+2 sigma +\| -$/m);
  assert.match(words, /^NOT CONVERGED: \d of 6 limits not found/m);
});

test('exit 2: file, path in the JSON, options', async () => {
  const refused = async (args: string[], pattern: RegExp) => {
    const { stdout, stderr } = await exitHere(2, args);
    assert.is(stdout, '');
    assert.match(stderr, pattern);
  };
  await refused(
    ['limit', '--workspace', 'none.json'],
    /none\.json: expected a workspace in JSON; ENOENT/,
  );
  fs.writeFileSync('broken.json', '{"channels": [NaN]}');
  await refused(
    ['limit', '--workspace', 'broken.json'],
    /broken\.json: expected a workspace in JSON; .*JSON/,
  );
  const bad = workspace([{ name: 'mu', inits: [-1] }]);
  (bad.channels[0].samples[0].data as unknown[])[1] = -3;
  fs.writeFileSync('bad.json', JSON.stringify(bad));
  await refused(
    ['limit', '--workspace', 'bad.json'],
    /error bad\.json channels\.0\.samples\.0\.data\.1: got -3, expected a number of at least 0/,
  );
  await refused(
    [...asked, '--method', 'guess'],
    /--method.*'guess'.*Allowed choices are asymptotic, toys, exact, fc, bayes/,
  );
  await refused([...asked, '--test-mu', '-1'], /got "-1", expected a number of 0 or more/);
  await refused(
    [...asked, '--test-mu', '20'],
    /test mu: got 20, expected 0 to 10, the bound of mu/,
  );
  await refused([...asked, '--test-mu', '1', '--cl', '0.9'], /--cl: is of a limit/);
  await refused(
    [...asked, '--measurement', 'frist'],
    /got "frist", expected one of first, narrow; did you mean "first"\?/,
  );
  await refused([...asked, '--modifier-settings', '{'], /got "\{", expected JSON such as/);
  await refused(
    [...asked, '--modifier-settings', '{"normsys":{"interpcode":"code7"}}'],
    /normsys\.interpcode: got "code7"/,
  );
  await refused([...asked, 'run1'], /--workspace: got run directories besides/);
  await refused(['limit', 'run1', '--test-mu', '1'], /--test-mu: belongs to --workspace FILE/);
});

test.run();
