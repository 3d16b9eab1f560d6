/** The spill as it comes: the rate of the S coincidences along it, with its ripple, and the share that finds the readout busy. */
import uPlot from 'uplot';
import type { Live } from '../../../src/run/live/shape.js';
import { html, setText } from '../dom.js';
import { colour } from '../theme.js';
import { asTable, frame, type Panel } from './panel.js';
import { axis, plot } from './plot.js';
import { type Structure, structureOf, summed } from './ripple.js';
import { count, percent, scientific } from './words.js';

type Spill = NonNullable<Live['spill']>;

const HEIGHT = 180;
/** Periods of the ripple: what goes on slowly, without it. */
const SMOOTH_MS = 50;
const ZOOM_MS = 100;
/** While it comes. */
const FRAME_MS = 120;
/** Of a spill that is over, of which the last ms are shown. */
const FLAT_TOP = 0.6;

const still = matchMedia('(prefers-reduced-motion: reduce)');

export function spill(into: HTMLElement): Panel {
  const { tools, words, body } = frame(into, 'spill', 'Spill');
  const link = html('a', { href: '#/event', hidden: true }, 'event display');
  tools.append(link);
  const [wide, near] = [html('div', { class: 'plot' }), html('div', { class: 'plot' })];
  const zoomed = html('p');
  const key = html(
    'p',
    { class: 'key' },
    html('span', { class: 'key-5' }, 'coincidences S1 S2 S3 S4 !V'),
    html('span', { class: 'key-1' }, `mean of ${SMOOTH_MS} ms`),
    html('span', { class: 'key-2' }, 'busy'),
    html('span', { class: 'key-0' }, 'spill before'),
  );
  wide.append(html('p', {}, 'rate (kHz) and busy (%, right) along it'));
  near.append(zoomed);
  body.append(html('div', { class: 'scope' }, wide, near), key);

  let now: Drawn | undefined;
  const whole = plot(wide, 'Rate of coincidences and busy share against time in spill', HEIGHT, {
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: () => [0, (now?.lastsMs ?? 4800) / 1000] },
      rate: { range: () => [0, now?.top ?? 1] },
      busy: { range: () => [0, now?.topBusy ?? 100] },
    },
    axes: [
      axis({ size: 30, space: 50, values: (_, all) => all.map((t) => `${t} s`) }),
      axis({ scale: 'rate', size: 46, values: (_, all) => all.map(count) }),
      axis({ scale: 'busy', side: 1, size: 34, grid: { show: false } }),
    ],
    series: [
      {},
      { scale: 'rate', stroke: () => colour('--band-1'), width: 1, points: { show: false } },
      { scale: 'rate', stroke: () => colour('--muted'), width: 1, points: { show: false } },
      { scale: 'rate', stroke: () => colour('--series-1'), width: 1.6, points: { show: false } },
      {
        ...{ scale: 'busy', stroke: () => colour('--series-2'), width: 1.6 },
        ...{ dash: [5, 3], points: { show: false } },
      },
    ],
    hooks: {
      draw: [
        (u) => {
          if (now && elapsed < now.lastsMs) rule(u, elapsed / 1000);
        },
      ],
      setCursor: [
        (u) => {
          pointed = u.cursor.idx ?? null;
          say();
        },
      ],
    },
  });
  const zoom = plot(near, `Rate of coincidences in ${ZOOM_MS} ms`, HEIGHT, {
    cursor: { show: false },
    scales: { x: { time: false }, rate: { range: () => [0, now?.top ?? 1] } },
    axes: [
      axis({
        size: 30,
        space: 30,
        incrs: [0.02, 0.05, 0.1],
        values: (_, all) => all.map((t) => `${Math.round(1000 * t)}`),
      }),
      axis({ scale: 'rate', size: 46, values: (_, all) => all.map(count) }),
    ],
    series: [
      {},
      {
        ...{ scale: 'rate', stroke: () => colour('--series-1'), width: 1.3 },
        ...{ paths: uPlot.paths.stepped?.({ align: 1 }) as uPlot.Series.PathBuilder },
        points: { show: false },
      },
    ],
    hooks: { draw: [(u) => errorBars(u, now?.binMs ?? 1)] },
  });
  const table = asTable(
    body,
    'Last spill, in steps of 100 ms',
    ['time (s)', 'coincidences', 'busy'],
    () => (now ? rowsOf(now.of) : []),
  );

  let pointed: number | null = null;
  let elapsed = 0;
  let drawnAt = 0;
  let request = 0;
  const say = () => {
    if (now) setText(words, pointed === null ? now.words : at(now, pointed));
  };
  const draw = () => {
    if (now === undefined) return;
    const bins = Math.min(now.rate.length, Math.ceil(elapsed / now.binMs));
    const came = (all: readonly (number | null)[]) => all.map((y, i) => (i < bins ? y : null));
    const before = now.before ?? now.rate.map(() => null);
    const drawn = [now.t, came(now.rate), before, came(now.mean), came(now.busy)];
    whole.plot.setData(drawn as uPlot.AlignedData);
    const done = elapsed >= now.lastsMs;
    const end = done ? Math.round(FLAT_TOP * now.rate.length) : Math.max(bins, 1);
    const start = Math.max(0, end - Math.round(ZOOM_MS / now.binMs));
    const rate = now.rate.slice(start, end);
    // The last bin ends, too.
    const edges = [...now.t.slice(start, end), (end * now.binMs) / 1000];
    zoom.plot.setData([edges, [...rate, rate[rate.length - 1]]]);
    setText(zoomed, done ? `${ZOOM_MS} ms of it (ms)` : `its last ${ZOOM_MS} ms (ms)`);
  };
  const step = (time: number) => {
    request = 0;
    if (now === undefined) return;
    elapsed = Math.min(now.lastsMs, (performance.now() - now.began) * now.pace);
    const done = elapsed >= now.lastsMs;
    if (done || time - drawnAt >= FRAME_MS) {
      drawnAt = time;
      draw();
    }
    if (!done) request = requestAnimationFrame(step);
  };

  return {
    show({ spill: last, run, speed }) {
      if (last === null) {
        setText(words, 'No spill yet.');
        return;
      }
      const id = `${run.directory} ${last.spill} ${last.at}`;
      if (id === now?.id) return;
      const next = drawnOf(id, last, now, speed);
      now = next;
      link.hidden = false;
      link.href = `#/event/${run.number}/${last.spill}/1`;
      say();
      table.show();
      elapsed = next.pace === Number.POSITIVE_INFINITY ? next.lastsMs : 0;
      if (elapsed > 0) draw();
      else if (request === 0) request = requestAnimationFrame(step);
    },
    close() {
      cancelAnimationFrame(request);
      whole.close();
      zoom.close();
    },
  };
}

