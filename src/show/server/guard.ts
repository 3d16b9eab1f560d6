/** Who may ask for what: host and origin against other pages of the same browser, a token, and how often. */
import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import { UsageError } from '../../core/errors.js';

/** What is refused, as every answer that is no success says it. */
export const refusal = (
  c: Context,
  status: 400 | 401 | 403 | 404 | 405 | 413 | 421 | 429 | 500 | 503,
  message: string,
) => c.json({ error: { message } }, status);

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export const isLoopback = (host: string): boolean =>
  LOOPBACK.includes(host) || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** How the server may be asked for: what stands in Host, and where its pages come from. */
export interface Names {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

const HTTPS = 'https://';
/** A name, with a port of its own or without, or the origin of a proxy that speaks TLS. */
const NAME = /^(https:\/\/)?([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/** @throws UsageError where it is neither a name nor an origin */
export function requireName(name: string): void {
  const address = name.toLowerCase().startsWith(HTTPS) ? name : `http://${name}`;
  if (NAME.test(name) && URL.canParse(address)) return;
  throw new UsageError({
    ...{ what: '--allow-host', got: `"${name}"` },
    expected: 'daq.example.org, daq.example.org:8080 or https://daq.example.org, without a path',
  });
}

/**
 * @param bound the address that is listened on
 * @param more names that were allowed; one with a port of its own stands as it is, e.g. of a tunnel, and so does an origin
 */
export function namesOf(bound: string, port: number, more: readonly string[]): Names {
  const own = bound.includes(':') ? `[${bound}]` : bound;
  const all = [...LOOPBACK, own, ...more].map((name) => name.toLowerCase());
  const secure = all.filter((name) => name.startsWith(HTTPS)).map((origin) => new URL(origin));
  const plain = all
    .filter((name) => !name.startsWith(HTTPS))
    .flatMap((name) => {
      if (/:\d+$/.test(name)) return [name];
      // Browsers leave out the port that they take unless told.
      return port === 80 ? [name, `${name}:80`] : [`${name}:${port}`];
    });
  return {
    hosts: new Set([...plain, ...secure.map(({ host }) => host)]),
    origins: new Set([...plain.map((host) => `http://${host}`), ...secure.map((of) => of.origin)]),
  };
}

/** A page of another origin whose name leads here (DNS rebinding) has another Host. */
export const requireHost =
  ({ hosts }: Names): MiddlewareHandler =>
  async (c, next) => {
    const host = c.req.header('host')?.toLowerCase() ?? '';
    if (hosts.has(host)) return next();
    const expected = [...hosts].join(', ');
    return refusal(c, 421, `Host: got "${host}", expected one of ${expected}; see --allow-host`);
  };

/** Of what takes work: other pages of the same browser may not read it, and so have no reason to ask. */
export const refuseOtherSites: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (['same-origin', 'none'].includes(site)) return next();
  return refusal(c, 403, `Sec-Fetch-Site: got "${site}", expected a page of this server`);
};

/** Of what changes something: only from pages of this server, or from no page at all. */
export const requireOrigin =
  ({ origins }: Names): MiddlewareHandler =>
  async (c, next) => {
    const origin = c.req.header('origin')?.toLowerCase();
    if (origin !== undefined && !origins.has(origin)) {
      return refusal(c, 403, `Origin: got "${origin}", expected a page of this server`);
    }
    // A form of another page cannot send these.
    if (c.req.header('x-spillway') !== '1') {
      return refusal(c, 403, 'X-Spillway: got none, expected the header "X-Spillway: 1"');
    }
    const type = c.req.header('content-type') ?? '';
    if (!/^application\/json\b/i.test(type)) {
      return refusal(c, 403, `Content-Type: got "${type}", expected application/json`);
    }
    return next();
  };

/** @param token null where none is needed */
export const requireToken =
  (token: string | null): MiddlewareHandler =>
  async (c, next) => {
    if (token === null) return next();
    const given = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (given !== '' && isSame(given, token)) return next();
    const what = given === '' ? 'none' : 'another one';
    return refusal(
      c,
      401,
      `Authorization: got ${what}, expected "Bearer TOKEN" with the token that spillway serve has printed; in a browser open the address that it printed`,
    );
  };

function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/** Addresses that are remembered. */
const MOST_ADDRESSES = 1000;

/**
 * So many requests at once and so many per second of each address (a token bucket); one that is refused takes nothing.
 * @param now ms
 */
export function limitRate(
  { burst, perSecond }: { readonly burst: number; readonly perSecond: number },
  now: () => number,
): MiddlewareHandler {
  const buckets = new Map<string, { left: number; at: number }>();
  return async (c, next) => {
    const address = addressOf(c);
    const at = now();
    const before = buckets.get(address) ?? { left: burst, at };
    const left = Math.min(burst, before.left + ((at - before.at) / 1000) * perSecond);
    // The one that was asked last is the last to be forgotten.
    buckets.delete(address);
    buckets.set(address, { left: left >= 1 ? left - 1 : left, at });
    const [oldest] = buckets.keys();
    if (buckets.size > MOST_ADDRESSES) buckets.delete(oldest);
    if (left >= 1) return next();
    c.header('Retry-After', `${Math.ceil((1 - left) / perSecond)}`);
    return refusal(c, 429, `too many requests: ${burst} at once, ${perSecond} per second`);
  };
}

function addressOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    // Asked without a connection, as tests do.
    return '';
  }
}
