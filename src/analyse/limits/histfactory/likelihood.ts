import { UsageError } from '../../../core/errors.js';
import {
  type Data,
  type Expansion,
  expansion,
  type Model,
  poissonDeviance,
  poissonSaturated,
} from '../likelihood.js';
import { CONSTRAINTS, type Constraint, type ConstraintKind } from './constraints.js';
import { Rates } from './rates.js';
import type { Tables } from './tables.js';

/** A model to fit, and what was observed. */
export interface Observation {
  readonly model: Model;
  readonly data: Data;
}

/** An auxiliary measurement. */
interface Auxiliary {
  readonly kind: ConstraintKind;
  readonly constraint: Constraint;
  readonly parameter: number;
  readonly scale: number;
  readonly observed: number;
}

/**
 * HistFactory's likelihood (CERN-OPEN-2012-016, section 2):
 *
 *   nu_b = sum_s [prod_f f_sb] [nominal_sb + sum_h Delta_hsb],   n_b ~ Poisson(nu_b)
 *
 * with all additive changes (histosys) before all factors (the other modifiers), and one auxiliary
 * measurement per constrained parameter.
 *
 * @throws UsageError where fewer than 0 events are expected at first, or no signal ever
 */
export function histFactory(tables: Tables): Observation {
  const rates = new Rates(tables);
  const auxiliaries = auxiliariesOf(tables);
  const { names, poi, inits, lower, upper, kinks } = tables;
  return {
    model: {
      names,
      poi,
      bounds: { lower, upper },
      kinks,
      step: checkedStep(tables, rates),
      auxiliaries,
      deviance: (x, data, into = expansion(names.length)) =>
        deviance(x, data, tables, rates, auxiliaries, into),
      information: (x, data) => information(x, data, tables, rates, auxiliaries),
      saturated: ({ counts, auxiliary }) =>
        auxiliaries.reduce(
          (sum, { constraint, scale }, k) => sum + constraint.saturated(auxiliary[k], scale),
          counts.reduce((sum, n) => sum + poissonSaturated(n), 0),
        ),
      expected: (x) => ({
        counts: expectedCounts(x, tables, rates),
        auxiliary: Float64Array.from(auxiliaries, ({ constraint, parameter, scale }) =>
          constraint.expected(x[parameter], scale),
        ),
        start: x,
      }),
    },
    data: {
      counts: tables.counts,
      auxiliary: Float64Array.from(auxiliaries, ({ observed }) => observed),
      start: inits,
    },
  };
}

function auxiliariesOf({ sets }: Tables): Auxiliary[] {
  const auxiliaries: Auxiliary[] = [];
  let parameter = 0;
  for (const { size, constraint } of sets) {
    for (let i = 0; i < size; i++, parameter++) {
      if (constraint === null) continue;
      auxiliaries.push({
        kind: constraint.kind,
        constraint: CONSTRAINTS[constraint.kind],
        parameter,
        scale: constraint.scale[i],
        observed: constraint.auxiliary[i],
      });
    }
  }
  return auxiliaries;
}

function expectedCounts(x: Float64Array, { channels, bins }: Tables, rates: Rates): Float64Array {
  const counts = new Float64Array(bins);
  rates.at(x);
  for (const channel of channels) {
    for (let b = 0; b < channel.bins; b++) {
      counts[channel.first + b] = rates.events(channel, b);
    }
  }
  return counts;
}

/**
 * A first step in mu (a few events, or two standard deviations of the background), from the
 * expectation at the initial values, which has to be a number from 0 on and to know mu.
 */
function checkedStep({ channels, names, poi, inits, measurement }: Tables, rates: Rates): number {
  let signal = 0;
  let background = 0;
  let moves = false;
  rates.at(inits);
  channels.forEach((channel, c) => {
    for (let b = 0; b < channel.bins; b++) {
      const nu = rates.events(channel, b);
      if (!(nu >= 0 && nu < Infinity)) {
        throw new UsageError({
          what: `channels.${c}`,
          got: `${nu} events expected in bin ${b} at the initial values`,
          expected: 'a number, 0 or more',
        });
      }
      rates.differentiate(channel, b);
      if (!channel.touched[b].includes(poi)) continue;
      const slope = rates.slope[poi];
      moves ||= slope !== 0;
      signal += slope;
      background += Math.max(0, nu - slope * inits[poi]);
    }
  });
  if (!moves) {
    throw new UsageError({
      what: `measurements.${measurement}.config.poi`,
      got: `"${names[poi]}", which changes no expectation`,
      expected: 'a parameter with a signal',
    });
  }
  return signal > 0 ? (1 + 2 * Math.sqrt(background)) / signal : 1;
}

/** Deviance of bins and constraints: dD = sum 2 (1 - n/nu) dnu + ..., as in counting.ts. */
function deviance(
  x: Float64Array,
  { counts, auxiliary }: Data,
  { channels, names }: Tables,
  rates: Rates,
  auxiliaries: readonly Auxiliary[],
  into: Expansion,
): Expansion {
  const size = names.length;
  const { gradient, hessian } = into;
  gradient.fill(0);
  hessian.fill(0);
  let value = 0;
  rates.at(x);
  for (const channel of channels) {
    for (let b = 0; b < channel.bins; b++) {
      const n = counts[channel.first + b];
      const nu = rates.events(channel, b);
      value += poissonDeviance(n, nu);
      if (!(value < Infinity)) {
        into.value = Infinity;
        return into;
      }
      const first = n > 0 ? 2 * (1 - n / nu) : 2;
      const second = n > 0 ? (2 * n) / (nu * nu) : 0;
      rates.differentiate(channel, b);
      const { slope } = rates;
      const touched = channel.touched[b];
      for (let i = 0; i < touched.length; i++) {
        const p = touched[i];
        gradient[p] += first * slope[p];
        const own = second * slope[p];
        if (own === 0) continue;
        for (let k = 0; k <= i; k++) hessian[p * size + touched[k]] += own * slope[touched[k]];
      }
      rates.addCurvature(channel, first, hessian);
    }
  }
  for (let k = 0; k < auxiliaries.length; k++) {
    const { constraint, parameter: p, scale } = auxiliaries[k];
    const a = auxiliary[k];
    value += constraint.deviance(x[p], a, scale);
    gradient[p] += constraint.slope(x[p], a, scale);
    hessian[p * size + p] += constraint.curvature(x[p], a, scale);
  }
  into.value = Number.isNaN(value) ? Infinity : value;
  return into;
}

function information(
  x: Float64Array,
  { auxiliary }: Data,
  { channels, names }: Tables,
  rates: Rates,
  auxiliaries: readonly Auxiliary[],
): Float64Array {
  const size = names.length;
  const matrix = new Float64Array(size * size);
  rates.at(x);
  for (const channel of channels) {
    for (let b = 0; b < channel.bins; b++) {
      const nu = rates.events(channel, b);
      if (!(nu > 0)) continue;
      rates.differentiate(channel, b);
      const { slope } = rates;
      const touched = channel.touched[b];
      for (let i = 0; i < touched.length; i++) {
        const own = (2 / nu) * slope[touched[i]];
        for (let k = 0; k <= i; k++)
          matrix[touched[i] * size + touched[k]] += own * slope[touched[k]];
      }
    }
  }
  auxiliaries.forEach(({ constraint, parameter, scale }, k) => {
    matrix[parameter * size + parameter] += constraint.curvature(x[parameter], auxiliary[k], scale);
  });
  return matrix;
}
