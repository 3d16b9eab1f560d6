/**
 * The counting experiment behind the limit of several runs (`estimateLimit`), for a light A': one channel for the box of
 * each run, in units of signal events in all of them together.
 */
import { expectedBackground } from '../../analyse/background.js';
import { efficiencyFactors, scalerElectrons, totalEfficiency } from '../../analyse/efficiency.js';
import type { RunCounts } from '../../analyse/limit.js';
import type { CountingModel, Nuisance } from '../../analyse/limits/index.js';
import { log } from '../../core/math.js';

/** Smallest background that the counting model takes. */
const NO_BACKGROUND = 1e-9;

export function countingModelOf(runs: readonly RunCounts[]): CountingModel {
  const electrons = runs.map((r) => scalerElectrons(r.belief, r.counts.scalers));
  const weights = runs.map(
    (r, i) => electrons[i] * totalEfficiency(efficiencyFactors(r.belief, r.counts)),
  );
  const all = weights.reduce((sum, w) => sum + w, 0);
  const sizes = runs.map((r) => r.belief.analysis.nuisances);
  const lnKappa = (name: keyof (typeof sizes)[number]) => sizes.map((s) => log(1 + s[name]));
  const onSignal = (name: string, key: keyof (typeof sizes)[number]): Nuisance => ({
    name,
    signal: lnKappa(key),
    background: 0,
  });
  return {
    channels: runs.map((r, i) => ({
      name: `${i + 1} ${r.name}`,
      signal: all > 0 ? weights[i] / all : 1 / runs.length,
      background: Math.max(NO_BACKGROUND, expectedBackground(r.belief, electrons[i]).events),
    })),
    nuisances: [
      onSignal('yield', 'yield'),
      onSignal('trigger', 'trigger'),
      onSignal('veto and hcal', 'vetoHcal'),
      onSignal('track', 'track'),
      onSignal('srd', 'srd'),
      onSignal('electrons on target', 'electrons'),
      { name: 'background', signal: 0, background: lnKappa('background') },
    ],
  };
}
