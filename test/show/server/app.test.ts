/** What the server refuses, in which words, and that nothing but pages and runs can be read. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import type { Executor } from '../../../src/run/executor/executor.js';
import { inlineExecutor } from '../../../src/run/executor/inline.js';
import { type AppOptions, createApp } from '../../../src/show/server/app.js';
import { isLoopback, namesOf, requireName } from '../../../src/show/server/guard.js';
import { readPages } from '../../../src/show/server/pages.js';
import { fresh } from '../../end-to-end/cli.js';
import { closeAll, ended, liveSession } from '../../support/live.js';

const cwd = fresh();
const session = liveSession(path.join(cwd, 'session'), { spills: 1 });
await ended(session);

const SECRET = 'a file that nobody is to read';
fs.writeFileSync(path.join(cwd, 'secret.txt'), SECRET);
const web = path.join(cwd, 'web');
fs.mkdirSync(path.join(web, 'assets'), { recursive: true });
fs.writeFileSync(path.join(web, 'index.html'), '<!doctype html><title>Spillway</title>');
fs.writeFileSync(path.join(web, 'assets/app-1234.js'), 'void 0;');

const PORT = 4864;
const HOST = `127.0.0.1:${PORT}`;
const closing: (() => void)[] = [];
test.after(async () => {
  for (const close of closing) close();
  await closeAll();
});

function make(more: Partial<AppOptions> = {}) {
  const logged: string[] = [];
  const { app, hub } = createApp({
    ...{ source: session, pages: readPages(web), bound: '127.0.0.1', port: PORT, names: [] },
    ...{
      executor: inlineExecutor(),
      token: null,
      now: () => 0,
      log: (line: string) => logged.push(line),
    },
    ...more,
  });
  closing.push(() => hub.close());
  return { app, hub, logged };
}

type Headers = Record<string, string>;
const OWN = { host: HOST, 'x-spillway': '1', 'content-type': 'application/json' };

/** Every answer has these, and every refusal says in one shape what is wrong. */
async function check(answer: Response): Promise<string> {
  const header = (name: string) => answer.headers.get(name) ?? '';
  const policy = header('content-security-policy');
  for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'"]) {
    assert.ok(policy.includes(rule), `${answer.status}: ${policy}`);
  }
  assert.match(policy, "frame-ancestors 'none'");
  assert.match(policy, "form-action 'none'");
  assert.not.match(policy, /unsafe|https?:|\*/);
  assert.is(header('x-content-type-options'), 'nosniff');
  assert.is(header('referrer-policy'), 'no-referrer');
  assert.is(header('cross-origin-resource-policy'), 'same-origin');
  assert.is(header('access-control-allow-origin'), '');
  const text = await answer.text();
  if (answer.ok) return text;
  assert.match(header('content-type'), /^application\/json/);
  const body = JSON.parse(text);
  assert.equal(Object.keys(body), ['error']);
  assert.equal(Object.keys(body.error), ['message']);
  assert.ok(body.error.message.length > 10, text);
  return body.error.message;
}

const app = make().app;
type Asked = { readonly to?: typeof app; readonly headers?: Headers; readonly method?: string };

async function expectRefusal(
  status: number,
  words: RegExp | string,
  address: string,
  { to = make().app, headers = { host: HOST }, ...init }: Asked & { body?: string } = {},
): Promise<Response> {
  const answer = await to.request(address, { headers, ...init });
  const copy = answer.clone();
  const message = await check(answer);
  assert.is(answer.status, status, message);
  if (typeof words === 'string') assert.is(message, words);
  else assert.match(message, words);
  return copy;
}

const post = (body: string, more: Headers = {}, to = make().app) => ({
  ...{ method: 'POST', body, headers: { ...OWN, ...more }, to },
});
const control = (command: unknown, more: Headers = {}, to = make().app) =>
  post(JSON.stringify({ command }), more, to);

