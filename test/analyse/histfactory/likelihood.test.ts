/** Interpolation codes, and gradient, Hessian and information of the likelihood. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ADDITIVE,
  COEFFICIENTS,
  MULTIPLICATIVE,
} from '../../../src/analyse/limits/histfactory/interpolation.js';
import { everything, observationOf } from './model.js';
import { randomOf } from './random.js';

const near = (got: number, expected: number, tolerance: number, what: string) =>
  assert.ok(
    Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)),
    `${what}: got ${got}, expected ${expected}`,
  );

const [HI, NOMINAL, LO] = [13, 10, 8.5];

/** Value and two derivatives of what a code adds. */
function added(code: keyof typeof ADDITIVE, alpha: number): number[] {
  const w = new Float64Array(6);
  ADDITIVE[code].weights(alpha, w, 0);
  return [0, 2, 4].map((i) => w[i] * (HI - NOMINAL) + w[i + 1] * (NOMINAL - LO));
}

function multiplied(code: keyof typeof MULTIPLICATIVE, alpha: number): number[] {
  const shapes = Float64Array.from(MULTIPLICATIVE[code].shape(1.3, 0.85));
  assert.is(shapes.length, COEFFICIENTS);
  const f = new Float64Array(3);
  MULTIPLICATIVE[code].factor(alpha, shapes, 0, f, 0);
  return [f[0], f[0] * f[1], f[0] * f[2]];
}

const codes: [string, (alpha: number) => number[], boolean][] = [
  ['code0', (a) => added('code0', a), true],
  ['code2', (a) => added('code2', a), false],
  ['code4p', (a) => added('code4p', a), false],
  ['code1', (a) => multiplied('code1', a), true],
  ['code4', (a) => multiplied('code4', a), false],
];

for (const [name, at, kinked] of codes) {
  test(`${name}: nominal, hi and lo where they belong, -0 on the left`, () => {
    const factor = name === 'code1' || name === 'code4';
    const [lo, nominal, hi] = [-1, 0, 1].map((a) => at(a)[0]);
    near(nominal, factor ? 1 : 0, 1e-15, 'nominal');
    near(hi, factor ? 1.3 : HI - NOMINAL, 1e-14, 'hi');
    near(lo, factor ? 0.85 : LO - NOMINAL, 1e-14, 'lo');
    assert.is(at(-0)[1] !== at(0)[1], kinked);
    near(at(-0)[1], at(-1e-9)[1], 1e-8, 'slope left of 0');
    near(at(0)[1], at(1e-9)[1], 1e-8, 'slope right of 0');
  });

  test(`${name}: derivatives are those of the values, also at the seams`, () => {
    for (let a = -2.05; a < 2.1; a += 0.1) {
      const h = 1e-4;
      near(at(a)[1], (at(a + h)[0] - at(a - h)[0]) / (2 * h), 1e-6, `slope at ${a}`);
      near(at(a)[2], (at(a + h)[1] - at(a - h)[1]) / (2 * h), 1e-6, `curvature at ${a}`);
    }
    for (const seam of [-1, 1]) {
      const [before, after] = [at(seam - 1e-9), at(seam + 1e-9)];
      const orders = name === 'code2' ? 2 : 3; // beyond its ends code2 is a tangent
      for (let i = 0; i < orders; i++) near(before[i], after[i], 1e-6, `order ${i} at ${seam}`);
    }
  });
}

test('gradient and Hessian are those of the deviance, for all codes and modifiers', () => {
  const random = randomOf('gradient');
  for (const normsys of Object.keys(MULTIPLICATIVE)) {
    for (const histosys of Object.keys(ADDITIVE)) {
      const settings = { normsys: { interpcode: normsys }, histosys: { interpcode: histosys } };
      const { model, data } = observationOf(everything, settings);
      assert.is(model.names.length, 10);
      for (let trial = 0; trial < 10; trial++) {
        const x = data.start.map((v) => v + 0.8 * (random() - 0.5));
        const { gradient, hessian } = model.deviance(x, data);
        const h = 1e-5;
        x.forEach((_, p) => {
          const [plus, minus] = [x.slice(), x.slice()];
          plus[p] += h;
          minus[p] -= h;
          const [up, down] = [plus, minus].map((y) => model.deviance(y, data));
          near(gradient[p], (up.value - down.value) / (2 * h), 1e-6, model.names[p]);
          for (let q = 0; q <= p; q++) {
            const numeric = (up.gradient[q] - down.gradient[q]) / (2 * h);
            const what = `${normsys} ${histosys} ${model.names[p]} ${model.names[q]}`;
            near(hessian[p * x.length + q], numeric, 1e-5, what);
          }
        });
      }
    }
  }
});

test('the information is the Hessian of what is expected', () => {
  const { model } = observationOf(everything);
  const random = randomOf('information');
  const x = model.bounds.lower.map(() => 0.5 + 0.5 * random());
  const asimov = model.expected(x);
  const { value, gradient, hessian } = model.deviance(x, asimov);
  const information = model.information(x, asimov);
  near(value, 0, 1e-12, 'deviance');
  gradient.forEach((g, p) => {
    near(g, 0, 1e-10, model.names[p]);
    for (let q = 0; q <= p; q++) {
      near(information[p * x.length + q], hessian[p * x.length + q], 1e-10, `${p} ${q}`);
    }
  });
});

test.run();
