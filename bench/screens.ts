/**
 * `npm run bench:screens [-- max|real|TIMES [SPILLS [ROUNDS]]]`: CPU time that ten screens cost an emulation. One process, as of
 * `spillway serve`, makes blocks of so many spills by turns without and with ten streams, which this process reads; the first and
 * the last block do not count. Compared is CPU time per electron, of neighbours.
 */
import { fork } from 'node:child_process';
import * as http from 'node:http';
import * as path from 'node:path';
import { describeMachine, machine } from './measure.js';
import { markdown, rounded } from './report.js';
import type { Block, Said, Serving } from './serving.js';

const SCREENS = 10;
const [speed = 'max', block = '4', rounds = '8'] = process.argv.slice(2);
const blocks = 2 * Number(rounds) + 2;
const serving: Serving = {
  speed: speed === 'max' || speed === 'real' ? speed : Number(speed),
  ...{ block: Number(block), blocks },
};

const child = fork(
  path.join(import.meta.dirname, '..', '.bench', 'serving.js'),
  [JSON.stringify(serving)],
  { execArgv: [] },
);
const said: Said[] = [];
let tell = () => {};
child.on('message', (what: Said) => {
  said.push(what);
  tell();
});
const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));

async function next(): Promise<Said> {
  while (said.length === 0) {
    await Promise.race([
      new Promise<void>((resolve) => {
        tell = resolve;
      }),
      gone.then((code) => {
        throw new Error(`bench: the server has ended with ${code}`);
      }),
    ]);
  }
  return said.shift() as Said;
}

let messages = 0;
let bytes = 0;
/** A stream that is read, once it has its first message. */
const look = (url: string) =>
  new Promise<http.ClientRequest>((resolve, reject) => {
    const request = http.get(new URL('/api/stream', url), { agent: false }, (answer) => {
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (!chunk.includes('event: live')) return;
        messages++;
        resolve(request);
      });
      answer.on('error', () => {});
    });
    // Once it is there, it ends when it is destroyed.
    request.on('error', reject);
  });

const begun = await next();
if (!('url' in begun)) throw new Error('bench: expected an address');
const without: Block[] = [];
const with10: Block[] = [];
for (let n = 0; n < blocks; n++) {
  // None, ten, ten, none: what grows with time takes both alike.
  const looked = n > 0 && n < blocks - 1 && [1, 2].includes((n - 1) % 4);
  const screens = looked
    ? await Promise.all(Array.from({ length: SCREENS }, () => look(begun.url)))
    : [];
  child.send('go');
  const done = (await next()) as Block;
  for (const screen of screens) screen.on('error', () => {}).destroy();
  process.stderr.write(
    `block ${n} of ${blocks}, ${screens.length} screens: ${rounded((1e9 * done.cpu) / done.electrons)} ns per electron\n`,
  );
  if (n > 0 && !done.isLast) (looked ? with10 : without).push(done);
}
await gone;

const cost = ({ cpu, electrons }: Block) => (1e9 * cpu) / electrons;
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const ratios = with10.map((own, i) => cost(own) / cost(without[i]));
const ratio = mean(ratios);
const scatter = mean(ratios.map((r) => (r - ratio) ** 2));
const error = Math.sqrt(scatter / (ratios.length - 1));
const perScreen = messages / SCREENS / with10.length;
process.stdout.write(
  `${markdown(
    [
      'speed',
      'spills',
      'ns/e- none',
      'ns/e- ten',
      'ratio',
      'error',
      'messages/block',
      'kB each',
      'ms CPU each',
    ],
    [
      [
        ...[speed, `${2 * with10.length} x ${block}`],
        ...[mean(without.map(cost)), mean(with10.map(cost))].map((x) => rounded(x)),
        ...[rounded(ratio, 4), rounded(error, 2), rounded(perScreen)],
        ...[rounded(bytes / messages / 1e3), rounded(1e3 * mean(with10.map((b) => b.message)))],
      ],
    ],
  )}\n\n${describeMachine(machine())}.\n`,
);
