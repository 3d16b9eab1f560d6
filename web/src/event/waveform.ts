/** One channel: its samples, the pulses fitted to them, and the curve that these make; in fidelity `energy` its pulses alone. */
import type { Cell, Display, Module, Waveform } from '../../../src/run/display/shape.js';
import { frame } from '../dashboard/panel.js';
import {
  border,
  type Box,
  linear,
  path,
  picture,
  px,
  type Scale,
  text,
  xAxis,
  yAxis,
} from '../dashboard/picture.js';
import { html, setText, svg } from '../dom.js';
import { energyWords, three } from './energy.js';
import type { Choose, Part } from './part.js';
import { table } from './trigger.js';

interface Channel {
  readonly key: string;
  readonly module: Module;
  readonly cell: Cell;
  readonly wave: Waveform | undefined;
}

const keyOf = (frontEnd: string, channel: number) => `${frontEnd} ${channel}`;

export function waveform(into: HTMLElement, display: Display): Part & { readonly choose: Choose } {
  const { section, body, tools, words } = frame(into, 'waveform', 'Samples of a channel');
  const waves = new Map(
    (display.waveforms ?? []).map((w) => [keyOf(w.frontEnd, w.channel), w] as const),
  );
  const channels = display.modules.flatMap((module) =>
    module.cells.map((cell): Channel => {
      const key = keyOf(module.frontEnd, cell.channel);
      return { key, module, cell, wave: waves.get(key) };
    }),
  );
  const select = html('select', {}, ...options(display.modules, channels));
  tools.append(html('label', {}, 'Channel', select));
  const rows = html('div', { class: 'pulses' });
  const place = html('div');
  let shown = channels[0];
  const drawn = picture(
    place,
    'Samples and fit',
    (width) => (width < 600 ? 230 : 290),
    (width, height) => drawing(shown, { x: 52, y: 20, width: width - 64, height: height - 56 }),
  );
  body.append(place, rows);
  const show = (channel: Channel) => {
    shown = channel;
    select.value = channel.key;
    setText(words, inWords(channel));
    drawn.draw(channel.key, () => inWords(channel));
    rows.replaceChildren(pulseTable(channel));
  };
  select.addEventListener('change', () => {
    const found = channels.find(({ key }) => key === select.value);
    if (found) show(found);
  });
  show(channels.reduce((a, b) => (b.cell.energy > a.cell.energy ? b : a)));
  return {
    choose(frontEnd, channel) {
      const found = channels.find(({ key }) => key === keyOf(frontEnd, channel));
      if (!found) return;
      show(found);
      section.scrollIntoView({ block: 'nearest' });
    },
    close: drawn.close,
  };
}

function options(modules: readonly Module[], channels: readonly Channel[]): HTMLElement[] {
  return modules.map((module) =>
    html(
      'optgroup',
      { label: module.name },
      ...channels
        .filter((channel) => channel.module === module)
        .map(({ key, cell }) => {
          const n = cell.pulses.length;
          const many = n > 1 ? ` · ${n} pulses` : '';
          return html(
            'option',
            { value: key },
            `${cell.name} · ${energyWords(cell.energy)}${many}`,
          );
        }),
    ),
  );
}

function inWords({ cell, wave }: Channel): string {
  if (!wave) {
    const n = cell.pulses.length;
    const pulses = n === 1 ? 'one pulse' : `${n === 0 ? 'no' : n} pulses`;
    return `${cell.name}: ${pulses}. A run of fidelity energy has no samples.`;
  }
  const n = wave.fitted.length;
  const fitted = n === 0 ? 'no pulse fitted' : n === 1 ? 'one pulse fitted' : `${n} pulses fitted`;
  const full = wave.samples.filter((sample) => sample >= wave.full).length;
  const over = full > 0 ? `; ${full} samples saturated, left out of the fit` : '';
  return `${cell.name}: ${wave.samples.length} samples, ${fitted}${over}.`;
}

function drawing(channel: Channel, box: Box): Node[] {
  return channel.wave ? waveDrawing(channel.wave, box) : stickDrawing(channel, box);
}

