/**
 * Nanoseconds of CPU time per call of `core/random` and `core/math`; for each the least of several
 * rounds, as the machine may be shared. Run: npm run build && node --import tsx bench/random.ts [name...]
 *
 * Kernels that share callees slow each other in one process, so each row has a process of its own.
 */
import { spawnSync } from 'node:child_process';
import * as math from '../dist/core/math.js';
import { seedKey, Stream } from '../dist/core/random/index.js';

const stream = new Stream().seek(seedKey('bench'), 0, 0, 0, 0);
const key = seedKey('bench');

/** 4096 arguments spread over [low, high). */
function spread(low: number, high: number): Float64Array {
  return Float64Array.from({ length: 4096 }, () => low + (high - low) * stream.uniform());
}

function over(f: (x: number) => number, low: number, high: number) {
  return (n: number): number => {
    const xs = spread(low, high);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += f(xs[i & 4095]);
    return sum;
  };
}

function drawing(draw: () => number) {
  return (n: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += draw();
    return sum;
  };
}

const rows: Record<string, (n: number) => number> = {
  'imul xor chain': (n) => {
    let x = 1;
    for (let i = 0; i < n; i++) x = Math.imul(x, 0x12345677) ^ i;
    return x;
  },
  seek: (n) => {
    for (let i = 0; i < n; i++) stream.seek(key, 1, 2, i, 3);
    return stream.u32();
  },
  u32: drawing(() => stream.u32()),
  uniform: drawing(() => stream.uniform()),
  normal: drawing(() => stream.normal()),
  exponential: drawing(() => stream.exponential()),
  'gamma 2.5': drawing(() => stream.gamma(2.5)),
  'gamma 0.4': drawing(() => stream.gamma(0.4)),
  'poisson 0.3': drawing(() => stream.poisson(0.3)),
  'poisson 8': drawing(() => stream.poisson(8)),
  'poisson 30': drawing(() => stream.poisson(30)),
  'poisson 1e4': drawing(() => stream.poisson(1e4)),
  log: over(math.log, 0, 10),
  'Math.log': over(Math.log, 0, 10),
  exp: over(math.exp, -50, 5),
  'Math.exp': over(Math.exp, -50, 5),
  sin: over(math.sin, -10, 10),
  'Math.sin': over(Math.sin, -10, 10),
  atan: over(math.atan, -3, 3),
  pow: over((x) => math.pow(x, 3.7), 0, 100),
  'Math.pow': over((x) => x ** 3.7, 0, 100),
};

const [row] = process.argv.slice(2);
const run = row === undefined ? undefined : rows[row];
if (run) {
  const calls = 1_000_000;
  let best = Infinity;
  for (let round = 0; round < 12; round++) {
    const start = process.cpuUsage();
    run(calls);
    best = Math.min(best, (process.cpuUsage(start).user * 1000) / calls);
  }
  console.log(`${row?.padEnd(16)} ${best.toFixed(2).padStart(7)} ns`);
} else {
  for (const name of Object.keys(rows)) {
    spawnSync(process.execPath, [...process.execArgv, import.meta.filename, name], {
      stdio: 'inherit',
    });
  }
}