interface Drawn {
  readonly id: string;
  readonly of: Spill;
  readonly lastsMs: number;
  readonly binMs: number;
  /** s, kHz, per cent. */
  readonly t: number[];
  readonly rate: number[];
  readonly mean: number[];
  readonly busy: (number | null)[];
  /** Of the spill before, where its bins are the same. */
  readonly before: number[] | null;
  readonly top: number;
  readonly topBusy: number;
  readonly words: string;
  /** By performance.now(), and ms of the spill in one of ours. */
  readonly began: number;
  readonly pace: number;
}

function drawnOf(id: string, of: Spill, last: Drawn | undefined, speed: Live['speed']): Drawn {
  const { spill, binMs, lastsMs, coincidences, at } = of;
  const rate = coincidences.map((n) => n / binMs);
  const smooth = Math.max(1, Math.round(SMOOTH_MS / binMs));
  const share = shareOf(of, smooth);
  const structure = structureOf(coincidences, of.busy, binMs);
  const isSame = last !== undefined && last.of.spill === spill - 1 && last.binMs === binMs;
  const before = isSame ? last.mean : null;
  const pace = speed === 'max' || still.matches ? Infinity : speed === 'real' ? 1 : speed;
  // What came before the page did, unless the clocks differ.
  const late = Date.now() - at;
  const gone = late > 0 && late * pace < lastsMs ? late : 0;
  const top = Math.max(structure.peak, ...(before ?? [0]));
  return {
    ...{ id, of, lastsMs, binMs, rate, before, pace },
    t: rate.map((_, i) => (i * binMs) / 1000),
    mean: smoothed(coincidences, smooth, binMs),
    busy: coincidences.map((_, i) => share[Math.floor(i / smooth)]),
    top: 1.08 * Math.max(1, top),
    topBusy: Math.min(100, 3 * Math.max(5, ...share.map((s) => s ?? 0))),
    words: inWords(spill, structure),
    began: performance.now() - gone,
  };
}

/** Per cent; null where nothing came. */
function shareOf({ coincidences, busy }: Spill, neighbours: number): (number | null)[] {
  const all = summed(coincidences, neighbours);
  return summed(busy, neighbours).map((n, i) => (all[i] > 0 ? (100 * n) / all[i] : null));
}

function smoothed(counts: readonly number[], neighbours: number, binMs: number): number[] {
  const sums = summed(counts, neighbours);
  return counts.map((_, i) => sums[Math.floor(i / neighbours)] / (neighbours * binMs));
}

const kHz = (rate: number) => `${rate >= 100 ? count(Math.round(rate)) : scientific(rate)} kHz`;

const inWords = (spill: number, { mean, busy, ripple, duty }: Structure): string =>
  [
    `spill ${count(spill)}`,
    `mean ${kHz(mean)}`,
    `busy ${percent(busy)}`,
    ...(ripple === null ? [] : [`100 Hz ripple ${percent(ripple, 0)}`]),
    `duty factor ${duty.toFixed(2)}`,
  ].join('  ·  ');

function at({ t, of, busy, binMs }: Drawn, bin: number): string {
  const n = of.coincidences[bin];
  const share = busy[bin];
  return [
    `${t[bin].toFixed(3)} s`,
    `${kHz(n / binMs)} ± ${scientific(Math.sqrt(n) / binMs, 2)}`,
    `busy ${share === null ? 'unknown' : percent(share / 100)}`,
  ].join('  ·  ');
}

function rowsOf({ coincidences, busy, binMs }: Spill) {
  const neighbours = Math.max(1, Math.round(100 / binMs));
  const sums = summed(busy, neighbours);
  return summed(coincidences, neighbours).map((n, i) => [
    ((i * neighbours * binMs) / 1000).toFixed(1),
    count(n),
    count(sums[i]),
  ]);
}

/** The present. */
function rule(u: uPlot, t: number): void {
  const { ctx, bbox } = u;
  const x = u.valToPos(t, 'x', true);
  ctx.save();
  ctx.strokeStyle = colour('--ink');
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** sqrt(n) in the middle of each bin. */
function errorBars(u: uPlot, binMs: number): void {
  const [t, rate] = u.data as [number[], number[]];
  const { ctx } = u;
  ctx.save();
  ctx.strokeStyle = colour('--series-1');
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  t.slice(0, -1).forEach((start, i) => {
    const x = u.valToPos(start + binMs / 2000, 'x', true);
    const error = Math.sqrt(rate[i] / binMs);
    ctx.moveTo(x, u.valToPos(rate[i] - error, 'rate', true));
    ctx.lineTo(x, u.valToPos(rate[i] + error, 'rate', true));
  });
  ctx.stroke();
  ctx.restore();
}
