/**
 * Metrics and alerts as Prometheus takes them: promtool checks names, types and rules, and tries each alert on invented series.
 * Without promtool (Debian's package `prometheus`) that is left out, loudly; where CI is set it fails then.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as yaml from 'yaml';
import { inlineExecutor } from '../../../src/run/executor/inline.js';
import { MONITORS } from '../../../src/run/live/names.js';
import { createApp } from '../../../src/show/server/app.js';
import { fresh, ROOT } from '../../end-to-end/cli.js';
import { closeAll, ended, liveSession } from '../../support/live.js';

test.after(closeAll);
const PROMETHEUS = path.join(ROOT, 'config/prometheus');
const ALERTS = path.join(PROMETHEUS, 'alerts.yml');
const TRIED = path.join(import.meta.dirname, 'alerts.yaml');

const isThere = spawnSync('promtool', ['--version']).status === 0;

function promtool(args: readonly string[], input = ''): void {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  assert.is(status, 0, `promtool ${args.join(' ')}:\n${stdout}${stderr}`);
}

const session = liveSession(path.join(fresh(), 'session'), { spills: 2 });
const { app, hub } = createApp({
  ...{
    source: session,
    pages: new Map(),
    bound: '127.0.0.1',
    port: 4864,
    names: [],
    executor: inlineExecutor(),
    token: null,
  },
  ...{ now: Date.now, log: () => {} },
});
const scrape = async () => {
  const answer = await app.request('/metrics', { headers: { host: 'localhost:4864' } });
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  return await answer.text();
};
const idle = await scrape();
const live = await ended(session);
const busy = await scrape();
hub.close();

/** The value of a series; undefined where there is none. */
function sampleOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((own) => own.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('promtool is there', () => {
  if (isThere) return;
  process.stdout.write('LEFT OUT: promtool is not installed, metrics and alerts are not checked\n');
  assert.not.ok(process.env.CI, 'CI needs promtool, of the package prometheus');
});

if (isThere) {
  test('metrics, before the first spill and behind it', () => {
    for (const text of [idle, busy]) promtool(['check', 'metrics'], text);
  });

  test('rules and configuration', () => {
    promtool(['check', 'rules', ALERTS]);
    promtool(['check', 'config', path.join(PROMETHEUS, 'prometheus.yml')]);
  });

  test('each alert fires where it has to, and nowhere else', () => {
    promtool(['test', 'rules', TRIED]);
  });
}

test('metrics are the numbers of the screen', () => {
  const { totals, history, run } = live;
  const last = history[history.length - 1];
  for (const [series, value] of [
    ['spillway_spills_total', 2],
    ['spillway_bad_spills_total', totals.badSpills],
    ['spillway_electrons_on_target_total', totals.electronsOnTargetScaler],
    ['spillway_triggers_total', totals.triggers],
    ['spillway_events_recorded_total', totals.recorded],
    ['spillway_events_sealed_total', totals.recordedPhysics.sealed],
    ['spillway_live_ratio', totals.liveFraction],
    ['spillway_spill_live_ratio', last.liveFraction],
    ['spillway_spill_triggers', last.triggers],
    ['spillway_spill_lost_in_building', last.lostInBuilding],
    ['spillway_running', 0],
    ['spillway_failed', 0],
    ['spillway_screens', 0],
    ...MONITORS.map(
      (name) =>
        [`spillway_alarmed_spills_total{monitor="${name}"}`, totals.alarms[name] ?? 0] as const,
    ),
  ] as const) {
    assert.is(sampleOf(busy, series), value, series);
  }
  assert.ok(totals.triggers > 0 && totals.recorded > 0);
  assert.match(busy, new RegExp(`^spillway_run_info\\{.*card_hash="${run.cardHash}".*\\} 1$`, 'm'));
  assert.is(sampleOf(idle, 'spillway_spills_total'), 0);
  assert.is(sampleOf(idle, 'spillway_spill_triggers'), undefined, 'there was no spill');
  assert.is(sampleOf(idle, 'spillway_live_ratio'), undefined, 'there was no trigger');
  assert.ok((sampleOf(busy, 'process_cpu_seconds_total') ?? 0) > 0);
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
}
interface Trial {
  readonly alertname: string;
  readonly exp_alerts?: readonly unknown[];
}

test('alerts ask for metrics that there are, and each is tried both ways', () => {
  const rules = yaml.parse(fs.readFileSync(ALERTS, 'utf8')).groups[0].rules as Rule[];
  assert.ok(rules.length > 5);
  const { tests } = yaml.parse(fs.readFileSync(TRIED, 'utf8')) as {
    tests: { alert_rule_test: Trial[] }[];
  };
  const trials = tests.flatMap((own) => own.alert_rule_test);
  for (const { alert, expr } of rules) {
    const names = expr.match(/\b(spillway_\w+|up)\b/g) ?? [];
    assert.ok(names.length > 0, expr);
    for (const name of names) {
      if (name !== 'up') assert.match(busy, new RegExp(`^${name}[{ ]`, 'm'));
    }
    const own = trials.filter(({ alertname }) => alertname === alert);
    assert.ok(
      own.some((trial) => trial.exp_alerts),
      `${alert} fires nowhere`,
    );
    assert.ok(
      own.some((trial) => !trial.exp_alerts),
      `${alert} fires everywhere`,
    );
  }
});

test.run();
