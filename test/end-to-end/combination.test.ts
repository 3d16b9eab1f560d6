/** `spillway efficiency`, and `spillway limit` with its file, with the paper's inputs, and for the best edge of the box. */
import * as fs from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoxEdge } from '../../dist/analyse/combination/box-edge.js';
import type { EfficiencyDocument } from '../../dist/analyse/combination/measured.js';
import type { PaperLimit } from '../../dist/analyse/combination/paper.js';
import type { Limit } from '../../dist/analyse/limit.js';
import {
  exitHere,
  expectExit,
  expectJson,
  fresh,
  jsonHere,
  readJson,
  spillwayHere,
} from './cli.js';

const cwd = fresh();
process.chdir(cwd);
const set = ['--set', 'beam.intensity=50000', '--set', 'beam.spill=50ms'];
const card = ['run3-2018', ...set];
const ghosts = ['--spills', '2', '--ghosts', '120', '--masses', '100MeV,1MeV'];

test('efficiency: a document on stdout and in the file', () => {
  const asked = ['efficiency', ...card, ...ghosts];
  const shown = expectJson<EfficiencyDocument>([...asked, '--workers', '1', '--out', 'e.json'], {
    cwd,
  });
  assert.equal(readJson<EfficiencyDocument>('e.json'), shown);
  assert.is(shown.schema, 'spillway.efficiency/1');
  const [run] = shown.runs;
  assert.is(run.spills, 2);
  assert.equal(
    run.masses.map((m) => m.massGeV),
    [0.001, 0.1],
  );
  for (const { factors, total } of run.masses) {
    // Each factor asks those who passed the one before; ghosts below the yield come in at the edge.
    for (const [i, f] of factors.entries()) {
      if (i > 0) assert.is(f.of, factors[i - 1].passed);
    }
    assert.is(factors[0].of, total.of);
    assert.is(factors[factors.length - 1].passed, total.passed);
    assert.ok((total.low ?? 1) < (total.value ?? 0) && (total.value ?? 1) < (total.high ?? 0));
  }
});

test('limit --efficiency: in place of the card, and only for its very card', async () => {
  const run = ['run', ...card, '--spills', '1', '--raw', 'drop', '--workers', '1', '--out', 'r'];
  expectExit(0, run, { cwd });
  const typed = await jsonHere<Limit>(['limit', 'r']);
  const measured = await jsonHere<Limit>(['limit', 'r', '--efficiency', 'e.json']);
  assert.match(typed.efficiencyMethods[0], /^the card's/);
  assert.match(measured.efficiencyMethods[0], /^measured with A'/);
  const names = (limit: Limit) => limit.nuisances.map((row) => row.name);
  assert.not(names(typed).includes('statistics of the efficiency'));
  assert.ok(names(measured).includes('statistics of the efficiency'));
  assert.is(measured.observed, null);
  // eps goes with the root of the efficiency, but for the limit in events, 1 to 2 % by the new nuisance.
  const [a, b] = [typed.eps[0], measured.eps[0]];
  const ratio = (b.emulatedExact / a.emulatedExact) * Math.sqrt(b.efficiency / a.efficiency);
  assert.ok(ratio > 1 && ratio < 1.02, `${ratio}`);
  const document = readJson<EfficiencyDocument>('e.json');
  const others = document.runs.map((own) => ({ ...own, cardHash: 'another!' }));
  fs.writeFileSync('other.json', JSON.stringify({ ...document, runs: others }));
  const refused = await spillwayHere(['limit', 'r', '--efficiency', 'other.json']);
  assert.is(refused.exit, 2);
  assert.match(
    refused.stderr,
    /other\.json cardHash: got another! \(run III \(2018\)\), expected \w{8}/,
  );
  fs.writeFileSync('none.json', '{"schema": "spillway.efficiency/2"}');
  const none = await spillwayHere(['limit', 'r', '--efficiency', 'none.json']);
  assert.is(none.exit, 2);
  assert.match(none.stderr, /none\.json schema: got "spillway\.efficiency\/2"/);
});

test('limit --inputs paper: no run needed, the ratio to the published curve as it is', async () => {
  const { schema, eps } = await jsonHere<PaperLimit>(['limit', '--inputs', 'paper']);
  assert.is(schema, 'spillway.paper-limit/1');
  for (const { events } of eps) {
    const { asymptotic, exact } = events.observed ?? { asymptotic: 0, exact: 0 };
    assert.ok(asymptotic > 1.64 && asymptotic < 1.67 && exact > 2.3 && exact < 2.35);
  }
  const { stdout } = await exitHere(0, ['limit', '--inputs', 'paper', '--masses', '10MeV']);
  assert.match(stdout, /10 MeV +\| 0\.556 +\| 1\.655 +\| 2\.318 /);
  assert.match(stdout, /yield +\| signal +\| common +\| card +\| 10 +\| 10 +\| 10/);
});

test('limit --box-edge: of the paper, and of a run for its full exposure', async () => {
  const paper = await jsonHere<BoxEdge>([
    'limit',
    '--inputs',
    'paper',
    '--box-edge',
    '--masses',
    '1MeV',
  ]);
  assert.is(paper.schema, 'spillway.box-edge/1');
  assert.ok(paper.rows.every(({ best }) => best.edgeGeV >= 45 && best.edgeGeV <= 55));
  const run = await jsonHere<BoxEdge>(['limit', 'r', '--box-edge', '--masses', '10MeV']);
  assert.is(run.electronsOnTarget, 2.84e11);
  assert.ok(Math.abs(run.rows[0].best.edgeGeV - 50) <= 3);
});

test('options that do not go together are refused', async () => {
  for (const [args, pattern] of [
    [['r', '--inputs', 'paper'], /--inputs: got run directories besides/],
    [['--inputs', 'paper', '--efficiency', 'e.json'], /--efficiency: is of runs/],
    [['--inputs', 'paper', '--box-edge', '--bins', '2'], /--bins: is not for --box-edge/],
    [['--workspace', 'w.json', '--bins', '2'], /--bins: belongs to RUN/],
    [['r', '--toys', '100'], /--toys: belongs to --workspace/],
    [['r', '--discovery', '--cl', '0.9'], /--cl: is of a limit/],
    [['r', '--discovery', '--box-edge'], /--box-edge: is of expected limits/],
    [['--inputs', 'paper', '--discovery'], /--inputs: has no open box/],
    [['r', '--masses', '10'], /masses/],
    [[], /missing required argument 'RUN'; or --workspace FILE, or --inputs paper/],
  ] as const) {
    const { exit, stderr } = await spillwayHere(['limit', ...args]);
    assert.is(exit, 2, args.join(' '));
    assert.match(stderr, pattern);
  }
});

test.run();
