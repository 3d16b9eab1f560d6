/**
 * Pages of `spillway serve` in a headless Chromium: $CHROMIUM, else `chromium` of the PATH. What tests them says loudly that it was
 * left out where there is none, and fails for want of it when CI is set.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Live } from '../../src/run/live/shape.js';

const CLI = path.join(import.meta.dirname, '../../dist/show/cli/main.js');

function executable(): string | null {
  const asked = process.env.CHROMIUM;
  if (asked !== undefined) return fs.existsSync(asked) ? asked : null;
  const { status, stdout } = spawnSync('which', ['chromium'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

const found = executable();

/** Whether there is a browser; says so, as a test, where there is none. @param what is not tested then */
export function hasBrowser(what: string): boolean {
  test('chromium is there', () => {
    if (found !== null) return;
    process.stdout.write(`LEFT OUT: chromium is not installed, ${what} is not tested\n`);
    assert.not.ok(process.env.CI, 'CI needs chromium; $CHROMIUM says where it is');
  });
  return found !== null;
}

/** Drawn by the processor: the same with any graphics card. */
const FLAGS = ['--no-sandbox', '--force-color-profile=srgb', '--enable-unsafe-swiftshader'];

export const launch = (...flags: string[]): Promise<Browser> =>
  chromium.launch({ executablePath: found ?? '', args: [...FLAGS, ...flags] });

export const sleep = (ms: number) => new Promise((go) => setTimeout(go, ms));

/** Waits until it is so; says what was waited for where it never is. */
export async function until(
  what: string,
  isSo: () => Promise<boolean> | boolean,
  seconds = 30,
): Promise<void> {
  for (let left = seconds * 8; left > 0; left--) {
    if (await isSo()) return;
    await sleep(125);
  }
  throw new Error(`waited ${seconds} s in vain: ${what}`);
}

export interface Served {
  readonly url: string;
  readonly port: number;
  live(): Promise<Live>;
  get(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** `spillway serve` of the build, in a folder. @param token that control needs */
export function serve(
  cwd: string,
  args: readonly string[],
  { port = 0, token = '' }: { readonly port?: number; readonly token?: string } = {},
): Promise<Served> {
  const child = spawn(process.execPath, [CLI, 'serve', ...args, '--port', `${port}`], {
    ...{ cwd, stdio: ['ignore', 'ignore', 'pipe'] },
    env: { ...process.env, SPILLWAY_TOKEN: token },
  });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
      const [url] = /http:\/\/\S+?(?=\/(#\S*)?\s)/.exec(said) ?? [];
      if (url !== undefined) resolve(served(child, url, () => said));
    });
    child.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
}

/** Answers with the JSON that stands there. */
function json(address: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // A connection of its own: a server that ends leaves none that is used again.
    const request = http.get(address, { agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () => {
        try {
          resolve(JSON.parse(text));
        } catch {
          reject(new Error(`status ${answer.statusCode}, ${text.length} bytes that are not JSON`));
        }
      });
    });
    request.on('error', reject);
  });
}

/** @param said what it has written to stderr so far */
function served(child: ChildProcess, url: string, said: () => string): Served {
  const get = (address: string): Promise<unknown> =>
    json(`${url}${address}`).catch((error: Error) => {
      const { exitCode, signalCode } = child;
      const how = exitCode ?? signalCode;
      const state = how === null ? 'it is alive' : `it ended with ${how}`;
      throw new Error(`${address} of serve: ${error.message}; ${state}, and said:\n${said()}`);
    });
  return {
    ...{ url, port: Number(new URL(url).port), get },
    live: () => get('/api/state') as Promise<Live>,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const over = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await over;
    },
  };
}

export interface Look {
  readonly dark?: boolean;
  readonly phone?: boolean;
  readonly still?: boolean;
}

export interface Opened {
  readonly page: Page;
  /** What a visitor should never have: errors, violations of the policy, requests to elsewhere. */
  readonly wrong: string[];
}

export const LAPTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** A page that reaches no host but its own. */
export async function open(browser: Browser, url: string, look: Look = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: look.phone ? PHONE : LAPTOP,
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: look.still ? 'reduce' : 'no-preference',
    ...{ isMobile: look.phone ?? false, hasTouch: look.phone ?? false },
  });
  const wrong: string[] = [];
  const own = new URL(url).origin;
  await context.route(
    ({ origin }) => origin !== own,
    (route) => {
      wrong.push(`request to ${route.request().url()}`);
      return route.abort();
    },
  );
  await context.addInitScript(`addEventListener('securitypolicyviolation', (v) =>
    console.error('policy: ' + v.violatedDirective + ' ' + v.blockedURI))`);
  const page = await context.newPage();
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  await page.goto(url);
  return { page, wrong };
}

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds against WCAG 2.2 A and AA and its best practices, in a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => id + ' ' + target + ': ' + failureSummary)))`);
}

/** How many pixels the page is wider than its window. */
export const tooWide = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth');

export const freshFolder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-web-'));

export const remove = (folder: string) => fs.rmSync(folder, { recursive: true, force: true });
