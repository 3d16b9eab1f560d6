/**
 * The command line on a cluster: runs of 1, 2 and 4 worker processes, a scan, toys and a re-triggered run say what they say
 * without, workers serve metrics and drain, and what is wrong with a server ends in words.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hasNatsServer, startServer } from '../../dist/run/validate/cluster/server.js';
import { type Started, startSpillway } from '../../dist/run/validate/kills/child.js';
import { expectExit, fresh } from './cli.js';

const isThere = hasNatsServer();
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

test('nats-server is there', () => {
  if (isThere) return;
  process.stdout.write('LEFT OUT: nats-server is not installed, clusters are not tested\n');
  assert.not.ok(process.env.CI, 'CI needs nats-server');
});

const clusterTest = (name: string, run: () => Promise<void>) => {
  if (isThere) test(name, run);
};

const cwd = fresh();
const server = isThere ? await startServer(cwd) : null;
test.after(() => server?.kill());
const url = server?.url ?? '';
const onCluster = ['--cluster', url];
const CARD = ['run3-2018', '--set', 'beam.intensity=1e5', '--seed', 'cluster'];

const working: Started[] = [];

/** Begins workers up to this number, and waits for them to say something. */
async function workers(count: number): Promise<void> {
  while (working.length < count) {
    const one = startSpillway(['work', '--nats', url, '--workers', '1', '--json'], cwd);
    await new Promise((resolve) => one.child.stderr?.once('data', resolve));
    working.push(one);
  }
}

/** Does not block this process, which reads what workers say. */
async function say(...args: string[]): Promise<string> {
  const { exit, stdout, stderr } = await startSpillway(args, cwd).ended;
  if (exit !== 0) throw new Error(`spillway ${args.join(' ')}: exit ${exit}\n${stderr}`);
  return stdout;
}

const documentOf = async (...args: string[]) => JSON.parse(await say(...args, '--json'));

clusterTest('runs of 1, 2 and 4 workers have the files of a run without', async () => {
  const run = ['run', ...CARD, '--spills', '6'];
  const { runHash } = await documentOf(...run, '--out', 'alone', '--workers', '1');
  for (const count of [1, 2, 4]) {
    await workers(count);
    const own = await documentOf(...run, '--out', `on-${count}`, ...onCluster);
    assert.is(own.runHash, runHash);
    assert.is(
      own.timing.workers.reduce((a: number, b: number) => a + b, 0),
      6,
    );
    for (const file of ['spills.jsonl', 'counts.pb', 'card.yaml']) {
      const [a, b] = ['alone', `on-${count}`].map((of) =>
        fs.readFileSync(path.join(cwd, of, file)),
      );
      assert.ok(a.equals(b), file);
    }
    assert.is(JSON.parse(await say('verify', `on-${count}`, '--json')).ok, true);
  }
});

clusterTest('a scan, toys and a re-triggered run say the same', async () => {
  await workers(2);
  const scan = [
    ...['scan', ...CARD, '--vary', 'trigger.ecal.threshold=70GeV,80GeV'],
    ...['--spills', '1', '--ghosts', '20', '--masses', '10MeV'],
  ];
  const alone = await documentOf(...scan, '--out', 'scan-alone', '--workers', '1');
  const together = await documentOf(...scan, '--out', 'scan-on', ...onCluster);
  assert.equal(together.points, alone.points);

  const workspace = path.join(cwd, 'workspace.json');
  fs.writeFileSync(workspace, JSON.stringify(counting));
  const toys = ['limit', '--workspace', workspace, '--method', 'toys', '--toys', '200'];
  const test = [...toys, '--test-mu', '1'];
  assert.equal(
    await documentOf(...test, ...onCluster),
    await documentOf(...test, '--workers', '1'),
  );

  const retrigger = ['retrigger', 'alone', '--readout', 'throttle', '--ghosts', '0'];
  const before = await documentOf(...retrigger, '--workers', '1');
  const after = await documentOf(...retrigger, ...onCluster);
  assert.equal(after.runHash, before.runHash);
});

