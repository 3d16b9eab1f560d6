/** From a run to the page beside the paper, as its reader gets it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse, parseAllDocuments } from 'yaml';
import type { WorkspaceLimit } from '../../dist/run/workspace.js';
import { exitHere, expectExit, fresh, jsonHere, readJson, summaryOf } from './cli.js';

const folder = fresh();
process.chdir(folder);
const where = { cwd: folder };

const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');

test('a run', () => {
  const small = [
    '--spills',
    '1',
    '--workers',
    '1',
    '--seed',
    'paper',
    '--set',
    'beam.intensity=2e4',
  ];
  expectExit(0, ['run', 'run3-2018', ...small, '--out', 'my-run'], where);
});

test('the page and its files', async () => {
  await exitHere(0, ['paper', 'my-run', '--out', 'results']);
  const loose = summaryOf('my-run').regions.find(({ name }) => name === 'loose')?.events ?? 0;
  const planes = loose > 0 ? ['plane-loose'] : [];
  const always = ['table1-background', 'efficiency-factors', 'region-a', 'box-edge', 'coverage'];
  for (const name of [...planes, ...always, 'fig3-mixing', 'fig4-thermal']) {
    const drawn = ['svg', 'png', 'csv'].map((end) => `results/figures/${name}.${end}`);
    for (const file of [...drawn, `results/hepdata/${name}.yaml`]) {
      assert.ok(fs.statSync(file).size > 100, file);
    }
  }
  const page = read('results/index.html');
  assert.not.match(page, /<script|(?:src|href)="(?!data:)/);
  assert.is([...page.matchAll(/<img /g)].length, [...page.matchAll(/<figure>/g)].length);
  assert.match(page, /Not shown, since not measured here: efficiency against mass/);
  assert.match(page, /sideband C carried into the signal box/);
  for (const role of ['input', 'fit', 'prediction'])
    assert.match(page, new RegExp(`>${role}</td>`));
  const { cardHash } = summaryOf('my-run');
  assert.match(page, new RegExp(`card hash ${cardHash.slice(0, 8)}, seed paper`));
  assert.match(read('results/figures/fig3-mixing.svg'), new RegExp(cardHash.slice(0, 8)));
});

test('the numbers of the page are those of the run', () => {
  const { limit } = summaryOf('my-run');
  const { tables } = readJson<{
    tables: { rows: { name: string; scaled: { value: number } }[] }[];
  }>('results/paper.json');
  const at = (name: string) => tables[0].rows.find((row) => row.name === name)?.scaled.value;
  for (const { massGeV, scaled, scaledExact } of limit.eps) {
    assert.is(at(`eps90 at ${1000 * massGeV} MeV, expected (median), asymptotic`), scaled);
    assert.is(at(`eps90 at ${1000 * massGeV} MeV, expected (median), exact`), scaledExact);
  }
});

test('the workspace gives the limits of the run', async () => {
  const found = await jsonHere<WorkspaceLimit>([
    ...['limit', '--workspace', 'results/workspace.json', '--cl', '0.9'],
    ...['--modifier-settings', '{"normsys":{"interpcode":"code1"}}'],
  ]);
  const { limit } = summaryOf('my-run');
  assert.match(found.measurement, /blinded/);
  found.expected.forEach((mu, i) => {
    const own = limit.expected.asymptotic[i];
    assert.ok(mu !== null && Math.abs(mu / own - 1) < 1e-6, `${mu} for ${own}`);
  });
});

test('what HEPData gets: each data file of submission.yaml, the same numbers as the CSV', () => {
  const [, ...tables] = parseAllDocuments(read('results/hepdata/submission.yaml')).map((d) =>
    d.toJS(),
  );
  for (const { data_file } of tables) {
    const { dependent_variables: columns } = parse(read(`results/hepdata/${data_file}`));
    const lines = read(`results/figures/${data_file.replace('.yaml', '.csv')}`)
      .trimEnd()
      .split('\n');
    const rows = lines.filter((line) => !line.startsWith('#')).slice(1);
    assert.is(rows.length, columns[0].values.length);
    for (const [i, line] of rows.entries()) {
      const { value } = columns[0].values[i];
      assert.ok(line.split(',').includes(value === '-' ? '' : `${value}`), line);
    }
  }
});

test('what is refused', async () => {
  const refused = async (args: string[]) => (await exitHere(2, ['paper', ...args])).stderr;
  assert.match(
    await refused(['my-run', '--out', 'results']),
    /results: holds a results page already/,
  );
  assert.match(await refused(['my-run', '--out', 'my-run']), /my-run: exists already/);
  assert.match(await refused(['nothing', '--out', 'new']), /nothing/);
  assert.match(await refused(['my-run', 'my-run', '--out', 'new']), /the same electrons twice/);
  assert.not(fs.existsSync('new'));
});

test('of a run whose spills are all bad there is no page, and it says why', async () => {
  const lost = 'faults.lost={kind: lostFragment, spills: 1, rate: 0.1}';
  const small = ['--spills', '1', '--workers', '1', '--set', 'beam.intensity=2e5', '--set', lost];
  expectExit(0, ['run', 'run3-2018', ...small, '--out', 'all-bad'], where);
  assert.is(summaryOf('all-bad').badSpills, 1);
  const { stderr } = await exitHere(2, ['paper', 'all-bad', '--out', 'no-page']);
  assert.match(stderr, /all-bad: has no spill that counts, .*see spillway info/);
  assert.not.ok(fs.existsSync('no-page/index.html'));
});

test.run();
