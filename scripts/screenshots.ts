/**
 * `npm run screenshots`: makes the pictures of the pages in docs/figures/screen, of a run with a fixed seed. Wants a build, and
 * chromium in the PATH or in $CHROMIUM.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { Place } from '../src/run/display/index.js';
import type { Live } from '../src/run/live/shape.js';

const root = path.dirname(import.meta.dirname);
const out = path.join(root, 'docs/figures/screen');
const cli = path.join(root, 'dist/show/cli/main.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-screenshots-'));

/** Of a full spill few electrons are enough to fill the plane. */
const RUN = ['run3-2018', '--seed', 'screenshots', '--spills', '12', '--set', 'beam.intensity=2e6'];
const LAPTOP = { width: 1280, height: 1010 };
const PHONE = { width: 390, height: 844 };

function serve(): Promise<{ child: ChildProcess; url: string }> {
  const args = [cli, 'serve', path.join(folder, 'run'), '--speed', 'max', '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
      const url = /http:\/\/\S+?(?=\/\s)/.exec(said)?.[0];
      if (url !== undefined) resolve({ child, url });
    });
    child.on('exit', () => reject(new Error(said)));
  });
}

const sleep = (ms: number) => new Promise((go) => setTimeout(go, ms));

async function take(page: Page, name: string): Promise<void> {
  // What is drawn when it comes into sight is drawn.
  await sleep(2500);
  const file = path.join(out, `${name}.png`);
  await page.screenshot({ path: file });
  process.stdout.write(`${path.relative(root, file)}: ${fs.statSync(file).size} bytes\n`);
}

const how = ['--fidelity', 'waveform', '--out', path.join(folder, 'run')];
const made = spawnSync(process.execPath, [cli, 'run', ...RUN, ...how], { stdio: 'inherit' });
if (made.status !== 0) throw new Error(`spillway run: exit code ${made.status}`);
const { child, url } = await serve();
const executablePath = process.env.CHROMIUM ?? 'chromium';
const which = spawnSync('which', [executablePath], { encoding: 'utf8' }).stdout.trim();
const browser = await chromium.launch({
  executablePath: which,
  args: ['--no-sandbox', '--enable-unsafe-swiftshader'],
});
try {
  const get = async <T>(address: string) => (await (await fetch(`${url}${address}`)).json()) as T;
  const isOver = async () => (await get<Live>('/api/state')).control.state === 'stopped';
  while (!(await isOver())) await sleep(1000);
  fs.mkdirSync(out, { recursive: true });
  const open = async (viewport: typeof PHONE, hash = '') => {
    const context = await browser.newContext({ viewport, colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(`${url}/${hash}`);
    return page;
  };
  await take(await open(LAPTOP), 'dashboard');
  await take(await open(PHONE), 'dashboard-phone');
  const { spill, event } = await get<Place>('/api/event/next?run=1&kind=II&spill=1&event=0');
  const page = await open({ ...LAPTOP, height: 1540 }, `#/event/1/${spill}/${event}`);
  await take(page, 'event');
} finally {
  await browser.close();
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('exit', resolve));
  fs.rmSync(folder, { recursive: true, force: true });
}