test('host: only names of this server', async () => {
  for (const host of [HOST, `localhost:${PORT}`, `LOCALHOST:${PORT}`, `[::1]:${PORT}`]) {
    const answer = await app.request('/healthz', { headers: { host } });
    assert.is(answer.status, 200, host);
    assert.is(await check(answer), 'ok\n');
  }
  const others = [
    `evil.example:${PORT}`,
    '127.0.0.1',
    '127.0.0.1:80',
    `127.0.0.1.evil.example:${PORT}`,
  ];
  for (const host of [
    ...others,
    `127.0.0.1:${PORT}.`,
    `a@127.0.0.1:${PORT}`,
    '',
    `10.0.0.1:${PORT}`,
  ]) {
    for (const address of ['/', '/api/state', '/api/stream', '/metrics', '/healthz', '/none']) {
      const words = `Host: got "${host.toLowerCase()}", expected one of ${HOST}, localhost:${PORT}, [::1]:${PORT}; see --allow-host`;
      await expectRefusal(421, words, address, { headers: { host } });
    }
    await expectRefusal(421, /^Host: /, '/api/control', control('stop', { host }));
  }
});

test('names: that of the address, those that were allowed, the port that browsers leave out', () => {
  const loopback = namesOf('127.0.0.1', 80, []).hosts;
  const names = (bound: string, port: number, more: string[]) => {
    const { hosts, origins } = namesOf(bound, port, more);
    const isMore = (name: string) => !/^(127|localhost:\d{4}$|\[::1)/.test(name);
    assert.ok([...hosts].every((host) => origins.has(`http://${host}`) || !isMore(host)));
    return [...hosts].filter(isMore);
  };
  for (const name of ['127.0.0.1', '127.0.0.1:80', 'localhost', '[::1]', '[::1]:80']) {
    assert.ok(loopback.has(name), name);
  }
  assert.is(loopback.size, 6);
  assert.equal(names('0.0.0.0', 5000, []), ['0.0.0.0:5000']);
  assert.equal(names('::', 5000, ['DAQ.example.org']), ['[::]:5000', 'daq.example.org:5000']);
  assert.equal(names('127.0.0.1', 5000, ['daq:22000']), ['daq:22000']);
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1'])
    assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '127.0.0.1.evil.example', '128.0.0.1', '']) {
    assert.not.ok(isLoopback(host), host);
  }
});

test('names: the origin of a proxy that speaks TLS', async () => {
  const { hosts, origins } = namesOf('127.0.0.1', 5000, [
    'https://DAQ.example.org',
    'https://b:8443',
  ]);
  assert.equal([...hosts].slice(3), ['daq.example.org', 'b:8443']);
  assert.equal([...origins].slice(3), ['https://daq.example.org', 'https://b:8443']);

  const { app: to } = make({ names: ['https://daq.example.org'] });
  const asked = (host: string, origin: string) => post('{}', { host, origin }, to);
  // As a proxy hands on the host, or puts its own in the place of it.
  for (const host of ['daq.example.org', HOST]) {
    const own = asked(host, 'https://daq.example.org');
    await expectRefusal(403, /^The box is not opened from a screen/, '/api/unblind', own);
    for (const other of ['http://daq.example.org', 'https://daq.example.org:8443', 'https://b']) {
      await expectRefusal(403, /^Origin: got /, '/api/unblind', asked(host, other));
    }
  }
  for (const host of [
    `daq.example.org:${PORT}`,
    'daq.example.org:443',
    'https://daq.example.org',
  ]) {
    await expectRefusal(421, /^Host: got /, '/api/unblind', asked(host, 'https://daq.example.org'));
  }
});

