import type { Bounds, Data, Expansion, Model } from './likelihood.js';
import { type Minimum, minimise, type Objective, Scratch } from './minimise.js';

/** A maximum-likelihood fit: where, how deep (`deviance`, see likelihood.ts), and whether. */
export interface Fit {
  readonly x: Float64Array;
  readonly mu: number;
  readonly deviance: number;
  readonly at: Expansion;
  readonly converged: boolean;
}

/** Deviances that differ by less are those of one minimum. */
const SAME = 1e-9;

/**
 * Makes the fits of a model, counts them and remembers them: a fit for one mu starts from its neighbours
 * for the same data, too, and the deepest minimum is taken. So the profile over mu follows one branch
 * where the likelihood has several minima.
 */
export class Fitter {
  /** Fits asked for. */
  made = 0;
  /** Those that did not converge from any start. */
  failed = 0;
  /** Times that a fit turned out not to have been the deepest: what was made of it holds no more. */
  revised = 0;
  private readonly best = new Map<Data, Fit>();
  /** Ascending in mu. */
  private readonly profiles = new Map<Data, Fit[]>();

  private readonly scratch: Scratch;

  constructor(readonly model: Model) {
    this.scratch = new Scratch(model.names.length);
  }

  /** theta-hat-hat(mu): the other parameters that fit best for one given mu. */
  conditional(mu: number, data: Data): Fit {
    const profile = this.profiles.get(data) ?? [];
    this.profiles.set(data, profile);
    const at = profile.findIndex((fit) => fit.mu >= mu);
    const [below, above] = at < 0 ? [profile.at(-1), undefined] : [profile[at - 1], profile[at]];
    const { poi, bounds } = this.model;
    const held = bounded(bounds, poi, mu, mu);
    const starts = [below?.x, above?.x, data.start].filter((start) => start !== undefined);
    const fit = this.count(this.deepest(data, starts, held));
    if (!fit.converged) return fit;
    if (above?.mu !== mu) profile.splice(at < 0 ? profile.length : at, 0, fit);
    else if (fit.deviance < above.deviance - SAME) {
      this.revised++;
      profile[at] = fit;
    }
    const best = this.best.get(data);
    if (best && fit.deviance < best.deviance - SAME && mu >= bounds.lower[poi]) {
      this.revised++;
      this.best.set(data, this.deepest(data, [fit.x], bounds));
    }
    return fit;
  }

  /**
   * (mu-hat, theta-hat) within the bounds: the deeper of the minima that are reached from the start
   * of the data and from the fit without signal.
   */
  free(data: Data): Fit {
    const known = this.best.get(data);
    if (known) return known;
    const { poi, bounds } = this.model;
    const direct = this.deepest(data, [data.start], bounds);
    const background = this.conditional(Math.max(0, bounds.lower[poi]), data);
    // At 0 the slope keeps a fit only where 0 is the bound.
    const rests = background.at.gradient[poi] >= 0 && bounds.lower[poi] >= 0;
    const other =
      background.converged && !rests ? this.deepest(data, [background.x], bounds) : background;
    // The seam of the two regimes, where mu-hat is 0 but for rounding, belongs to the boundary.
    const deeper = !direct.converged || other.deviance <= direct.deviance + 1e-12;
    const fit = this.count(other.converged && deeper ? other : direct);
    this.best.set(data, fit);
    return fit;
  }

  /** Lets go of what is known of these data. */
  forget(data: Data): void {
    this.best.delete(data);
    this.profiles.delete(data);
  }

  /** The deepest of the minima from several starts, until two agree. */
  private deepest(data: Data, starts: readonly Float64Array[], bounds: Bounds): Fit {
    let best: Fit | null = null;
    for (const start of starts) {
      const fit = fitOf(this.model.poi, within(data, this.model, start, bounds, this.scratch));
      const agree =
        best?.converged && fit.converged && Math.abs(fit.deviance - best.deviance) < SAME;
      if (!best?.converged || (fit.converged && fit.deviance < best.deviance)) best = fit;
      if (agree) break;
    }
    return best as Fit;
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
  const low = Math.max(0, bounds.lower[poi]);
  return { ...model, bounds: bounded(bounds, poi, low, bounds.upper[poi]) };
}

function fitOf(poi: number, { x, at, converged }: Minimum): Fit {
  return { x, mu: x[poi], deviance: at.value, at, converged };
}

export function bounded(bounds: Bounds, i: number, low: number, high: number): Bounds {
  const lower = bounds.lower.slice();
  const upper = bounds.upper.slice();
  lower[i] = low;
  upper[i] = high;
  return { lower, upper };
}

/**
 * The minimum within bounds, also of a model with kinks at 0, where it may sit: each parameter with a
 * kink is kept to one side of it, and the other side is tried until none leads deeper.
 */
function within(
  data: Data,
  model: Model,
  start: Float64Array,
  bounds: Bounds,
  scratch: Scratch,
): Minimum {
  const objective: Objective = {
    expand: (x, into) => model.deviance(x, data, into),
    information: (x) => model.information(x, data),
  };
  const kinks = model.kinks.filter((k) => bounds.lower[k] < 0 && bounds.upper[k] > 0);
  let half = kinks.reduce((b, k) => onSide(b, bounds, k, start[k] < 0), bounds);
  let best = minimise(objective, start, half, scratch);
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    for (const k of kinks) {
      const turned = onSide(half, bounds, k, half.lower[k] === 0);
      const other = minimise(objective, best.x, turned, scratch);
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
const onSide = (half: Bounds, { lower, upper }: Bounds, k: number, negative: boolean): Bounds =>
  bounded(half, k, negative ? lower[k] : 0, negative ? -0 : upper[k]);
