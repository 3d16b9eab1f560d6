/** The server on its port: streams that are slow, requests that never end, addresses that are none, its end. */
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as net from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import { type Server, startServer } from '../../../src/show/server/index.js';
import { liveStream } from '../../../src/show/cli/liveStream.js';
import type { Live } from '../../../src/run/live/shape.js';
import { Hub } from '../../../src/show/server/hub.js';
import { addressOf } from '../../../src/show/server/token.js';
import { fresh } from '../../end-to-end/cli.js';
import { closeAll, isOver, liveSession, until } from '../../support/live.js';

const cwd = fresh();
fs.writeFileSync(path.join(cwd, 'secret.txt'), 'a file that nobody is to read');
const servers: Server[] = [];
test.after(async () => {
  for (const server of servers) await server.close();
  await closeAll();
});

let made = 0;
async function serving(more: { spills?: number; token?: string } = {}) {
  const source = liveSession(path.join(cwd, `session-${++made}`), { spills: more.spills ?? 2 });
  const logged: string[] = [];
  const server = await startServer({
    ...{ source, host: '127.0.0.1', port: 0, names: [], token: more.token ?? null },
    log: (line) => logged.push(line),
  });
  servers.push(server);
  const { host, port } = new URL(server.url);
  return { source, server, host, port: Number(port), logged };
}

/** Sends bytes, and collects what comes until the other side closes, or for so long. */
async function raw(port: number, bytes: string, ms = 2000): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.write(bytes);
  await Promise.race([closed, sleep(ms, null, { ref: false })]);
  socket.destroy();
  return said;
}

const get = (host: string, target: string, more = '') =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`;

test('a port that is taken', async () => {
  const { port, source } = await serving();
  try {
    await startServer({
      ...{ source, host: '127.0.0.1', port, names: [], token: null, log: () => {} },
    });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, UsageError);
    const words = `--port: cannot be listened on (EADDRINUSE), got 127.0.0.1:${port}; give another --port, or 0 for any that is free`;
    assert.is((error as Error).message, words);
  }
});

test('addresses as only a program without manners sends them', async () => {
  const { port, host } = await serving();
  const targets = [
    '/../secret.txt',
    '/../../../../etc/passwd',
    '/assets/../../package.json',
    '/./../secret.txt',
    '//../secret.txt',
  ];
  for (const target of [
    ...targets,
    '/..%2fsecret.txt',
    '/%2e%2e/%2e%2e/secret.txt',
    '/.%2e/x',
    `http://${host}/../secret.txt`,
  ]) {
    const answer = await raw(port, get(host, target));
    assert.match(answer, /^HTTP\/1\.1 404 /, target);
    assert.match(answer, /content-security-policy: /i, target);
    assert.match(answer, /"error":\{"message":"[^"]*there is no such page or route"/, target);
    assert.not.match(answer, /nobody is to read|root:|"scripts"/);
  }
  for (const target of ['/..\\secret.txt', '*', 'file:///etc/passwd', 'http://[/x']) {
    const answer = await raw(port, get(host, target));
    assert.match(answer, /^HTTP\/1\.1 400 /, target);
    assert.match(answer, /content-security-policy: default-src 'none'/i, target);
    assert.match(
      answer,
      /"error":\{"message":"request: [^"]+; ask for a path such as \\"\/api\/state\\""/,
      target,
    );
  }
  // What is no HTTP gets no further than the parser.
  for (const bytes of [
    'nonsense\r\n\r\n',
    get(host, 'secret.txt'),
    get(host, '\\secret.txt'),
    `GET / HTTP/1.1\r\n\r\n`,
    `GET /\0 HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
  ]) {
    assert.match(await raw(port, bytes), /^HTTP\/1\.1 4\d\d /, bytes.slice(0, 20));
  }
  for (const head of ['evil.example', `evil.example:${port}`]) {
    assert.match(await raw(port, get(head, '/')), /^HTTP\/1\.1 421 /);
  }
  // The address of the request line does not stand for the host.
  const asked = get('evil.example', `http://${host}/api/state`);
  assert.match(await raw(port, asked), /^HTTP\/1\.1 421 /);
  assert.match(await raw(port, get(host, '/healthz')), /^HTTP\/1\.1 200 [\s\S]*ok\n/);
});

test('bodies: of unknown length, longer than they say, and without an end', async () => {
  const { port, host, logged } = await serving();
  const head = `POST /api/control HTTP/1.1\r\nHost: ${host}\r\nX-Spillway: 1\r\nContent-Type: application/json\r\nConnection: close\r\n`;
  const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
  const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(100)}0\r\n\r\n`;
  assert.match(
    await raw(port, chunked),
    /^HTTP\/1\.1 413 [\s\S]*the request has more than 4096 bytes/,
  );
  const announced = `${head}Content-Length: 99999999999\r\n\r\n`;
  assert.match(await raw(port, announced), /^HTTP\/1\.1 413 /);
  const both = `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
  assert.match(await raw(port, both), /^HTTP\/1\.1 400 /);
  const right = '{"command":"pause"}';
  const answer = await raw(port, `${head}Content-Length: ${right.length}\r\n\r\n${right}`);
  assert.match(
    answer,
    /^HTTP\/1\.1 400 [\s\S]*pause: cannot be done now, got configured; possible now: start/,
  );
  assert.equal(logged, []);
});

