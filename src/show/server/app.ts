/**
 * The routes of `spillway serve`. What is shown is that of `Live` and `Display`: of a sealed event how many there are, and its
 * calibrated channels, as `spillway event` shows them; nothing that is reconstructed of it as a whole.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import * as v from 'valibot';
import { UsageError } from '../../core/errors.js';
import { type Kind, KINDS } from '../../run/display/index.js';
import { phoenixOf } from '../../run/display/phoenix.js';
import type { Executor } from '../../run/executor/executor.js';
import { KNOBS } from '../../run/live/shape.js';
import { ASKED, type LiveSource } from '../../run/live/source.js';
import { Displays, NoDisplay } from './displays.js';
import {
  limitRate,
  namesOf,
  refusal,
  refuseOtherSites,
  requireHost,
  requireOrigin,
  requireToken,
} from './guard.js';
import { Hub } from './hub.js';
import { processMetrics, scrape } from './metrics.js';
import type { Asset } from './pages.js';

export interface AppOptions {
  readonly source: LiveSource;
  /** Where events are made. */
  readonly executor: Executor;
  readonly pages: ReadonlyMap<string, Asset>;
  /** Address and port that it listens on, and further names under which it may be asked for. */
  readonly bound: string;
  readonly port: number;
  readonly names: readonly string[];
  /** Of control routes; null where none is needed. */
  readonly token: string | null;
  /** Wall clock, ms. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Bytes of a request. */
const MOST_BYTES = 4096;
/** Screens at once. */
const MOST_SCREENS = 64;
const CONTROL_RATE = { burst: 20, perSecond: 5 };
/** An event is made again, which takes some tenths of a second. */
const EVENT_RATE = { burst: 20, perSecond: 4 };
/** A search goes through the raw data of some spills, a second each. */
const NEXT_RATE = { burst: 10, perSecond: 0.5 };

const STREAM = {
  ...{ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
  'X-Accel-Buffering': 'no',
};

const ControlBody = v.strictObject({ command: v.picklist(ASKED) });
const finite = v.pipe(v.number(), v.finite());
const ChangeBody = v.pipe(
  v.strictObject(v.entriesFromList(KNOBS, v.optional(finite))),
  v.check((change) => Object.keys(change).length > 0, `expected one of ${KNOBS.join(', ')}`),
);
const natural = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d{0,8}$/, 'expected a natural number'),
  v.transform(Number),
);
const place = { run: natural, spill: natural, event: natural };
const EventQuery = v.object(place);
const from = v.pipe(
  v.string(),
  v.regex(/^(0|[1-9]\d{0,8})$/, 'expected a number'),
  v.transform(Number),
);
const NextQuery = v.object({ run: natural, kind: v.picklist(KINDS), spill: from, event: from });

export interface App {
  readonly app: Hono;
  readonly hub: Hub;
}

