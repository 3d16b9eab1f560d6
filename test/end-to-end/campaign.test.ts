/** A campaign killed in any of its runs ends, resumed, as the one that was not; and it is one thing to its user. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CampaignRecord, CampaignSummary } from '../../dist/run/campaign.js';
import { campaignHash } from '../../dist/run/digest.js';
import {
  exitHere,
  expectSameRun,
  filesOf,
  fresh,
  readJson,
  recordOf,
  spillwayHere,
  start,
  summaryOf,
} from './cli.js';

const folder = fresh();
const where = { cwd: folder };
process.chdir(folder);

const SPILLS = 12;
const RUNS = ['run1-2016', 'run2-2017', 'run3-2018'];
const CHOSEN = [
  ...['--spills', `${SPILLS}`, '--raw', 'sample:30%', '--mode', 'candidates'],
  ...['--evaluate', 'staged'],
];
const campaign = (out: string, ...more: string[]) => [
  ...['run', 'na64-2016-2018', '--seed', 'demo', '--set', 'beam.intensity=2e5', '--workers', '1'],
  ...['--out', out, ...more],
];
const reference = path.join(folder, 'reference');
const campaignOf = (out: string) => readJson<CampaignSummary>(out, 'summary.json');
const sleep = (ms: number) => new Promise((go) => setTimeout(go, ms));

test('not interrupted: its hash is that of its runs, printed and on record', async () => {
  const { stdout, stderr } = await exitHere(0, campaign('reference', ...CHOSEN));
  const summary = campaignOf('reference');
  assert.is(
    summary.campaignHash,
    campaignHash(RUNS.map((r) => summaryOf(`reference/${r}`).runHash)),
  );
  assert.match(stdout, `campaign ${summary.campaignHash.slice(0, 16)}`);
  assert.equal(
    [summary.mode, summary.evaluation, summary.raw, summary.spills, summary.interrupted],
    ['candidates', 'staged', 'sample:30%', 3 * SPILLS, false],
  );
  for (const { mode, evaluation, raw, recordedPhysics } of summary.runs) {
    assert.equal([mode, evaluation, raw], ['candidates', 'staged', 'sample:30%']);
    assert.ok(recordedPhysics.setAside > recordedPhysics.open, JSON.stringify(recordedPhysics));
  }
  // One plan for all runs; time left until the last spill of the last run.
  assert.is(stderr.match(/^plan: /gm)?.length, 1);
  assert.match(stderr, /^emulate and analyse: run 1 of 3, spill 1 of 12, .*, about \d.* left$/m);
  assert.match(stderr, /^emulate and analyse: run 1 of 3, spill 12 of 12, .*, about \d.* left$/m);
  assert.match(stderr, /^emulate and analyse: run 3 of 3, spill 12 of 12, .*expected$/m);
});

test('verified and told as a whole; damage in one of its runs is named', async () => {
  const { stdout } = await exitHere(0, ['verify', 'reference']);
  assert.match(stdout, `campaign ${campaignOf('reference').campaignHash}`);
  const info = await exitHere(0, ['info', 'reference', '--json']);
  const { runs, name } = JSON.parse(info.stdout);
  assert.equal([name, runs.map((r: { card: string }) => r.card)], ['na64-2016-2018', RUNS]);
  fs.cpSync('reference', 'damaged', { recursive: true });
  fs.appendFileSync(`damaged/${RUNS[1]}/spills.jsonl`, 'x');
  const damaged = await exitHere(1, ['verify', 'damaged']);
  assert.match(damaged.stdout, `${RUNS[1]}/spills.jsonl`);
  assert.not.match(damaged.stdout, `${RUNS[0]}/`);
  fs.rmSync(`damaged/${RUNS[1]}`, { recursive: true });
  assert.match((await exitHere(1, ['verify', 'damaged'])).stdout, `${RUNS[1]}: is missing`);
});

const finished = (out: string, name: string) =>
  fs.existsSync(`${out}/${name}/summary.json`) && recordOf(`${out}/${name}`).state === 'done';
const begun = (out: string, name: string) => {
  const journal = `${out}/${name}/spills.jsonl`;
  return fs.existsSync(journal) && fs.statSync(journal).size > 0;
};

for (const [run, name] of RUNS.entries()) {
  test(`SIGKILL in run ${run + 1} of 3; resumed without another word it is the same`, async () => {
    const out = `killed-${run + 1}`;
    const { child, ended } = start(campaign(out, ...CHOSEN), where);
    let over = false;
    ended.then(() => {
      over = true;
    });
    while (!begun(out, name) && !over) await sleep(5);
    child.kill('SIGKILL');
    await ended;
    assert.not.ok(finished(out, name), `${name} was over before it was killed`);
    const there = RUNS.filter((r) => fs.existsSync(`${out}/${r}`));
    assert.equal(there, RUNS.slice(0, run + 1));
    assert.not.ok(fs.existsSync(`${out}/summary.json`));

    const { stderr } = await exitHere(0, campaign(out, '--resume'));
    assert.match(stderr, /^resume: (1 spill is|\d+ spills are) there already$/m);
    assert.is(campaignOf(out).campaignHash, campaignOf('reference').campaignHash);
    assert.equal(campaignOf(out).limit, campaignOf('reference').limit);
    for (const r of RUNS) await expectSameRun(`${out}/${r}`, path.join(reference, r));
    assert.equal(
      readJson<CampaignRecord>(out, 'run.json'),
      readJson<CampaignRecord>(reference, 'run.json'),
    );
  });
}

test('SIGINT: what is there is summed up, said to be interrupted, and void once it goes on', async () => {
  const { child, said, ended } = start(campaign('stopped', ...CHOSEN), where);
  await said(/run 2 of 3, spill 1 of/);
  child.kill('SIGINT');
  const { exit, stdout } = await ended;
  assert.is(exit, 130);
  assert.match(stdout, 'The campaign was interrupted: go on with --resume.');
  const { interrupted, runs, campaignHash: hash } = campaignOf('stopped');
  assert.equal([interrupted, runs.length], [true, 2]);
  assert.is.not(hash, campaignOf('reference').campaignHash);

  const again = start(campaign('stopped', '--resume'), where);
  await again.said(/run 3 of 3, spill 1 of/);
  again.child.kill('SIGKILL');
  await again.ended;
  assert.not.ok(fs.existsSync('stopped/summary.json'), 'the summary of the first interruption');
  await exitHere(0, campaign('stopped', '--resume'));
  assert.is(campaignOf('stopped').campaignHash, campaignOf('reference').campaignHash);
});

test('what is not this campaign, or was begun otherwise, is refused and left as it is', async () => {
  const before = filesOf('reference');
  const refused = async (args: string[], pattern: RegExp | string) => {
    const { exit, stderr } = await spillwayHere([...args, '--resume']);
    assert.is(exit, 2, stderr);
    assert.match(stderr, pattern);
    assert.equal(filesOf('reference'), before);
  };
  await refused(
    campaign('reference', '--mode', 'every'),
    'reference mode: got every, expected candidates, as it was begun',
  );
  await refused(campaign('reference', '--raw', 'drop'), 'reference raw: got drop, expected');
  await refused(
    campaign('reference/run1-2016'),
    'reference/run1-2016 campaign: got another directory, expected na64-2016-2018 (run1-2016',
  );
  const { exit } = await spillwayHere(campaign('reference', ...CHOSEN));
  assert.is(exit, 2, 'it exists already');
});

test('more than the disk holds is refused before anything is written', async () => {
  const args = campaign('huge', '--spills', '1e9');
  const { exit, stderr } = await spillwayHere(args);
  assert.is(exit, 2);
  assert.match(stderr, /^plan: about .* GB, .* h \d+ min; writing to huge$/m);
  assert.match(stderr, /^less room: \d+ GB with --raw sample:1%, \d+ GB with --raw drop$/m);
  assert.match(stderr, /^error huge: got .* of free disk space, expected \d+ GB; .*--raw drop$/m);
  assert.not.ok(fs.existsSync('huge'));
});

test('two campaigns are the same or not', async () => {
  await exitHere(0, ['diff', 'reference', 'killed-2']);
});

test.run();