test('the stream: at once what there is, then what changes, for watch as for browsers', async () => {
  const { source, server } = await serving({ spills: 3 });
  const seen: Live[] = [];
  const reading = (async () => {
    for await (const live of liveStream(server.url, () => {})) {
      seen.push(live);
      if (isOver(live)) return;
    }
  })();
  for (let k = 0; k < 500 && seen.length === 0; k++) await sleep(10);
  assert.is(seen[0].control.state, 'configured');
  source.ask('start');
  await reading;
  const last = seen[seen.length - 1];
  assert.equal(last, JSON.parse(JSON.stringify(source.live())));
  assert.is(last.totals.spills, 3);
});

test('watch: what ends without a word, or says what is not ours, is an error', async () => {
  const said = ['', 'retry: 2000\n\n', 'event: live\ndata: {"schema":"other/1"}\n\n'];
  const stranger = http.createServer((_, answer) => answer.end(said.shift()));
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(stranger.address() as net.AddressInfo).port}`;
  const silent = /nothing answers \(the stream ended without a message\)/;
  for (const words of [silent, silent, /it says "other\/1"/]) {
    try {
      for await (const _ of liveStream(url, () => {})) assert.unreachable();
      assert.unreachable();
    } catch (error) {
      assert.instance(error, UsageError);
      assert.match((error as Error).message, words);
    }
  }
  stranger.close();
});

test('watch: the address as it is printed, with a token', async () => {
  const { server } = await serving({ token: 'sesame-open-sesame' });
  for await (const live of liveStream(addressOf(server.url, 'sesame-open-sesame'), () => {})) {
    assert.is(live.control.state, 'configured');
    return;
  }
});

test('at most two messages a second', async () => {
  const { source, server } = await serving({ spills: 8 });
  const times: number[] = [];
  const from = Date.now();
  let last: Live | null = null;
  source.ask('start');
  for await (const live of liveStream(server.url, () => {})) {
    times.push(Date.now() - from);
    last = live;
    if (isOver(live)) break;
  }
  assert.is(last?.totals.spills, 8);
  const lasted = times[times.length - 1];
  assert.ok(times.length <= 2 + lasted / 500 + 1, `${times.length} in ${lasted} ms`);
});

test('a screen that does not read costs one message, and has the last when it reads again', async () => {
  const { source, host, port } = await serving({ spills: 1 });
  const padding = 'x'.repeat(1 << 20);
  const big = Object.assign(Object.create(source), {
    live: () => ({ ...source.live(), padding, n: ++n }),
    follow: (changed: () => void) => {
      tell = changed;
      return () => {};
    },
  });
  let n = 0;
  let tell = () => {};
  let now = 0;
  // Two looks may wait for a message each; the time between messages is over at once.
  const hub = new Hub(big, 4, () => {
    now += 1e6;
    return now;
  });
  const slow = hub.open()?.getReader();
  const fast = hub.open()?.getReader();
  const text = async (reader: typeof fast) =>
    Buffer.from((await reader?.read())?.value ?? []).toString();
  assert.is(await text(fast), 'retry: 2000\n\n');
  await text(fast);
  await text(slow);
  const before = process.memoryUsage().arrayBuffers;
  for (let k = 0; k < 300; k++) {
    tell();
    assert.match(await text(fast), new RegExp(`"n":${k + 2}}\n\n$`));
  }
  const grown = process.memoryUsage().arrayBuffers - before;
  // Of 300 MB; what was read is collected some time.
  assert.ok(grown < 150e6, `${grown} bytes`);
  assert.match(await text(slow), /"n":1}\n\n$/);
  assert.match(await text(slow), /"n":301}\n\n$/);
  tell();
  assert.match(await text(slow), /"n":302}\n\n$/);
  hub.close();

  // The same of a socket that is not read: the run is done, and told of in the end.
  const socket = net.connect(port, '127.0.0.1');
  socket.write(get(host, '/api/stream'));
  await new Promise((resolve) => socket.once('readable', resolve));
  socket.pause();
  source.ask('start');
  await until(source, isOver);
  await sleep(700);
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.resume();
  for (let k = 0; k < 500 && !/"state":"stopped"/.test(said); k++) await sleep(20);
  assert.match(said, /"state":"stopped"/);
  socket.destroy();
});

test('requests that never end do not hold the server, nor its end', async () => {
  const { server, host, port } = await serving();
  const sockets = [
    ...[`GET / HTTP/1.1\r\nHost: ${host}\r\n`, '', 'G', get(host, '/api/stream')],
    `POST /api/control HTTP/1.1\r\nHost: ${host}\r\nX-Spillway: 1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"comm`,
    `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  ].flatMap((bytes) =>
    Array.from({ length: 10 }, () => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(bytes);
      return socket;
    }),
  );
  await sleep(200);
  assert.match(await raw(port, get(host, '/healthz')), /^HTTP\/1\.1 200 /);
  const from = Date.now();
  await server.close();
  assert.ok(Date.now() - from < 3000, `${Date.now() - from} ms`);
  const later = net.connect(port, '127.0.0.1');
  const [error] = await Promise.race([
    new Promise<[NodeJS.ErrnoException]>((resolve) => later.on('error', (e) => resolve([e]))),
    sleep(2000).then(() => [null] as const),
  ]);
  assert.is(error?.code, 'ECONNREFUSED');
  for (const socket of sockets) socket.destroy();
});

test('at its end a stream has the last word', async () => {
  const { source, server, host, port } = await serving({ spills: 100 });
  const reading = raw(port, get(host, '/api/stream'), 30_000);
  source.ask('start');
  await until(source, ({ totals }) => totals.spills >= 1);
  await source.close('SIGTERM');
  await server.close();
  const messages = (await reading).split('event: live\ndata: ');
  const { control } = JSON.parse(
    messages[messages.length - 1].replace(/\r\n[0-9a-f]*\r\n/g, '').split('\n\n')[0],
  ) as Live;
  assert.equal([control.state, control.words], ['stopped', 'stopped: SIGTERM']);
});

test('what begins is at once asked for under its own address alone', async () => {
  const { server } = await serving({ token: 'sesame-open-sesame' });
  const answer = await fetch(new URL('/api/control', server.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Spillway': '1' },
    body: '{"command":"start"}',
  });
  assert.is(answer.status, 401);
});

test.run();
