/**
 * Colours of the pages as the colour-blind see them: without one kind of cones, by the matrices of G. M. Machado et al., IEEE Trans.
 * Vis. Comput. Graph. 15 (2009) 1291, severity 1, on linear sRGB. Differences are those of CIE 1976 L*a*b* under D65.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const CSS = fs.readFileSync(path.join(import.meta.dirname, '../../web/src/style.css'), 'utf8');

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const SEEN: Readonly<Record<string, Matrix>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
/** From linear sRGB, white at 1. */
const XYZ: Matrix = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
];

const times = (m: Matrix, v: Triple): Triple =>
  m.map((row) => row.reduce((sum, x, i) => sum + x * v[i], 0)) as unknown as Triple;

function linear(hex: string): Triple {
  const part = (i: number) => {
    const c = Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [part(0), part(1), part(2)];
}

function lab(hex: string, by: Matrix): Triple {
  const rgb = times(by, linear(hex)).map((c) => Math.min(1, Math.max(0, c)));
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const [x, y, z] = times(XYZ, rgb as unknown as Triple).map(f);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const difference = (a: Triple, b: Triple) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Of a theme: what begins with these names, in order. */
function colours(theme: 'light' | 'dark', name: string): string[] {
  const [light, dark] = CSS.split(':root[data-theme="dark"] {');
  const block = (theme === 'light' ? light : dark).split('}')[0];
  return [...block.matchAll(new RegExp(`--${name}-\\d+: (#[0-9a-f]{6});`, 'g'))].map(([, c]) => c);
}

/** L* of the next shade is farther from the ground by at least this. */
const STEP = 1.5;
/** Between any two shades that are three apart: some ten are told at a glance. */
const APART = 12;
/** Between any two lines of a chart, which have dashes of their own besides. */
const LINES = 12;

for (const theme of ['light', 'dark'] as const) {
  for (const [sight, by] of Object.entries(SEEN)) {
    test(`${theme}, ${sight}: more is darker or lighter, step by step, and lines differ`, () => {
      const shades = colours(theme, 'shade').map((hex) => lab(hex, by));
      assert.is(shades.length, 12);
      const sign = theme === 'light' ? -1 : 1;
      const steps = shades.slice(1).map(([l], i) => sign * (l - shades[i][0]));
      assert.ok(Math.min(...steps) >= STEP, `steps of L*: ${steps.map((s) => s.toFixed(1))}`);
      const far = shades.slice(3).map((shade, i) => difference(shade, shades[i]));
      assert.ok(Math.min(...far) >= APART, `three apart: ${far.map((d) => d.toFixed(1))}`);
      const lines = colours(theme, 'series').map((hex) => lab(hex, by));
      assert.is(lines.length, 4);
      const pairs = lines.flatMap((a, i) => lines.slice(i + 1).map((b) => difference(a, b)));
      assert.ok(Math.min(...pairs) >= LINES, `lines: ${pairs.map((d) => d.toFixed(1))}`);
    });
  }
}

test.run();