test('names that are none', () => {
  for (const name of ['daq', 'daq.example.org:8080', '10.0.0.1', '[::1]:80', 'https://daq:8443']) {
    requireName(name);
  }
  for (const name of [
    ...['', '*', 'a b', 'http://daq', 'https://', 'https://daq/', 'https://a@daq', 'ftp://daq'],
    ...['daq:port', 'daq:99999', '1.2.3.999', 'https://*.example.org', 'daq/x', 'daq?x', '//daq'],
  ]) {
    assert.throws(
      () => requireName(name),
      (e: unknown) => e instanceof UsageError && e.message.includes(`got "${name}", expected daq`),
      name,
    );
  }
});

test('origin: commands come from pages of this server, or from no page', async () => {
  const route = '/api/unblind';
  const asOwn: Headers[] = [{}, { origin: `http://${HOST}` }, { 'sec-fetch-site': 'same-origin' }];
  for (const more of [
    ...asOwn,
    { 'sec-fetch-site': 'none' },
    { origin: `http://localhost:${PORT}` },
  ]) {
    await expectRefusal(403, /^The box is not opened from a screen/, route, post('{}', more));
  }
  const origins = [
    'http://evil.example',
    'null',
    `https://${HOST}`,
    `http://${HOST}.evil.example`,
    'http://127.0.0.1:1',
    'file://',
  ];
  for (const origin of origins) {
    const words = `Origin: got "${origin}", expected a page of this server`;
    for (const address of [route, '/api/control', '/api/change']) {
      await expectRefusal(403, words, address, post('{}', { origin }));
    }
  }
  for (const site of ['cross-site', 'same-site']) {
    const words = `Sec-Fetch-Site: got "${site}", expected a page of this server`;
    await expectRefusal(403, words, route, post('{}', { 'sec-fetch-site': site }));
    // Nor is an event made, or a stream held, for another page.
    for (const address of ['/api/state', '/api/stream', '/api/event', '/api/event/next?kind=I']) {
      const headers = { host: HOST, 'sec-fetch-site': site };
      await expectRefusal(403, words, address, { headers });
    }
  }
  // No answer allows another page to ask with headers of its own.
  const asked = { origin: 'http://evil.example', 'access-control-request-headers': 'x-spillway' };
  const preflight = await app.request('/api/control', {
    method: 'OPTIONS',
    headers: { ...OWN, ...asked },
  });
  assert.is(preflight.status, 405);
  assert.match(await check(preflight), '/api/control: got OPTIONS, expected POST');
});

test('what a form of another page can send is no command', async () => {
  const without = { host: HOST, 'content-type': 'application/json' };
  const route = '/api/control';
  const words = 'X-Spillway: got none, expected the header "X-Spillway: 1"';
  await expectRefusal(403, words, route, { method: 'POST', headers: without, body: '{}' });
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
  ]) {
    const expected = `Content-Type: got "${type}", expected application/json`;
    await expectRefusal(403, expected, route, control('stop', { 'content-type': type }));
  }
  const answer = await app.request(
    route,
    control('reset', { 'content-type': 'application/json; charset=utf-8' }),
  );
  assert.is(answer.status, 400);
});