function waveDrawing(wave: Waveform, box: Box): Node[] {
  const { samples, curve, first, period, fitted, pedestal, full } = wave;
  const last = first + period * (samples.length - 1);
  const seen = [...samples, ...curve.filter((counts) => counts <= 1.3 * full)];
  const low = Math.min(...samples) - 10;
  const high = Math.max(pedestal + 60, ...seen);
  const x = linear([first - period, last + period], [box.x, box.x + box.width], 8);
  const y = linear([low, high + 0.14 * (high - low)], [box.y + box.height, box.y], 6);
  const step = (last - first) / Math.max(1, curve.length - 1);
  const d = curve.map((counts, k) => `${px(x(first + k * step))},${px(y(counts))}`).join('L');
  return [
    ...xAxis(box, x, 'time after the trigger (ns)'),
    ...yAxis(box, y, 'ADC counts'),
    path('dotted', `M${box.x},${px(y(pedestal))}h${box.width}`),
    ...(high >= full ? [path('dashed', `M${box.x},${px(y(full))}h${box.width}`)] : []),
    ...fitted.flatMap((pulse, i) => pulseMark(pulse, i, x, box)),
    ...(d === '' ? [] : [path('fit', `M${d}`)]),
    ...samples.map((counts, k) =>
      svg('circle', {
        ...{ class: counts >= full ? 'sample full' : 'sample', r: 3 },
        ...{ cx: px(x(first + k * period)), cy: px(y(counts)) },
      }),
    ),
    border(box),
  ];
}

/** Where a pulse begins, with its number in the table. */
function pulseMark({ time }: { readonly time: number }, i: number, x: Scale, box: Box): Node[] {
  const at = x(time);
  if (at < box.x || at > box.x + box.width) return [];
  return [
    path('begin', `M${px(at)},${px(box.y + 16)}V${px(box.y + box.height)}`),
    text('tick strong', at, box.y + 12, `${i + 1}`, { 'text-anchor': 'middle' }),
  ];
}

function stickDrawing({ cell, module }: Channel, box: Box): Node[] {
  const times = cell.pulses.map(({ time }) => time);
  const { from, to } = module.window ?? { from: -50, to: 50 };
  const low = Math.min(from, ...times) - 20;
  const high = Math.max(to, ...times) + 20;
  const most = Math.max(0.01, ...cell.pulses.map(({ energy }) => energy));
  const x = linear([low, high], [box.x, box.x + box.width], 8);
  const y = linear([0, 1.15 * most], [box.y + box.height, box.y], 5);
  return [
    svg('rect', {
      ...{ class: 'window', x: px(x(from)), width: px(x(to) - x(from)) },
      ...{ y: box.y, height: box.height },
    }),
    ...xAxis(box, x, 'time after the trigger (ns)'),
    ...yAxis(box, y, 'energy (GeV)'),
    ...cell.pulses.flatMap(({ energy, time }) => [
      path('fit', `M${px(x(time))},${px(y(0))}V${px(y(energy))}`),
      svg('circle', { class: 'sample', cx: px(x(time)), cy: px(y(energy)), r: 4 }),
    ]),
    border(box),
  ];
}

function pulseTable({ cell, wave, module }: Channel): HTMLElement {
  const pulses = wave ? wave.fitted : cell.pulses;
  const { from, to } = module.window ?? { from: -Infinity, to: Infinity };
  const place = (time: number) => (time >= from && time <= to ? 'in the window' : 'outside');
  const heights = wave?.fitted.map(({ height }) => three(height));
  return table(
    wave ? 'Fitted pulses; the time is when a pulse begins' : 'Pulses',
    ['pulse', 'ns', ...(heights ? ['counts'] : []), 'energy', 'window'],
    pulses.map(({ energy, time }, i) => [
      ...[`${i + 1}`, time.toFixed(1).replace('-', '−'), ...(heights ? [heights[i]] : [])],
      ...[energyWords(energy), place(time)],
    ]),
  );
}