export function createApp(options: AppOptions): App {
  const { source, executor, pages, bound, port, names, token, now, log } = options;
  const displays = new Displays(executor);
  const hub = new Hub(source, MOST_SCREENS, now);
  const metrics = processMetrics();
  const allowed = namesOf(bound, port, names);
  const app = new Hono();

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        ...{ defaultSrc: ["'self'"], baseUri: ["'none'"], formAction: ["'none'"] },
        ...{ frameAncestors: ["'none'"], objectSrc: ["'none'"] },
      },
      strictTransportSecurity: false,
    }),
    requireHost(allowed),
  );
  app.use(
    bodyLimit({
      maxSize: MOST_BYTES,
      onError: (c) => refusal(c, 413, `the request has more than ${MOST_BYTES} bytes`),
    }),
  );

  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', (c) => {
    const { state, words } = hub.live().control;
    return state === 'error' ? refusal(c, 503, words) : c.text('ready\n');
  });
  app.get('/metrics', async (c) => {
    const text = await scrape({ live: hub.live(), screens: hub.size }, metrics);
    return c.body(text, 200, { 'Content-Type': metrics.contentType });
  });

  app.use('/api/*', refuseOtherSites);
  app.get('/api/state', (c) => {
    c.header('Content-Type', 'application/json');
    return c.body(hub.text());
  });
  app.get('/api/stream', (c) => {
    // Of HEAD nobody would read the stream, and so nobody end it.
    if (c.req.method === 'HEAD') return c.body(null, 200, STREAM);
    const stream = hub.open();
    return stream
      ? c.body(stream, 200, STREAM)
      : refusal(c, 503, `${MOST_SCREENS} screens look already; close one of them`);
  });

  const changes = [
    // Before the rate: what other pages ask for takes nothing from the own ones.
    requireOrigin(allowed),
    limitRate(CONTROL_RATE, now),
    requireToken(token),
  ] as const;
  app.post('/api/control', ...changes, async (c) => {
    const { command } = await read(c, ControlBody);
    source.ask(command);
    return c.json({});
  });
  app.post('/api/change', ...changes, async (c) => {
    const { intensity, threshold } = await read(c, ChangeBody);
    source.change({
      ...(intensity !== undefined && { intensity }),
      ...(threshold !== undefined && { threshold }),
    });
    return c.json({});
  });
  app.post('/api/unblind', ...changes, (c) =>
    refusal(
      c,
      403,
      'The box is not opened from a screen: "spillway unblind RUN --reason TEXT" opens it, once the run has ended, and writes down who asked why.',
    ),
  );

  const events = limitRate(EVENT_RATE, now);
  const eventOf = (c: Context) => {
    const { run, ...place } = query(c, EventQuery);
    return displays.event(source.directoryOf(run), place);
  };
  app.get('/api/event', events, async (c) => c.json(await eventOf(c)));
  app.get('/api/event/phoenix', events, async (c) => {
    const display = await eventOf(c);
    const file = `spillway-${display.spill}-${display.event}.phoenix.json`;
    c.header('Content-Disposition', `attachment; filename="${file}"`);
    return c.json(phoenixOf(display));
  });
  app.get('/api/event/next', limitRate(NEXT_RATE, now), async (c) => {
    const { run, kind, ...after } = query(c, NextQuery);
    const found = await displays.next(source.directoryOf(run), kind, after);
    return found ? c.json(found) : refusal(c, 404, noneLeft(kind));
  });

  const missing = (c: Context) => {
    const { method, path } = c.req;
    const own = app.routes.filter((route) => route.path === path && route.method !== 'ALL');
    const methods = pages.has(path) ? ['GET'] : [...new Set(own.map((route) => route.method))];
    if (methods.length === 0) return refusal(c, 404, `${path}: there is no such page or route`);
    c.header('Allow', methods.join(', '));
    return refusal(c, 405, `${path}: got ${method}, expected ${methods.join(' or ')}`);
  };
  app.get('*', (c) => {
    const page = pages.get(c.req.path);
    if (!page) return missing(c);
    const cache = page.isForever ? 'public, max-age=31536000, immutable' : 'no-cache';
    return c.body(page.bytes, 200, { 'Content-Type': page.type, 'Cache-Control': cache });
  });
  app.notFound(missing);
  app.onError((error, c) => {
    if (error instanceof BadRequest || error instanceof UsageError) {
      return refusal(c, 400, error.message);
    }
    const said = (words: string) => log(`${c.req.method} ${c.req.path}: ${words}`);
    if (error instanceof NoDisplay) {
      if (error.status === 500) said(error.inFull);
      return refusal(c, error.status, error.message);
    }
    said(error.message);
    return refusal(c, 500, 'internal error; see what spillway serve prints');
  });
  return { app, hub };
}

const noneLeft = (kind: Kind) =>
  kind === 'fault' ? 'no later event that an alarm names' : `no later event of region ${kind}`;

class BadRequest extends Error {}

async function read<S extends v.GenericSchema>(c: Context, schema: S): Promise<v.InferOutput<S>> {
  let body: unknown;
  try {
    body = await c.req.json();
  } catch {
    throw new BadRequest('the body is not JSON');
  }
  return checked('body', schema, body);
}

const query = <S extends v.GenericSchema>(c: Context, schema: S): v.InferOutput<S> =>
  checked('query', schema, c.req.query());

function checked<S extends v.GenericSchema>(
  what: string,
  schema: S,
  got: unknown,
): v.InferOutput<S> {
  const result = v.safeParse(schema, got);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  throw new BadRequest(`${what}${where === null ? '' : ` ${where}`}: ${issue.message}`);
}