clusterTest('a campaign and an efficiency say the same', async () => {
  await workers(2);
  const campaign = [
    ...['run', 'na64-2016-2018', '--set', 'beam.intensity=5e4', '--seed', 'cluster'],
    ...['--spills', '2', '--mode', 'candidates', '--out'],
  ];
  const alone = await documentOf(...campaign, 'campaign-alone', '--workers', '1');
  const together = await documentOf(...campaign, 'campaign-on', ...onCluster);
  assert.is(together.campaignHash, alone.campaignHash);
  assert.equal(together.limit, alone.limit);

  const efficiency = ['efficiency', ...CARD, '--ghosts', '20', '--masses', '10MeV', '--out'];
  const measured = await documentOf(...efficiency, 'alone.json', '--workers', '1');
  assert.equal(await documentOf(...efficiency, 'on.json', ...onCluster), measured);
});

clusterTest('a worker serves metrics, and SIGTERM ends it with 0', async () => {
  const args = ['work', '--nats', url, '--workers', '1', '--metrics', '0', '--json'];
  const { child, ended } = startSpillway(args, cwd);
  const at = await new Promise<string>((resolve) => {
    child.stderr?.on('data', (text: string) => {
      const found = /metrics at (\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
  });
  const answer = await fetch(at);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
  const text = await answer.text();
  for (const line of [
    'ranges_total 0',
    'threads 1',
    'queue_waiting 0',
    'results_messages 0',
    'parts_bytes 0',
    'server_up 1',
  ]) {
    assert.match(text, new RegExp(`^spillway_work_${line}$`, 'm'));
  }
  if (hasPromtool) {
    const { status, stdout } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    });
    assert.is(status, 0, stdout);
  }
  assert.is((await fetch(at.replace('/metrics', '/other'))).status, 404);
  child.kill('SIGTERM');
  const { exit, stdout } = await ended;
  assert.is(exit, 0);
  assert.is(JSON.parse(stdout).schema, 'spillway.work/1');
});

clusterTest('all workers drain, and have done something', async () => {
  for (const { child } of working) child.kill('SIGTERM');
  for (const { ended } of working) {
    const { exit, stdout } = await ended;
    assert.is(exit, 0);
    assert.is(JSON.parse(stdout).failed, 0);
  }
});

test('without a server, and with options that go with none, it ends in words', () => {
  const nobody = 'nats://127.0.0.1:9';
  const run = ['run', ...CARD, '--spills', '1', '--out', 'nothing'];
  assert.match(expectExit(1, [...run, '--cluster', nobody], { cwd }).stderr, /no server answers/);
  assert.match(expectExit(1, ['work', '--nats', nobody], { cwd }).stderr, /no server answers/);
  assert.match(
    expectExit(2, [...run, '--outstanding', '4'], { cwd }).stderr,
    /belongs to --cluster/,
  );
  const both = [...run, '--cluster', nobody, '--workers', '1'];
  assert.match(expectExit(2, both, { cwd }).stderr, /cannot be used with option/);
  assert.match(expectExit(2, ['work', '--nats', 'http://x'], { cwd }).stderr, /no address of NATS/);
  assert.not.ok(fs.existsSync(path.join(cwd, 'nothing')));
});

/** One bin with a signal and a background. */
const counting = {
  channels: [
    {
      name: 'one',
      samples: [
        {
          name: 'signal',
          data: [5],
          modifiers: [{ name: 'mu', type: 'normfactor', data: null }],
        },
        {
          name: 'background',
          data: [10],
          modifiers: [{ name: 'b', type: 'normsys', data: { hi: 1.1, lo: 0.9 } }],
        },
      ],
    },
  ],
  observations: [{ name: 'one', data: [11] }],
  measurements: [{ name: 'measurement', config: { poi: 'mu', parameters: [] } }],
  version: '1.0.0',
};

test.run();
