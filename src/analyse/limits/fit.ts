import type { Bounds, Data, Expansion, Model } from './likelihood.js';
import { type Minimum, minimise, type Objective } from './minimise.js';

/** A maximum-likelihood fit: where, how deep (`deviance`, see likelihood.ts), and whether. */
export interface Fit {
  readonly x: Float64Array;
  readonly mu: number;
  readonly deviance: number;
  readonly at: Expansion;
  readonly converged: boolean;
}

/** Makes the fits of a model, and counts them. */
export class Fitter {
  /** Fits asked for. */
  made = 0;
  /** Those that did not converge from any start. */
  failed = 0;

  constructor(readonly model: Model) {}

  /** theta-hat-hat(mu): the other parameters that fit best for one given mu. */
  conditional(mu: number, data: Data, start: Float64Array = data.start): Fit {
    return this.count(this.at(mu, data, start));
  }

  /**
   * (mu-hat, theta-hat) within the bounds: the deeper of the minima that are reached from the start
   * of the data and from the fit without signal.
   */
  free(data: Data): Fit {
    const { poi, bounds } = this.model;
    const from = (start: Float64Array) => fitOf(poi, within(data, this.model, start, bounds));
    const direct = from(data.start);
    const background = this.at(Math.max(0, bounds.lower[poi]), data, data.start);
    const rises = background.at.gradient[poi] >= 0;
    const other = background.converged && !rises ? from(background.x) : background;
    // The seam of the two regimes, where mu-hat is 0 but for rounding, belongs to the boundary.
    const deeper = !direct.converged || other.deviance <= direct.deviance + 1e-12;
    return this.count(other.converged && deeper ? other : direct);
  }

  private at(mu: number, data: Data, start: Float64Array): Fit {
    const { poi, bounds } = this.model;
    const held = withBound(withBound(bounds, 'lower', poi, mu), 'upper', poi, mu);
    const first = within(data, this.model, start, held);
    const last = first.converged || start === data.start;
    return fitOf(poi, last ? first : within(data, this.model, data.start, held));
  }

  private count(fit: Fit): Fit {
    this.made++;
    if (!fit.converged) this.failed++;
    return fit;
  }
}

/** The same model with a signal of 0 or more: then q_mu is q~_mu (CCGV eq. 16). */
export function physical(model: Model): Model {
  const { poi, bounds } = model;
  return { ...model, bounds: withBound(bounds, 'lower', poi, Math.max(0, bounds.lower[poi])) };
}

function fitOf(poi: number, { x, at, converged }: Minimum): Fit {
  return { x, mu: x[poi], deviance: at.value, at, converged };
}

function withBound(bounds: Bounds, side: keyof Bounds, i: number, value: number): Bounds {
  const moved = bounds[side].slice();
  moved[i] = value;
  return { ...bounds, [side]: moved };
}

/**
 * The minimum within bounds, also of a model with kinks at 0, where it may sit: each parameter with a
 * kink is kept to one side of it, and the other side is tried until none leads deeper.
 */
function within(data: Data, model: Model, start: Float64Array, bounds: Bounds): Minimum {
  const objective: Objective = {
    expand: (x) => model.deviance(x, data),
    information: (x) => model.information(x, data),
  };
  const kinks = model.kinks.filter((k) => bounds.lower[k] < 0 && bounds.upper[k] > 0);
  let half = kinks.reduce((b, k) => onSide(b, bounds, k, start[k] < 0), bounds);
  let best = minimise(objective, start, half);
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    for (const k of kinks) {
      const turned = onSide(half, bounds, k, half.lower[k] === 0);
      const other = minimise(objective, best.x, turned);
      if (!other.converged) return other;
      if (best.converged && !(other.at.value < best.at.value - 1e-12)) continue;
      half = turned;
      best = other;
      moved = true;
    }
  }
  return best;
}

/** More often than this the sides are not tried. */
const ROUNDS = 20;

/** Parameter k at most -0, or at least 0. */
function onSide(half: Bounds, { lower, upper }: Bounds, k: number, negative: boolean): Bounds {
  return withBound(
    withBound(half, 'lower', k, negative ? lower[k] : 0),
    'upper',
    k,
    negative ? -0 : upper[k],
  );
}