test('token: for what changes something, where the server is bound elsewhere', async () => {
  const token = 'sesame-open-sesame';
  const { app: to } = make({ token, bound: '0.0.0.0', now: () => 0 });
  const none =
    /^Authorization: got none, expected "Bearer TOKEN" with the token that spillway serve has printed; in a browser open the address that it printed$/;
  const wrong = /^Authorization: got another one, expected "Bearer TOKEN"/;
  for (const route of ['/api/control', '/api/change', '/api/unblind']) {
    const { app: own } = make({ token, bound: '0.0.0.0' });
    await expectRefusal(401, none, route, post('{}', {}, own));
    await expectRefusal(401, none, `${route}?token=${token}`, post('{}', {}, own));
    for (const said of ['Bearer', 'Bearer ', `Basic ${token}`, token]) {
      await expectRefusal(401, none, route, post('{}', { authorization: said }, own));
    }
    for (const said of [
      'x',
      `${token}x`,
      token.slice(1),
      token.toUpperCase(),
      `${token}, ${token}`,
    ]) {
      await expectRefusal(401, wrong, route, post('{}', { authorization: `Bearer ${said}` }, own));
    }
  }
  const right = { authorization: `Bearer ${token}` };
  await expectRefusal(403, /^The box/, '/api/unblind', post('{}', right, to));
  await expectRefusal(400, /^body command: /, '/api/control', control('reset', right, to));
  // With the token, another page is refused all the same.
  await expectRefusal(
    403,
    /^Origin/,
    '/api/unblind',
    post('{}', { ...right, origin: 'http://evil.example' }, to),
  );
  // What is looked at needs none.
  for (const address of ['/', '/api/state', '/metrics', '/healthz']) {
    assert.is((await to.request(address, { headers: { host: `0.0.0.0:${PORT}` } })).status, 200);
  }
  const stream = await to.request('/api/stream', { headers: { host: HOST } });
  assert.is(stream.status, 200);
  await stream.body?.cancel();
});

test('an empty token opens nothing', async () => {
  const { app: to } = make({ token: '' });
  await expectRefusal(401, /got none/, '/api/control', control('start', {}, to));
  await expectRefusal(
    401,
    /got none/,
    '/api/control',
    control('start', { authorization: 'Bearer ' }, to),
  );
});

test('size: no more than is needed', async () => {
  const words = 'the request has more than 4096 bytes';
  const long = JSON.stringify({ command: 'x'.repeat(5000) });
  await expectRefusal(413, words, '/api/control', post(long));
  await expectRefusal(
    413,
    words,
    '/api/change',
    post(long, { 'content-length': `${long.length}` }),
  );
  await expectRefusal(400, /^body command: /, '/api/control', control('x'.repeat(3000)));
});

test('rate: so many at once, then so many per second, of each address; refusals take nothing', async () => {
  let now = 0;
  const { app: to } = make({ now: () => now });
  const status = async (more: Headers = {}) =>
    (await to.request('/api/control', control('reset', more, to))).status;
  for (let n = 0; n < 100; n++) assert.is(await status({ origin: 'http://evil.example' }), 403);
  for (let n = 0; n < 20; n++) assert.is(await status(), 400);
  const refused = await expectRefusal(
    ...([429, 'too many requests: 20 at once, 5 per second', '/api/control'] as const),
    control('reset', {}, to),
  );
  assert.is(refused.headers.get('retry-after'), '1');
  // Who hammers gets through as often as who waits.
  let through = 0;
  for (let n = 0; n < 100; n++) {
    now += 20;
    if ((await status()) === 400) through++;
  }
  assert.ok(through >= 9 && through <= 10, `${through} in two seconds`);
  now += 60_000;
  for (let n = 0; n < 20; n++) assert.is(await status(), 400);
  assert.is(await status(), 429);
  // The clock may go back.
  now -= 1e6;
  assert.is(await status(), 429);
  now += 1e6 + 1000;
  assert.is(await status(), 400);

  // Events have a rate of their own, and searches one below it.
  const event = async (route: string) => (await expectNone(`/api/event${route}`)).status;
  const expectNone = (address: string) => to.request(address, { headers: { host: HOST } });
  for (let n = 0; n < 10; n++) {
    for (const route of ['', '/phoenix', '/next']) assert.is(await event(route), 400);
  }
  for (const route of ['', '/phoenix', '/next']) assert.is(await event(route), 429);
  now += 2000;
  for (let n = 0; n < 8; n++) assert.is(await event(''), 400);
  assert.equal([await event('/next'), await event('/next')], [400, 429]);
});

