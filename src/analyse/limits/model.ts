/**
 * The counting experiment: what is expected in each channel, and what is uncertain about it.
 *
 *   nu_i(mu, theta) = mu s_i prod_j kappa_ij^theta_j + b_i prod_j kappa'_ij^theta_j
 *   n_i ~ Poisson(nu_i),   theta_j ~ N(0, 1)
 *
 * A nuisance is exactly log-normal; in HistFactory's words `normsys` with hi = kappa, lo = 1/kappa.
 * A channel is a run, a bin of missing energy, or the whole box.
 */

/** ln(kappa): the same in every channel, or one number per channel; 0 = no effect. */
export type LnKappa = number | readonly number[];

export interface Channel {
  readonly name: string;
  /** Signal events at mu = 1. */
  readonly signal: number;
  /** Expected background events, above 0. */
  readonly background: number;
}

export interface Nuisance {
  readonly name: string;
  readonly signal: LnKappa;
  readonly background: LnKappa;
}

/**
 * Nuisances are shared by all channels under their name.
 *
 * @example one box in units of signal events, 10 % on the signal, 32 % on the background
 * const model: CountingModel = {
 *   channels: [{ name: 'box', signal: 1, background: 0.53 }],
 *   nuisances: [
 *     { name: 'yield', signal: 0.0953, background: 0 }, // ln 1.1
 *     { name: 'background', signal: 0, background: 0.278 }, // ln 1.32
 *   ],
 * };
 */
export interface CountingModel {
  readonly channels: readonly Channel[];
  readonly nuisances: readonly Nuisance[];
}

/** A model, checked and laid out as tables; the effects are row-major [channel][nuisance]. */
export interface Rates {
  readonly channels: number;
  readonly nuisances: number;
  /** Of the nuisances. */
  readonly names: readonly string[];
  readonly signal: Float64Array;
  readonly background: Float64Array;
  readonly lnKappaSignal: Float64Array;
  readonly lnKappaBackground: Float64Array;
  /** Signal events at mu = 1 in all channels. */
  readonly totalSignal: number;
  readonly totalBackground: number;
}

/** Checks a model and lays it out; throws with the offending name, what came and what was due. */
export function ratesOf(model: CountingModel): Rates {
  const K = model.channels.length;
  const J = model.nuisances.length;
  if (K === 0) throw new Error('limits: model.channels is empty, expected at least one channel');
  const signal = new Float64Array(K);
  const background = new Float64Array(K);
  let totalSignal = 0;
  let totalBackground = 0;
  model.channels.forEach((channel, i) => {
    if (!(channel.signal >= 0 && channel.signal < Infinity)) {
      throw new Error(
        `limits: channel "${channel.name}": signal: got ${channel.signal}, expected 0 or more events`,
      );
    }
    if (!(channel.background > 0 && channel.background < Infinity)) {
      throw new Error(
        `limits: channel "${channel.name}": background: got ${channel.background}, expected more ` +
          'than 0 events; where nothing is expected give a small number such as 1e-9',
      );
    }
    totalSignal += signal[i] = channel.signal;
    totalBackground += background[i] = channel.background;
  });
  if (!(totalSignal > 0)) {
    throw new Error('limits: no channel has any signal, expected at least one with signal > 0');
  }
  const lnKappaSignal = new Float64Array(K * J);
  const lnKappaBackground = new Float64Array(K * J);
  const seen = new Set<string>();
  model.nuisances.forEach((nuisance, j) => {
    if (seen.has(nuisance.name)) {
      throw new Error(
        `limits: nuisance "${nuisance.name}" is listed twice; merge the two, or rename one`,
      );
    }
    seen.add(nuisance.name);
    for (let i = 0; i < K; i++) {
      lnKappaSignal[i * J + j] = effectOn(nuisance, 'signal', i, K);
      lnKappaBackground[i * J + j] = effectOn(nuisance, 'background', i, K);
    }
  });
  return {
    channels: K,
    nuisances: J,
    names: model.nuisances.map(({ name }) => name),
    signal,
    background,
    lnKappaSignal,
    lnKappaBackground,
    totalSignal,
    totalBackground,
  };
}

function effectOn(
  nuisance: Nuisance,
  side: 'signal' | 'background',
  channel: number,
  channels: number,
): number {
  const effect = nuisance[side];
  const length = typeof effect === 'number' ? channels : effect.length;
  const lnKappa = typeof effect === 'number' ? effect : effect[channel];
  if (length !== channels || !Number.isFinite(lnKappa)) {
    throw new Error(
      `limits: nuisance "${nuisance.name}": ${side}: got ${JSON.stringify(effect)}, expected ` +
        `ln(kappa) as one number or as ${channels}, one per channel`,
    );
  }
  return lnKappa;
}
