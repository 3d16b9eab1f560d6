/** What Prometheus is told: one line of this shape for each. Names as its conventions have them. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { MONITORS } from '../../run/live/names.js';
import type { Live } from '../../run/live/shape.js';

export interface Scraped {
  readonly live: Live;
  readonly screens: number;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  /** Null where it is not to be seen. */
  of(scraped: Scraped): number | null;
}

const last = ({ live }: Scraped) => live.history.at(-1);

const METRICS: readonly Metric[] = [
  counter('spills', 'Spills of the run, bad ones among them.', ({ live }) => live.totals.spills),
  counter('bad_spills', 'Spills that count for nothing.', ({ live }) => live.totals.badSpills),
  counter(
    'electrons_on_target',
    'Electrons on target by the scalers.',
    ({ live }) => live.totals.electronsOnTargetScaler,
  ),
  counter('triggers', 'Physics triggers before dead time.', ({ live }) => live.totals.triggers),
  counter(
    'events_recorded',
    'Events of all types that were built.',
    ({ live }) => live.totals.recorded,
  ),
  counter(
    'events_sealed',
    'Events in the sealed set, of which nothing else is known.',
    ({ live }) => live.totals.recordedPhysics.sealed,
  ),
  gauge(
    'live_ratio',
    'Physics triggers that found the readout free, over all.',
    ({ live }) => live.totals.liveFraction,
  ),
  gauge('spill_live_ratio', 'The same in the last spill.', (s) => last(s)?.liveFraction ?? null),
  gauge('spill_triggers', 'Physics triggers in the last spill.', (s) => last(s)?.triggers ?? null),
  gauge('spill_alarms', 'Alarms of the last spill.', (s) => last(s)?.alarms ?? null),
  gauge('spill_bad', 'Whether the last spill counts for nothing.', (s) => flag(last(s)?.bad)),
  gauge(
    'spill_lost_in_building',
    'Events of the last spill that were not built.',
    (s) => last(s)?.lostInBuilding ?? null,
  ),
  gauge('running', 'Whether spills are taken.', ({ live }) =>
    flag(live.control.state === 'in spill' || live.control.state === 'between spills'),
  ),
  gauge('failed', 'Whether the run could not go on.', ({ live }) =>
    flag(live.control.state === 'error'),
  ),
  gauge('screens', 'Screens that look.', ({ screens }) => screens),
];

function counter(name: string, help: string, of: Metric['of']): Metric {
  return { name: `spillway_${name}_total`, help, kind: 'counter', of };
}

function gauge(name: string, help: string, of: Metric['of']): Metric {
  return { name: `spillway_${name}`, help, kind: 'gauge', of };
}

const flag = (is: boolean | undefined) => (is === undefined ? null : is ? 1 : 0);

/** Gauges of prom-client that have the name of a counter. */
const MISNAMED = ['handles', 'requests', 'resources'].map((of) => `nodejs_active_${of}_total`);

/** Of this process, from its beginning. */
export function processMetrics(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });
  for (const name of MISNAMED) register.removeSingleMetric(name);
  return register;
}

/** The text of a scrape. */
export async function scrape(scraped: Scraped, process: Registry): Promise<string> {
  const register = new Registry();
  const registers = [register];
  for (const { name, help, kind, of } of METRICS) {
    const value = of(scraped);
    if (value === null) continue;
    if (kind === 'counter') new Counter({ name, help, registers }).inc(value);
    else new Gauge({ name, help, registers }).set(value);
  }
  const { run, version, totals } = scraped.live;
  const alarms = new Counter({
    ...{ name: 'spillway_alarmed_spills_total', help: 'Spills with an alarm of a monitor.' },
    ...{ labelNames: ['monitor'], registers },
  });
  for (const monitor of MONITORS) alarms.inc({ monitor }, totals.alarms[monitor] ?? 0);
  const info = new Gauge({
    ...{ name: 'spillway_run_info', help: 'The run that is going on.' },
    ...{ labelNames: ['run', 'card', 'card_hash', 'seed', 'version'], registers },
  });
  const { number, card, cardHash, seed } = run;
  info.set({ run: number, card, card_hash: cardHash, seed, version }, 1);
  return `${await register.metrics()}\n${await process.metrics()}`;
}