test('events: made beside the main thread, and so many at once', async () => {
  const inline = inlineExecutor();
  let release = () => {};
  const gate = new Promise<void>((go) => {
    release = go;
  });
  const executor: Executor = {
    ...inline,
    run: async (task, range) => {
      await gate;
      return inline.run(task, range);
    },
  };
  const { app: to } = make({ executor });
  const headers = { host: HOST };
  const address = '/api/event?run=1&spill=1&event=1';
  const asked = Array.from({ length: 8 }, () => to.request(address, { headers }));
  await expectRefusal(503, '8 events are being made already; ask again', address, { to });
  assert.is((await to.request('/api/state', { headers })).status, 200);
  release();
  for (const answer of await Promise.all(asked)) assert.is(answer.status, 200);
  assert.is((await to.request(address, { headers })).status, 200);
});

test('bodies that are none, or say what nobody understands', async () => {
  const words = 'the body is not JSON';
  for (const body of ['', '{', 'command=stop', '{"command":"stop"}}']) {
    await expectRefusal(400, words, '/api/control', post(body));
    await expectRefusal(400, words, '/api/change', post(body));
  }
  for (const body of [
    'null',
    '[]',
    '7',
    '"stop"',
    '{}',
    '{"command":7}',
    '{"command":["stop"]}',
    '{"command":"reset"}',
    '{"command":"Stop"}',
  ]) {
    await expectRefusal(400, /^body( command)?: .*(xpected|Invalid)/, '/api/control', post(body));
  }
  const own = /^body other: /;
  await expectRefusal(400, own, '/api/control', post('{"command":"pause","other":1}'));
  await expectRefusal(400, own, '/api/change', post('{"intensity":1e6,"other":1}'));
  await expectRefusal(
    400,
    /^body: expected one of intensity, threshold/,
    '/api/change',
    post('{}'),
  );
  await expectRefusal(
    400,
    /^body: |^body __proto__: /,
    '/api/change',
    post('{"__proto__":{"intensity":1e6}}'),
  );
  for (const value of ['"1e6"', 'null', 'true', '[1]', '{}', '1e999']) {
    await expectRefusal(400, /^body intensity: /, '/api/change', post(`{"intensity":${value}}`));
  }
  for (const [name, value] of [
    ['intensity', -1],
    ['intensity', 0],
    ['intensity', 1e300],
    ['threshold', 0],
    ['threshold', 1e9],
  ] as const) {
    const range = new RegExp(
      `^${name}: got ${String(value).replace('+', '\\+')}, expected \\d+ to \\d+ `,
    );
    await expectRefusal(400, range, '/api/change', post(JSON.stringify({ [name]: value })));
  }
});

test('what cannot be done now says what can', async () => {
  const words = 'pause: cannot be done now, got stopped; possible now: start';
  await expectRefusal(400, words, '/api/control', control('pause'));
});

test('unblinding is refused, whatever is asked', async () => {
  for (const body of ['{}', '{"reason":"I want to"}', 'nonsense', '']) {
    await expectRefusal(403, /spillway unblind RUN --reason TEXT/, '/api/unblind', post(body));
  }
  const state = JSON.parse(
    await (await app.request('/api/state', { headers: { host: HOST } })).text(),
  );
  assert.equal([state.run.sealed, state.totals.box], [true, null]);
});

test('routes and methods that there are not', async () => {
  for (const address of [
    '/none',
    '/api',
    '/api/',
    '/api/state/',
    '/api/stateX',
    '/API/state',
    '/assets/',
    '/assets',
  ]) {
    await expectRefusal(404, `${address}: there is no such page or route`, address);
  }
  for (const [method, address, allowed] of [
    ['GET', '/api/control', 'POST'],
    ['DELETE', '/api/control', 'POST'],
    ['POST', '/api/state', 'GET'],
    ['PUT', '/metrics', 'GET'],
    ['POST', '/', 'GET'],
    ['POST', '/api/event', 'GET'],
  ] as const) {
    const words = `${address}: got ${method}, expected ${allowed}`;
    const answer = await expectRefusal(405, words, address, { method, headers: OWN });
    assert.is(answer.headers.get('allow'), allowed);
  }
});

