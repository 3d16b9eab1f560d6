/**
 * `npm test [-- SUBSTRING...]`: runs every test/**\/*.test.ts in a process of its own, two at a
 * time. A file fails if a test of it fails, if it crashes, takes longer than its time limit
 * (SPILLWAY_TEST_TIMEOUT seconds, 240 unless told) or runs no test at all. With SUBSTRING only the
 * files whose path contains one of them. The last line is `N passed, N failed`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const AT_A_TIME = 2;

/** The folder that is searched; another one than this serves the test of this program. */
const folder = process.env.SPILLWAY_TEST_FOLDER ?? import.meta.dirname;
const limitSeconds = Number(process.env.SPILLWAY_TEST_TIMEOUT ?? 240);
if (!(limitSeconds > 0)) {
  const got = process.env.SPILLWAY_TEST_TIMEOUT;
  process.stderr.write(`SPILLWAY_TEST_TIMEOUT: got "${got}", expected seconds such as 240\n`);
  process.exit(2);
}

interface Result {
  passed: number;
  failed: number;
  skipped: number;
  /** Why the file counts as failed, beyond its failed tests. */
  reason?: string;
  output: string;
  seconds: number;
}

const running = new Set<ChildProcess>();

/** Ends a test file's process with everything it has started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

function sumOf(output: string, what: string): number | undefined {
  const found = [...output.matchAll(new RegExp(`^ {2}${what}: +(\\d+)$`, 'gm'))];
  if (found.length === 0) return undefined;
  return found.reduce((sum, match) => sum + Number(match[1]), 0);
}

function judge(output: string, exit: string | undefined, seconds: number): Result {
  const plain = stripVTControlCharacters(output);
  const total = sumOf(plain, 'Total');
  const passed = sumOf(plain, 'Passed') ?? 0;
  const skipped = sumOf(plain, 'Skipped') ?? 0;
  const failedTests = (total ?? passed) - passed;
  const result: Result = { passed, failed: failedTests, skipped, output, seconds };
  if (exit !== undefined && failedTests === 0) result.reason = exit;
  else if (total === undefined) result.reason = 'ended without a result: is test.run() called?';
  else if (total === 0) result.reason = 'ran no test';
  // Such a file counts as one failure; with failed tests, those are the count.
  if (result.reason !== undefined) result.failed += 1;
  return result;
}

function runFile(file: string): Promise<Result> {
  return new Promise((resolve) => {
    const start = process.hrtime.bigint();
    const output: Buffer[] = [];
    let timedOut = false;
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      // Its own process group, so that a time-out also ends what the test has started.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    running.add(child);
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, limitSeconds * 1000);
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(String(error))));
    child.on('exit', () => killGroup(child));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      let exit: string | undefined;
      if (timedOut) exit = `still running after ${limitSeconds} s`;
      else if (signal !== null) exit = `ended by ${signal}`;
      else if (code !== 0) exit = `exit code ${code}`;
      resolve(judge(Buffer.concat(output).toString(), exit, seconds));
    });
  });
}

function report(file: string, result: Result): void {
  const { passed, failed, skipped, reason, output, seconds } = result;
  const name = path.relative(folder, file);
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  const tests = `${passed} test${passed === 1 ? '' : 's'}${skips}, ${seconds.toFixed(1)} s`;
  if (failed === 0) {
    process.stdout.write(`ok      ${name}  ${tests}\n`);
    return;
  }
  const why = reason ?? `${failed} failed`;
  process.stdout.write(`FAILED  ${name}  ${why}, ${tests}\n${output.trimEnd()}\n\n`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of running) killGroup(child);
    process.exit(130);
  });
}

const wanted = process.argv.slice(2);
const files = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort()
  .map((name) => path.join(folder, name));

let passed = 0;
let failed = 0;
const waiting = files.values();
const lanes = Array.from({ length: AT_A_TIME }, async () => {
  for (const file of waiting) {
    const result = await runFile(file);
    passed += result.passed;
    failed += result.failed;
    report(file, result);
  }
});
await Promise.all(lanes);

if (files.length === 0) process.stdout.write(`no test file matches ${wanted.join(' ')}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
