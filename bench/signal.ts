/**
 * Milliseconds of CPU time per total cross section and per yield; for each the median over masses and rounds, and
 * that of the very first, before the code is compiled. Run: npm run build && node --import tsx bench/signal.ts
 *
 * Each row has a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { crossSection, LEAD, METHODS, signalYield, total } from '../dist/core/signal/index.js';
import type { Method } from '../dist/core/signal/index.js';
import { median } from './measure.js';

const methods = Object.keys(METHODS) as Method[];
const MASSES = [0.001, 0.0167, 0.1, 1];
const ROUNDS = 10;

const rows: Record<string, (mass: number) => number> = Object.fromEntries(
  methods.flatMap((method) => {
    const at = (mass: number) => ({ mass, energy: 100, target: LEAD });
    return [
      [`${method} total`, (mass: number) => total(crossSection(method, at(mass)))],
      [`${method} yield`, (mass: number) => signalYield(method, at(mass)).perEot],
    ];
  }),
);

const [row] = process.argv.slice(2);
const run = row === undefined ? undefined : rows[row];
if (run) {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS * MASSES.length; i++) {
    const start = process.cpuUsage();
    run(MASSES[i % MASSES.length]);
    times.push(process.cpuUsage(start).user / 1000);
  }
  const [first] = times;
  console.log(
    `${row?.padEnd(10)} ${median(times).toFixed(1).padStart(7)} ms, the first ${first.toFixed(1)} ms`,
  );
} else {
  for (const name of Object.keys(rows)) {
    spawnSync(process.execPath, [...process.execArgv, import.meta.filename, name], {
      stdio: 'inherit',
    });
  }
}