test('pages, and what a browser may keep of them', async () => {
  const index = await app.request('/', { headers: { host: HOST } });
  assert.is(index.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.is(index.headers.get('cache-control'), 'no-cache');
  assert.match(await check(index), /<title>Spillway/);
  const script = await app.request('/assets/app-1234.js', { headers: { host: HOST } });
  assert.is(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.match(script.headers.get('cache-control') ?? '', /immutable/);
  await check(script);
  assert.throws(
    () => readPages(path.join(cwd, 'session')),
    /has no index\.html: npm run build makes it/,
  );
});

/** Ways up, as they were tried on other servers. */
const UP = [
  ...[
    '..',
    '%2e%2e',
    '%2E.',
    '..%2f',
    '..%5c',
    '..\\',
    '.%00.',
    '%252e%252e',
    '..;',
    '....//',
    '%c0%ae%c0%ae',
    '．．',
  ],
];

test('nothing outside of the pages can be read', async () => {
  const targets = ['secret.txt', 'etc/passwd', 'session/001/run.json', 'package.json'];
  let tried = 0;
  for (const up of UP) {
    for (const times of [1, 2, 8]) {
      for (const target of targets) {
        for (const from of ['', '/assets', '/api', '/assets/app-1234.js']) {
          const address = `${from}/${`${up}/`.repeat(times)}${target}`;
          const answer = await app.request(`http://${HOST}${address}`, { headers: { host: HOST } });
          assert.is(answer.status, 404, address);
          assert.not.match(await check(answer), new RegExp(`${SECRET}|root:|"schema"`));
          tried++;
        }
      }
    }
  }
  for (const address of [
    '//etc/passwd',
    '/file:///etc/passwd',
    `/${path.join(cwd, 'secret.txt')}`,
    '/index.html%00.js',
    '/C:/secret.txt',
  ]) {
    const answer = await app.request(`http://${HOST}${address}`, { headers: { host: HOST } });
    assert.is(answer.status, 404, address);
    assert.not.match(await check(answer), SECRET);
  }
  assert.ok(tried > 500, `${tried}`);
});

test('events are read of runs of this session, by number', async () => {
  const runs = [
    '../..',
    '..%2f..',
    '%2e%2e',
    '001',
    '1/../..',
    '1%00',
    '-1',
    '0',
    '1.0',
    '1e0',
    '',
    ' 1',
    '٣',
    '9'.repeat(20),
    cwd,
  ];
  for (const route of ['/api/event', '/api/event/phoenix', '/api/event/next']) {
    for (const run of runs) {
      const address = `${route}?run=${run}&spill=1&event=1&kind=I`;
      await expectRefusal(400, /^query run: expected a natural number$/, address);
    }
    const { app: to } = make();
    await expectRefusal(
      400,
      'run: got 2, expected 1 to 1, the runs of this session',
      `${route}?run=2&spill=1&event=1&kind=I`,
      { to },
    );
    await expectRefusal(400, /^query run: /, route, { to });
  }
  const { app: to } = make();
  await expectRefusal(400, /spill/, '/api/event?run=1&spill=2&event=1', { to });
  await expectRefusal(400, /event/, '/api/event?run=1&spill=1&event=99999', { to });
  await expectRefusal(400, /event: got 999999999,/, '/api/event?run=1&spill=1&event=999999999', {
    to,
  });
  await expectRefusal(400, /spill: got 999999999,/, '/api/event?run=1&spill=999999999&event=1', {
    to,
  });
  await expectRefusal(400, /^query kind: /, '/api/event/next?run=1&spill=0&event=0&kind=box', {
    to,
  });
  await expectRefusal(
    404,
    'no later event of region I',
    '/api/event/next?run=1&spill=9&event=0&kind=I',
    { to },
  );
});

test('an event, and its export', async () => {
  const headers = { host: HOST };
  const { app: to } = make();
  const event = await to.request('/api/event?run=1&spill=1&event=1', { headers });
  assert.is(event.status, 200, await event.clone().text());
  const { spill, event: number } = JSON.parse(await check(event));
  assert.equal([spill, number], [1, 1]);
  const phoenix = await to.request('/api/event/phoenix?run=1&spill=1&event=1', { headers });
  assert.is(
    phoenix.headers.get('content-disposition'),
    'attachment; filename="spillway-1-1.phoenix.json"',
  );
  assert.ok(Object.keys(JSON.parse(await check(phoenix))).length > 0);
});

test('what is damaged is said; what is a defect is written down, and not told', async () => {
  const broken = liveSession(path.join(cwd, 'broken'), { spills: 1 });
  await ended(broken);
  const { app: to, logged } = make({ source: broken });
  fs.writeFileSync(path.join(cwd, 'broken/001/spills.jsonl'), 'nonsense\n');
  // Where it stands is for who serves it, not for who looks.
  const damaged = '/api/event?run=1&spill=1&event=1';
  const told = await expectRefusal(500, /^001\/spills\.jsonl/, damaged, { to });
  assert.not.match(await told.text(), cwd);
  assert.is(logged.length, 1);
  assert.match(logged[0], `GET /api/event: ${path.join(cwd, 'broken/001/spills.jsonl')}`);
  const beyond = '/api/event?run=1&spill=2&event=1';
  const other = await expectRefusal(400, /the spills of 001$/, beyond);
  assert.not.match(await other.text(), cwd);
  const source = Object.assign(Object.create(session), {
    directoryOf: () => {
      throw new TypeError(`x is not a function, in ${cwd}`);
    },
  });
  const own = make({ source });
  const words = 'internal error; see what spillway serve prints';
  await expectRefusal(500, words, '/api/event?run=1&spill=1&event=1', { to: own.app });
  assert.equal(own.logged, [`GET /api/event: x is not a function, in ${cwd}`]);
});

test('state: alive, and ready while the run can go on', async () => {
  const headers = { host: HOST };
  const state = await app.request('/api/state', { headers });
  assert.match(state.headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(JSON.parse(await check(state)), JSON.parse(JSON.stringify(session.live())));
  assert.is(await check(await app.request('/readyz', { headers })), 'ready\n');

  const failing = liveSession(path.join(cwd, 'session'));
  const { app: to } = make({ source: failing });
  assert.is((await to.request('/readyz', { headers })).status, 200);
  failing.ask('start');
  await new Promise((go) => setTimeout(go, 100));
  await expectRefusal(503, /^error: .*001.*exists already/, '/readyz', { to });
  assert.is((await to.request('/healthz', { headers })).status, 200, 'the process is alive');
});

test('streams: no more than there may be, and HEAD opens none', async () => {
  const { app: to, hub } = make();
  const headers = { host: HOST };
  for (let n = 0; n < 200; n++) {
    const head = await to.request('/api/stream', { method: 'HEAD', headers });
    assert.equal([head.status, head.headers.get('content-type')], [200, 'text/event-stream']);
  }
  assert.is(hub.size, 0);
  const streams = await Promise.all(
    Array.from({ length: 64 }, () => to.request('/api/stream', { headers })),
  );
  assert.ok(streams.every(({ status }) => status === 200));
  assert.is(hub.size, 64);
  await expectRefusal(503, '64 screens look already; close one of them', '/api/stream', { to });
  await streams[7].body?.cancel();
  assert.is(hub.size, 63);
  const again = await to.request('/api/stream', { headers });
  assert.is(again.status, 200);
  assert.is(again.headers.get('cache-control'), 'no-store');
  hub.close();
  assert.match(await check(again), /^retry: 2000\n\nid: \d+\nevent: live\ndata: \{.*\}\n\n$/);
});

test.run();
