/**
 * A server that wants TLS and a token, with a certificate as docs/cluster.md makes it: who has both computes the run of a process
 * alone; who lacks one is told so; the token stands nowhere.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { connectionOptions } from '../../dist/run/executor/cluster/connect.js';
import { hasNatsServer, startServer } from '../../dist/run/validate/cluster/server.js';
import { filesOf, fresh, ROOT, start, summaryOf } from './cli.js';

const TOKEN = 'not-to-be-seen-4711';
const isThere = hasNatsServer() && spawnSync('openssl', ['version']).status === 0;

test('nats-server and openssl are there', () => {
  if (isThere) return;
  process.stdout.write('LEFT OUT: nats-server or openssl is not installed, TLS is not tested\n');
  assert.not.ok(process.env.CI, 'CI needs nats-server and openssl');
});

const cwd = fresh();
const [CERTIFICATE, KEY] = ['cert.pem', 'key.pem'].map((name) => path.join(cwd, name));

/** With the command of the page, for this machine. */
function makeCertificate(): void {
  const page = fs.readFileSync(path.join(ROOT, 'docs/cluster.md'), 'utf8');
  const [command] = /^openssl req[^\n]*\\\n[^\n]*$/m.exec(page) ?? [];
  assert.ok(command, 'docs/cluster.md has the command');
  const own = command.replaceAll('HOST', 'localhost');
  const { status, stderr } = spawnSync('sh', ['-c', own], { cwd, encoding: 'utf8' });
  assert.is(status, 0, stderr);
}

const tlsTest = (name: string, run: () => Promise<void>) => {
  if (isThere) test(name, run);
};

if (isThere) makeCertificate();
const args = ['--auth', TOKEN, '--tls', '--tlscert', CERTIFICATE, '--tlskey', KEY];
const server = isThere ? await startServer(cwd, { args }) : null;
test.after(() => server?.kill());
const url = (server?.url ?? '').replace('nats://127.0.0.1', 'tls://localhost');
const both = { SPILLWAY_NATS_TOKEN: TOKEN, SPILLWAY_NATS_CA: CERTIFICATE };

const run = (out: string, ...more: string[]) => [
  ...['run', 'run3-2018', '--set', 'beam.intensity=5e4', '--seed', 'tls', '--spills', '2'],
  ...['--out', out, ...more],
];
const work = ['work', '--nats', url, '--workers', '1'];

tlsTest(
  'with token and certificate: the run of a process alone, and the token nowhere',
  async () => {
    const worker = start([...work, '--metrics', '0'], { cwd, env: both });
    const [, metrics] = await worker.said(/metrics at (\S+)\n/);
    const own = await start(run('on', '--cluster', url), { cwd, env: both }).ended;
    assert.is(own.exit, 0, own.stderr);
    const shown = await (await fetch(metrics)).text();
    assert.match(shown, /^spillway_work_ranges_total 2$/m);
    worker.child.kill('SIGTERM');
    const ended = await worker.ended;
    assert.is(ended.exit, 0, ended.stderr);
    const alone = await start(run('alone', '--workers', '1'), { cwd }).ended;
    assert.is(alone.exit, 0, alone.stderr);
    const hashOf = (out: string) => summaryOf(path.join(cwd, out)).runHash;
    assert.is(hashOf('on'), hashOf('alone'));
    const said = [own, ended].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    const files = [...filesOf(path.join(cwd, 'on')).values()].map((bytes) =>
      bytes.toString('latin1'),
    );
    for (const text of [...said, shown, ...files]) assert.not.match(text, TOKEN);
  },
);

tlsTest('who names an authority gets TLS, whatever the address says', async () => {
  const asked = { url: 'nats://localhost', env: both, note: () => {}, name: 'test' };
  assert.equal(connectionOptions(asked).tls, { caFile: CERTIFICATE });
  const { SPILLWAY_NATS_CA: _, ...token } = both;
  assert.is(connectionOptions({ ...asked, env: token }).tls, undefined);
});

tlsTest('without the one or the other each side is refused, and told what to set', async () => {
  const refused =
    /^error NATS at tls:\/\/localhost:\d+: refuses the credentials; set SPILLWAY_NATS_TOKEN/m;
  const unknown = /^error NATS at tls:\/\/localhost:\d+: .*certificate.*SPILLWAY_NATS_CA/m;
  for (const [lacks, env] of [
    [refused, { SPILLWAY_NATS_CA: CERTIFICATE }],
    [refused, { ...both, SPILLWAY_NATS_TOKEN: 'wrong' }],
    [unknown, { SPILLWAY_NATS_TOKEN: TOKEN }],
  ] as const) {
    for (const command of [work, run('refused', '--cluster', url)]) {
      const { exit, stderr } = await start(command, { cwd, env }).ended;
      assert.is(exit, 1, stderr);
      assert.match(stderr, lacks);
      assert.not.match(stderr, TOKEN);
    }
  }
  assert.not.ok(fs.existsSync(path.join(cwd, 'refused')));
});

test.run();
